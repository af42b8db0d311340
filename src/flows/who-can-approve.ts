import { type RuleTally, tallyRules, votesOf } from '../core/approvals.ts';
import type { CardRecord } from '../core/card.ts';
import type { Deployment, GitLabUser } from '../core/deployment.ts';
import type { SlackUserId, UserGroupId } from '../core/ids.ts';
import type { SlackPerson } from '../core/person.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { asPerson } from './as-person.ts';
import { fittingRules } from './fitting-rules.ts';
import { peopleOfRule, type RulePeople } from './rule-people.ts';

/** A rule with those who can still meet it. */
export interface RuleWithPeople {
  readonly tally: RuleTally;
  readonly people: RulePeople;
  /** The user group of Slack that stands for its group. */
  readonly userGroup: UserGroupId | undefined;
}

/** Who can approve a deployment, as one person may see it. */
export interface Approvers {
  readonly rules: readonly RuleWithPeople[];
  readonly you: {
    /** Labels of the rules they fit, not met yet. */
    readonly as: readonly string[];
    readonly voted: boolean;
    readonly requested: boolean;
  };
  /** Slack users known for GitLab users, by GitLab user id. */
  readonly slackUsers: ReadonlyMap<number, SlackUserId>;
}

/**
 * Rule by rule, who can still approve: without the requester and without those who voted already. Read with the person's
 * own rights: what GitLab does not show them is not shown.
 * @throws SlipwayError `not-connected`, `account-refused`, `account-unchecked`; GitLabError
 */
export async function whoCanApprove(ports: Ports, person: SlackPerson, card: CardRecord): Promise<Approvers> {
  const { api, me } = await asPerson(ports, person);
  const deployment = await api.deployments.get(card.project, card.deployment);
  const tallies = tallyRules(deployment);
  const maps = new Map((await ports.groupMaps.all(person.team)).map((map) => [map.group, map.userGroup]));
  const rules = await Promise.all(
    tallies.map(async (tally) => ({
      tally,
      people: withoutSpent(await peopleOfRule(api, card.project, tally), tally, deployment),
      userGroup: tally.rule.groupId === null ? undefined : maps.get(tally.rule.groupId),
    })),
  );
  const ids = rules.flatMap(({ people }) => ('known' in people ? people.known.map(({ id }) => id) : []));
  return {
    rules,
    you: await standing(api, me, card, deployment),
    slackUsers: await ports.connections.slackUsersOf(person.team, [...new Set(ids)]),
  };
}

function withoutSpent(people: RulePeople, tally: RuleTally, { requestedBy }: Deployment): RulePeople {
  if (!('known' in people)) return people;
  const out = new Set<number | undefined>([requestedBy?.id, ...tally.approvers.map(({ id }) => id)]);
  return { known: people.known.filter(({ id }) => !out.has(id)) };
}

async function standing(
  api: GitLabApi,
  me: GitLabUser,
  { project }: CardRecord,
  deployment: Deployment,
): Promise<Approvers['you']> {
  const fits = await fittingRules({ api, me, at: { project } }, deployment);
  const open = fits.filter(
    ({ missing, approvers }) => missing > 0 && !approvers.some(({ id }) => id === me.id),
  );
  return {
    as: open.map(({ label }) => label),
    voted: votesOf(deployment, me).length > 0,
    requested: deployment.requestedBy?.id === me.id,
  };
}
