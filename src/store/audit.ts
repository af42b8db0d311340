import { AuditEntry } from '../core/audit.ts';
import { canonicalJson, headText } from '../core/audit-chain.ts';
import type { AuditTrail } from '../core/ports/stores.ts';
import { createAppender } from './audit-append.ts';
import { createBacklog } from './audit-backlog.ts';
import { createAuditReader, entryOf } from './audit-read.ts';
import type { StoreContext } from './context.ts';
import { KEYS } from './keys.ts';
import { loadScript } from './script.ts';

const trimAudit = loadScript('trim-audit');

/** Lines removed in one step of Redis, which serves nobody else meanwhile. */
const TRIM_AT_ONCE = 1_000;
const HOUR_MS = 3_600_000;

/** The audit trail: a stream of hash-chained lines, a head, and the anchor that retention leaves. */
export function createAuditTrail(ctx: StoreContext): AuditTrail {
  const { call, key, chance, log, afterDurableWrite } = ctx;
  const appendLine = createAppender(ctx);
  let shownAt: number | undefined;
  const write = async (entry: AuditEntry, id: string): Promise<void> => {
    const head = await appendLine(canonicalJson(entry), id);
    await afterDurableWrite();
    // A head in somebody else's log is what a trail rewritten as a whole is found by.
    if (head === undefined || (shownAt !== undefined && entry.at - shownAt < HOUR_MS)) return;
    shownAt = entry.at;
    log.info({ head: headText(head) }, 'the audit trail stands at');
  };
  const backlog = createBacklog(write, log);
  const reader = createAuditReader(ctx);
  return {
    ...reader,
    append: (entry, id) => backlog.append(AuditEntry.parse(entry), id ?? chance.token()),
    flush: (withinMs) => backlog.flush(withinMs),
    find: async (id) => {
      const place = await call((redis) => redis.get(key(KEYS.auditClaim.of(id))));
      if (place === null) return undefined;
      const [line] = await call((redis) => redis.xrange(key(KEYS.audit.of()), place, place));
      return line === undefined ? undefined : entryOf(line[1]);
    },
    trim: async (before) => {
      const keys = [key(KEYS.audit.of()), key(KEYS.auditAnchor.of())];
      let removed = 0;
      for (;;) {
        const count = Number(await call((redis) => trimAudit(redis, keys, [`${before}-0`, TRIM_AT_ONCE])));
        if (count < 0)
          log.error({ key: KEYS.audit.of() }, 'a malformed line keeps the audit trail from being trimmed');
        if (count > 0) removed += count;
        if (count < TRIM_AT_ONCE) break;
      }
      if (removed > 0) await afterDurableWrite();
      return removed;
    },
  };
}
