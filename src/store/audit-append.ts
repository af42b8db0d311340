import { z } from 'zod';
import { type AuditHead, EMPTY_TRAIL, nextLine } from '../core/audit-chain.ts';
import { SlipwayError } from '../core/errors.ts';
import type { StoreContext } from './context.ts';
import { KEYS } from './keys.ts';
import { loadScript } from './script.ts';

const appendAudit = loadScript('append-audit');

const Answer = z.union([
  z.tuple([z.enum(['done', 'known']), z.string()]).transform(([kind]) => ({ kind }) as const),
  z
    .tuple([z.literal('moved'), z.coerce.number().int().min(0), z.string()])
    .transform(([kind, seq, hash]) => ({ kind, head: { seq, hash } }) as const),
]);

/** Each try lost means that another process has won: so many in a row are no contention any more. */
const MOST_TRIES = 1_000;

/**
 * Adds lines to the end of the trail. The hash is made here, since Redis has no SHA-256, against where the end is believed
 * to be; Redis adds the line only if that is so, else it tells where the end is. One process appends one line at a time,
 * so that its own lines do not race each other, and normally believes rightly: one round trip.
 * @returns a function of the entry (canonical JSON) and its id; it resolves to the new head, or `undefined` when a line of
 *   that id is there already, and throws SlipwayError `store-unavailable`
 */
export function createAppender({ call, key }: StoreContext) {
  let believed: AuditHead = EMPTY_TRAIL;
  let turn: Promise<unknown> = Promise.resolve();
  const append = async (entry: string, id: string): Promise<AuditHead | undefined> => {
    const keys = [KEYS.audit.of(), KEYS.auditHead.of(), KEYS.auditClaim.of(id)].map(key);
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const line = nextLine(believed, entry);
      const values = [believed.seq, line.prev, line.seq, line.hash, entry, KEYS.auditClaim.lifetimeMs];
      const answer = Answer.parse(await call((redis) => appendAudit(redis, keys, values)));
      if (answer.kind === 'known') return undefined;
      believed = answer.kind === 'moved' ? answer.head : { seq: line.seq, hash: line.hash };
      if (answer.kind === 'done') return believed;
    }
    throw new SlipwayError('store-unavailable', { why: 'the end of the audit trail keeps moving' });
  };
  return (entry: string, id: string): Promise<AuditHead | undefined> => {
    const appended = turn.then(() => append(entry, id));
    turn = appended.catch(() => undefined);
    return appended;
  };
}
