import type { ModalView } from '@slack/types';
import type { RuleTally } from '../../core/approvals.ts';
import type { GitLabUser } from '../../core/deployment.ts';
import type { SlackUserId, UserGroupId } from '../../core/ids.ts';
import { ruleWords } from '../cards/card-rules.ts';
import { literal } from '../escape.ts';
import { both, someOf } from '../words/counts.ts';
import { andMore, canApprove, MODAL, youCanApproveAs } from '../words/modals.ts';
import { messageModal } from './message.ts';
import { type ModalSubject, subjectWords } from './subject.ts';

/** A rule with the people GitLab lets satisfy it, or why it does not tell. */
export interface RulePeople {
  readonly tally: RuleTally;
  readonly people: { readonly known: readonly GitLabUser[] } | { readonly unknown: 'hidden' | 'failed' };
  /** The user group of Slack that stands for its group. */
  readonly userGroup: UserGroupId | undefined;
}

/** Who can approve, and how the reader stands to it. */
export interface ApproversView {
  readonly rules: readonly RulePeople[];
  readonly you: { readonly as: readonly string[]; readonly voted: boolean; readonly requested: boolean };
  /** Slack users known for GitLab users, by GitLab user id; here a mention rings for nobody. */
  readonly slackUsers: ReadonlyMap<number, SlackUserId>;
}

/** Names in all, so that a list of many rules is no wall; each rule shows a few at least. */
const NAMES = 60;
const FEWEST = 5;
const MOST = 30;
const RULES = 20;

/** Rule by rule: how far it is and who can still meet it; and what the reader may do. */
export const approversModal = (subject: ModalSubject, view: ApproversView): ModalView =>
  messageModal(MODAL.approvers.title, approversLines(subject, view));

/** The same as lines of mrkdwn. */
export function approversLines(subject: ModalSubject, view: ApproversView): string[] {
  const { rules, you, slackUsers } = view;
  if (rules.length === 0) return [subjectWords(subject), MODAL.approvers.none];
  const each = Math.min(MOST, Math.max(FEWEST, Math.floor(NAMES / rules.length)));
  const lines = rules
    .slice(0, RULES)
    .flatMap((rule) => [`*${ruleWords(rule.tally)}*`, ...peopleLines(rule, slackUsers, each)]);
  return [
    subjectWords(subject),
    ...lines,
    ...(rules.length > RULES ? [andMore(rules.length - RULES)] : []),
    yourStanding(you),
    ...(you.requested ? [] : [MODAL.approvers.requester]),
  ];
}

function peopleLines(
  { tally, people, userGroup }: RulePeople,
  slackUsers: ReadonlyMap<number, SlackUserId>,
  most: number,
): string[] {
  const group = userGroup === undefined ? [] : [`<!subteam^${userGroup}>`];
  if (tally.missing === 0) return [MODAL.approvers.met];
  if (!('known' in people)) return [MODAL.approvers[people.unknown], ...group.map(canApprove)];
  const names = people.known.map((person) => nameOf(person, slackUsers));
  if (names.length + group.length === 0) return [MODAL.approvers.nobody];
  return [canApprove([...group, ...(names.length === 0 ? [] : [someOf(names, most)])].join(', '))];
}

function yourStanding({ as, voted, requested }: ApproversView['you']): string {
  const { you } = MODAL.approvers;
  if (requested) return you.requested;
  if (as.length > 0) return youCanApproveAs(both(as.slice(0, FEWEST).map((label) => literal(label, 80))));
  return voted ? you.voted : you.not;
}

function nameOf(person: GitLabUser, slackUsers: ReadonlyMap<number, SlackUserId>): string {
  const user = slackUsers.get(person.id);
  return user === undefined ? literal(person.name, 40) : `<@${user}>`;
}
