import { ACTION } from '../../slack/ids.ts';
import { answerLinkWith } from '../answer-link.ts';

/** The yes to connecting the GitLab account a person has signed in to. */
export const connectLink = answerLinkWith(ACTION.connectLink, 'connect');
