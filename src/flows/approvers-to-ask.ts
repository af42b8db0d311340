import { type RuleTally, tallyRules } from '../core/approvals.ts';
import type { CardRecord } from '../core/card.ts';
import type { Deployment, GitLabUser } from '../core/deployment.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { SlackUserId, TeamId } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';
import { type Called, callable, calledOf } from './called-groups.ts';
import { peopleOfRule } from './rule-people.ts';

type Needs = Pick<Ports, 'connections' | 'groupMaps' | 'userGroups' | 'memberLists'>;

/** Whom a card could ask to approve, each once. */
export interface Approvers {
  readonly groups: readonly Called[];
  readonly users: readonly SlackUserId[];
  readonly names: readonly string[];
}

/**
 * Those who can still meet a rule that is not met: a user group of Slack where one stands for the rule's group, otherwise
 * the rule's people, each once, connected ones by mention and the others by name. Never the requester, nor anybody who
 * voted. A rule whose people GitLab does not show to the bot asks nobody.
 * @throws SlipwayError `store-unavailable`
 */
export async function approversToAsk(
  ports: Needs,
  { team, project }: Pick<CardRecord, 'team' | 'project'>,
  deployment: Deployment,
): Promise<Approvers> {
  const unmet = tallyRules(deployment).filter((tally) => tally.missing > 0);
  const out = new Set([...leftOut(deployment), ...(await itself(ports))]);
  const groups = await mappedGroups(ports, team, unmet);
  const rest = unmet.filter(({ rule }) => rule.groupId === null || !groups.has(rule.groupId));
  const found = await Promise.all(rest.map((tally) => peopleOfRule(ports.memberLists, project, tally)));
  const people = eachOnce(found.flatMap((one) => ('known' in one ? one.known : []))).filter(
    ({ id }) => !out.has(id),
  );
  const known = await ports.connections.slackUsersOf(team, [...people.map(({ id }) => id), ...out]);
  const called = callable([...groups.values()], new Set([...out].map((id) => known.get(id))));
  const inGroups = new Set(called.flatMap(({ members }) => members));
  const users = people
    .map(({ id }) => known.get(id))
    .filter((user): user is SlackUserId => user !== undefined && !inGroups.has(user));
  return {
    groups: called,
    users,
    names: people.filter(({ id }) => !known.has(id)).map(({ name }) => name),
  };
}

/** The requester, and whoever voted already. */
const leftOut = ({ requestedBy, approval }: Deployment): ReadonlySet<GitLabUser['id']> =>
  new Set([
    ...(requestedBy === null ? [] : [requestedBy.id]),
    ...(approval?.approvals ?? []).map(({ user }) => user.id),
  ]);

/** The bot's own account: it belongs to a group in order to read it. */
async function itself({ memberLists }: Needs): Promise<GitLabUser['id'][]> {
  try {
    return [(await memberLists.users.me()).id];
  } catch (error) {
    // A token without a user of its own, or a GitLab that does not answer just now.
    if (error instanceof GitLabError) return [];
    throw error;
  }
}

/** The user groups that stand for the groups of these rules; one that is gone from Slack stands for nobody. */
async function mappedGroups(
  { groupMaps, userGroups }: Needs,
  team: TeamId,
  tallies: readonly RuleTally[],
): Promise<ReadonlyMap<number, Called>> {
  const wanted = new Set(tallies.flatMap(({ rule }) => rule.groupId ?? []));
  if (wanted.size === 0) return new Map();
  const maps = (await groupMaps.all(team)).filter(({ group }) => wanted.has(group));
  const seen = await Promise.all(
    maps.map(async ({ group, userGroup }) => [group, calledOf(userGroup, await userGroups.look(userGroup))]),
  );
  return new Map(seen.filter((row): row is [number, Called] => row[1] !== undefined));
}

const eachOnce = (people: readonly GitLabUser[]): GitLabUser[] => [
  ...new Map(people.map((person) => [person.id, person])).values(),
];
