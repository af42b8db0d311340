import { AuditEntry } from '../core/audit.ts';
import { type AuditHead, parseHead, type StoredLine } from '../core/audit-chain.ts';
import type { AuditRead, AuditTrail } from '../core/ports/stores.ts';
import type { StoreContext } from './context.ts';
import { jsonOf } from './json.ts';
import { KEYS } from './keys.ts';

/** A stream's row: its id and its fields, names and values by turns. */
type Row = [place: string, fields: string[]];

/** What reads the trail: lines as they are kept, and what they say. */
export function createAuditReader({
  call,
  key,
  log,
}: StoreContext): Pick<AuditTrail, 'newest' | 'read' | 'head' | 'anchor'> {
  const trail = key(KEYS.audit.of());
  const headAt = async (relative: string): Promise<AuditHead | undefined> => {
    const [seq, hash] = await call((redis) => redis.hmget(key(relative), 'seq', 'hash'));
    return parseHead(`${seq ?? ''}:${hash ?? ''}`);
  };
  return {
    newest: async (limit) => {
      const rows = await call((redis) => redis.xrevrange(trail, '+', '-', 'COUNT', limit));
      const entries = rows.map(([place, fields]) => {
        const entry = entryOf(fields);
        // Left where it is: a trail is not edited.
        if (entry === undefined)
          log.error({ key: KEYS.audit.of(), place }, 'a line of the audit trail is malformed');
        return entry;
      });
      return entries.filter((entry) => entry !== undefined);
    },
    read: async (query) => {
      const { oldest, newest } = bounds(query);
      const rows =
        query.order === 'newest-first'
          ? await call((redis) => redis.xrevrange(trail, newest, oldest, 'COUNT', query.limit))
          : await call((redis) => redis.xrange(trail, oldest, newest, 'COUNT', query.limit));
      return rows.map(storedLine);
    },
    head: () => headAt(KEYS.auditHead.of()),
    anchor: () => headAt(KEYS.auditAnchor.of()),
  };
}

/** Places are Redis's own: the moment of writing in milliseconds, and a number. `(` leaves the bound itself out. */
function bounds({ order, beyond, from, until }: AuditRead): { oldest: string; newest: string } {
  const oldest = from === undefined ? '-' : String(from);
  const newest = until === undefined ? '+' : `(${until}-0`;
  if (beyond === undefined) return { oldest, newest };
  return order === 'newest-first' ? { oldest, newest: `(${beyond}` } : { oldest: `(${beyond}`, newest };
}

function storedLine([place, fields]: Row): StoredLine {
  const field = fieldsOf(fields);
  const [seq, prev, hash, entry] = ['seq', 'prev', 'hash', 'entry'].map((name) => field.get(name));
  return { place, seq, prev, hash, entry };
}

/** What a row tells; `undefined` when it is malformed. */
export const entryOf = (fields: readonly string[]): AuditEntry | undefined =>
  AuditEntry.safeParse(jsonOf(fieldsOf(fields).get('entry'))).data;

function fieldsOf(fields: readonly string[]): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (let at = 0; at + 1 < fields.length; at += 2) pairs.set(fields[at] ?? '', fields[at + 1] ?? '');
  return pairs;
}
