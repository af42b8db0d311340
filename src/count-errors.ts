import type { Inspection } from './core/ports/inspection.ts';
import type { Clock, Log } from './core/ports/time.ts';

/** The same log, whose lines that speak of a defect are counted for all processes. A count may be lost; no line is. */
export const countingErrors = (log: Log, inspection: Inspection, clock: Clock): Log => ({
  debug: (facts, message) => log.debug(facts, message),
  info: (facts, message) => log.info(facts, message),
  warn: (facts, message) => log.warn(facts, message),
  error: (facts, message) => {
    log.error(facts, message);
    inspection.countError(clock.now()).catch(() => undefined);
  },
});
