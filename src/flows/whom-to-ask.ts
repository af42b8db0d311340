import type { CardRecord, CardView } from '../core/card.ts';
import type { Reading } from '../core/decision-policy.ts';
import type { Deployment } from '../core/deployment.ts';
import type { SlackUserId } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';
import { isDirect, isUserGroup, type Mention } from '../core/watch-delivery.ts';
import { type Approvers, approversToAsk } from './approvers-to-ask.ts';
import { type Called, callable, calledOf } from './called-groups.ts';

/** Mentions in one message, and people named; a wall of either is read by nobody. */
const MOST = 5;

type Needs = Pick<Ports, 'connections' | 'groupMaps' | 'userGroups' | 'memberLists'>;
type Asking = Pick<CardView, 'mention' | 'asked' | 'called'>;

const NOBODY: Asking = { mention: [], asked: undefined, called: undefined };

/**
 * Whom a card calls: those who can approve, and those its watch names. Settled when it is first posted, since an edit
 * rings for nobody. One that is posted anew, after somebody deleted it, does not ring twice; and in somebody's direct
 * messages Slack would ring for nobody else.
 * @throws SlipwayError `store-unavailable`
 */
export async function askedBy(ports: Needs, card: CardRecord, reading: Reading): Promise<Asking> {
  const { mentioned, asked, called, calls = [] } = card;
  if (card.ts !== undefined) return { mention: mentioned, asked, called };
  if (card.replaced === true || isDirect(card.channel)) return NOBODY;
  const isWaiting = reading.phase === 'awaiting-approval';
  if (!isWaiting && calls.length === 0) return NOBODY;
  const asking = isWaiting ? await approversToAsk(ports, card, reading.deployment) : NOT_ASKED;
  const wanted = await wantedBy(ports, card, reading.deployment);
  return together(asking, wanted, calls);
}

const NOT_ASKED: Approvers = { groups: [], users: [], names: [] };

/**
 * One message mentions nobody twice and five at most. Whoever the watch names is among them in any case; where they can
 * approve as well, they stand with those who are asked.
 */
function together(asking: Approvers, wanted: Wanted, calls: readonly Mention[]): Asking {
  const askedIds = new Set<Mention>([...asking.groups.map(({ id }) => id), ...asking.users]);
  const inAsked = new Set(asking.groups.flatMap(({ members }) => members));
  const inWanted = new Set(wanted.groups.flatMap(({ members }) => members));
  const called = [
    ...wanted.groups.map(({ id }) => id).filter((id) => !askedIds.has(id)),
    ...wanted.users.filter((user) => !askedIds.has(user) && !inAsked.has(user) && !inWanted.has(user)),
  ];
  const named = new Set<Mention>(calls);
  const candidates: Mention[] = [
    ...asking.groups.map(({ id }) => id),
    ...asking.users.filter((user) => !inWanted.has(user)),
  ];
  const all = [...candidates.filter((one) => named.has(one)), ...candidates.filter((one) => !named.has(one))];
  const kept = all.slice(0, MOST - called.length);
  const { names } = asking;
  const more = all.length - kept.length + Math.max(0, names.length - MOST);
  const asked = { groups: kept.filter(isUserGroup), names: names.slice(0, MOST), more };
  return {
    mention: kept.filter((one): one is SlackUserId => !isUserGroup(one)),
    asked: askedIds.size + names.length === 0 ? undefined : asked,
    called: called.length === 0 ? undefined : called,
  };
}

interface Wanted {
  readonly groups: readonly Called[];
  readonly users: readonly SlackUserId[];
}

/** Whom the watch names, but for the requester; a group that is gone from Slack, or holds nobody else, is left out. */
async function wantedBy(
  { connections, userGroups }: Needs,
  { team, calls = [] }: CardRecord,
  { requestedBy }: Deployment,
): Promise<Wanted> {
  if (calls.length === 0) return { groups: [], users: [] };
  const ids = requestedBy === null ? [] : [requestedBy.id];
  const out = new Set((await connections.slackUsersOf(team, ids)).values());
  const seen = await Promise.all(
    calls.filter(isUserGroup).map(async (id) => calledOf(id, await userGroups.look(id))),
  );
  const groups = callable(
    seen.filter((group) => group !== undefined),
    out,
  );
  const users = calls.filter((one): one is SlackUserId => !isUserGroup(one) && !out.has(one));
  return { groups, users };
}
