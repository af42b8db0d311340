import type { Log } from '../../src/core/ports/time.ts';
import { createLog } from '../../src/log.ts';

/** The real log, its lines kept for a test to read. */
export type KeptLog = Log & { readonly lines: readonly string[] };

export function keptLog(level = 'debug'): KeptLog {
  const lines: string[] = [];
  const log = createLog(level, { write: (line) => void lines.push(line) });
  return {
    lines,
    debug: (facts, message) => log.debug(facts, message),
    info: (facts, message) => log.info(facts, message),
    warn: (facts, message) => log.warn(facts, message),
    error: (facts, message) => log.error(facts, message),
  };
}
