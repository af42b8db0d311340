import { ACTION } from '../../slack/ids.ts';
import { answerLinkWith } from '../answer-link.ts';

/** The no to connecting: what GitLab handed out is taken back. */
export const cancelLink = answerLinkWith(ACTION.cancelLink, 'cancel');
