import type { Ports } from '../core/ports/ports.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type Needs = Pick<Ports, 'audit' | 'clock' | 'log' | 'once'> & {
  readonly settings: Pick<Ports['settings'], 'auditRetentionMs'>;
};

/**
 * Removes what is older than the audit trail is kept: once a day, by one of all processes. It may be called as often as
 * one likes; a failure is logged, and the next day goes on.
 */
export function createAuditTrimmer({ audit, clock, log, once, settings }: Needs): () => Promise<void> {
  let lookAt = 0;
  return async () => {
    const now = clock.now();
    if (settings.auditRetentionMs === undefined || now < lookAt) return;
    lookAt = now + HOUR_MS;
    try {
      if (!(await once.claim('audit-trim', DAY_MS))) return;
      const removed = await audit.trim(now - settings.auditRetentionMs);
      if (removed > 0)
        log.info({ removed, keptMs: settings.auditRetentionMs }, 'the audit trail was trimmed');
    } catch (error) {
      log.warn({ err: error }, 'the audit trail could not be trimmed');
    }
  };
}
