import { AuditEntry } from '../core/audit.ts';
import type { AuditTrail } from '../core/ports/stores.ts';
import type { StoreContext } from './context.ts';
import { jsonOf } from './json.ts';
import { KEYS } from './keys.ts';

/** The trail of what was done in people's names: a stream, appended to and never trimmed. */
export function createAuditTrail({ call, key, log, afterDurableWrite }: StoreContext): AuditTrail {
  const trail = key(KEYS.audit.of());
  return {
    append: async (entry) => {
      await call((redis) => redis.xadd(trail, '*', 'entry', JSON.stringify(AuditEntry.parse(entry))));
      await afterDurableWrite();
    },
    newest: async (limit) => {
      const lines = await call((redis) => redis.xrevrange(trail, '+', '-', 'COUNT', limit));
      const entries = lines.map(([id, fields]) => {
        const parsed = AuditEntry.safeParse(jsonOf(fields[1]));
        // Left where it is: a trail is not edited.
        if (!parsed.success)
          log.error({ key: KEYS.audit.of(), id }, 'a line of the audit trail is malformed');
        return parsed.data;
      });
      return entries.filter((entry) => entry !== undefined);
    },
  };
}
