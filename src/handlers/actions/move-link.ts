import { ACTION } from '../../slack/ids.ts';
import { answerLinkWith } from '../answer-link.ts';

/** The yes to taking a GitLab account over from another Slack user. */
export const moveLink = answerLinkWith(ACTION.moveLink, 'move');
