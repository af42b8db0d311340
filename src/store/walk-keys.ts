import type { StoreContext } from './context.ts';
import { KEYS } from './keys.ts';
import { loadScript } from './script.ts';
import { connectedPerson, judgeSealed, SEALED_FAMILIES, type SealedFamily } from './sealed-values.ts';

const replaceValue = loadScript('replace-value');
const removeConnection = loadScript('remove-connection');

const PAGE = 500;
/** Few enough that nobody else waits long for Redis. */
const TOGETHER = 50;
/** A value that changes more often than this while it is sealed anew is left to whoever changes it. */
const TRIES = 5;

/** How sealed values of one kind stand, in numbers. */
export interface SealedCount {
  /** Sealed with the first key. */
  current: number;
  /** Were sealed with an older key, and are sealed with the first one now. */
  resealed: number;
  /** Still sealed with an older key. */
  outdated: number;
}

/** What was found and done. It names keys by their ids, which tell nothing of them. */
export interface KeyReport {
  readonly connections: SealedCount;
  /** Sign-ins and waiting acts, which end within minutes, and tokens that GitLab is to take back. */
  readonly underWay: SealedCount;
  /** Connections that do not open, by the id of the missing key; empty where the key is there and the value is not right. */
  readonly unreadable: Map<string, number>;
  /** Older keys something is still sealed with. */
  readonly stillUsed: Set<string>;
  /** Unreadable connections that were removed. */
  forgotten: number;
}

/** `look` changes nothing, `rotate` seals anew, `forget` also removes the connections that do not open any more. */
export type KeyWalk = 'look' | 'rotate' | 'forget';

type Needs = Pick<StoreContext, 'call' | 'key' | 'sealer' | 'host'>;

type Outcome =
  | { readonly state: 'current' | 'resealed' | 'gone' | 'forgotten' }
  | { readonly state: 'outdated' | 'unreadable'; readonly keyId: string };

/**
 * Walks every sealed value that outlives a minute. Each is replaced only if nobody changed it meanwhile, in one step, so it
 * may run beside working bots, be interrupted at any moment and be run again.
 * @throws SlipwayError `store-unavailable`
 */
export async function walkKeys(ctx: Needs, walk: KeyWalk): Promise<KeyReport> {
  const report: KeyReport = {
    connections: { current: 0, resealed: 0, outdated: 0 },
    underWay: { current: 0, resealed: 0, outdated: 0 },
    unreadable: new Map(),
    stillUsed: new Set(),
    forgotten: 0,
  };
  for (const family of SEALED_FAMILIES) {
    const keys = [...(await keysOf(ctx, family))];
    for (let at = 0; at < keys.length; at += TOGETHER) {
      const outcomes = keys.slice(at, at + TOGETHER).map((relative) => settle(ctx, family, relative, walk));
      for (const outcome of await Promise.all(outcomes)) note(report, family, outcome);
    }
  }
  return report;
}

function note(report: KeyReport, family: SealedFamily, outcome: Outcome): void {
  const { state } = outcome;
  if (state === 'gone') return;
  if (state === 'forgotten') {
    report.forgotten += 1;
  } else if (state === 'unreadable') {
    // What ends by itself is nothing to mend.
    if (family !== 'connection') return;
    report.unreadable.set(outcome.keyId, (report.unreadable.get(outcome.keyId) ?? 0) + 1);
  } else {
    (family === 'connection' ? report.connections : report.underWay)[state] += 1;
    if (state === 'outdated') report.stillUsed.add(outcome.keyId);
  }
}

async function settle(ctx: Needs, family: SealedFamily, relative: string, walk: KeyWalk): Promise<Outcome> {
  const row = ctx.key(relative);
  for (let tried = 1; ; tried += 1) {
    const text = await ctx.call((redis) => redis.get(row));
    if (text === null) return { state: 'gone' };
    const verdict = judgeSealed(ctx, family, relative, text);
    if (verdict.state === 'current') return verdict;
    if (verdict.state === 'unreadable') {
      if (walk !== 'forget' || family !== 'connection') return verdict;
      if (await forget(ctx, relative, text)) return { state: 'forgotten' };
    } else {
      if (walk === 'look') return verdict;
      const replaced = await ctx.call((redis) => replaceValue(redis, [row], [text, verdict.next]));
      if (replaced === 1) return { state: 'resealed' };
    }
    if (tried === TRIES) return verdict;
  }
}

/** Removes a connection unless the person has made a new one meanwhile. */
async function forget(ctx: Needs, relative: string, text: string): Promise<boolean> {
  const person = connectedPerson(relative);
  if (person === undefined) return (await ctx.call((redis) => redis.del(ctx.key(relative)))) === 1;
  const keys = [
    KEYS.connection.of(person),
    ...[KEYS.connectionAccounts, KEYS.connectionOwners].map((row) => row.of(person.team)),
  ];
  const values = [person.user, text];
  return (await ctx.call((redis) => removeConnection(redis, keys.map(ctx.key), values))) === 1;
}

/** Every key of a family once, though SCAN may tell of one twice. All of them have one hash tag, and so one node. */
async function keysOf(ctx: Needs, family: SealedFamily): Promise<ReadonlySet<string>> {
  const start = ctx.key('').length;
  const found = new Set<string>();
  let cursor = '0';
  do {
    const pattern = ctx.key(`${KEYS[family].family}:*`);
    const [next, page] = await ctx.call((redis) => redis.scan(cursor, 'MATCH', pattern, 'COUNT', PAGE));
    for (const key of page) found.add(key.slice(start));
    cursor = next;
  } while (cursor !== '0');
  return found;
}
