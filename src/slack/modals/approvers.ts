import type { ModalView } from '@slack/types';
import type { RuleTally } from '../../core/approvals.ts';
import type { GitLabUser } from '../../core/deployment.ts';
import type { SlackUserId } from '../../core/ids.ts';
import { ruleWords } from '../cards/card-rules.ts';
import { literal } from '../escape.ts';
import { someOf } from '../words/counts.ts';
import { canApprove, MODAL } from '../words/modals.ts';
import { messageModal } from './message.ts';
import { type ModalSubject, subjectWords } from './subject.ts';

/** A rule with the people GitLab lets satisfy it; `undefined` where it does not tell. */
export interface RulePeople {
  readonly tally: RuleTally;
  readonly people: readonly GitLabUser[] | undefined;
}

const NAMES = 30;
const RULES = 30;

/**
 * Rule by rule: how far it is and who can still meet it.
 * @param slackUsers Slack users known for GitLab users, by GitLab user id; a mention in a modal rings for nobody
 */
export function approversModal(
  subject: ModalSubject,
  rules: readonly RulePeople[],
  slackUsers: ReadonlyMap<number, SlackUserId>,
): ModalView {
  const lines = rules.slice(0, RULES).flatMap(({ tally, people }) => [
    `*${ruleWords(tally)}*`,
    people === undefined || people.length === 0
      ? MODAL.approvers.unknown
      : canApprove(
          someOf(
            people.map((person) => nameOf(person, slackUsers)),
            NAMES,
          ),
        ),
  ]);
  const body = lines.length === 0 ? [MODAL.approvers.none] : [...lines, MODAL.approvers.requester];
  return messageModal(MODAL.approvers.title, [subjectWords(subject), ...body]);
}

function nameOf(person: GitLabUser, slackUsers: ReadonlyMap<number, SlackUserId>): string {
  const user = slackUsers.get(person.id);
  return user === undefined ? literal(person.name, 60) : `<@${user}>`;
}
