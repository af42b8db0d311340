import { type DestinationStream, pino } from 'pino';
import { SlipwayError } from './core/errors.ts';
import type { Log } from './core/ports/time.ts';
import { redactorOf } from './core/redact.ts';

/**
 * JSON log lines on standard output. Whatever looks like a secret is replaced in the finished line, so that no path
 * around the redaction exists.
 * @param destination where lines go; standard output by default
 * @param secrets of the configuration: some look like any other word
 */
export function createLog(
  level: string,
  destination?: DestinationStream,
  secrets: readonly string[] = [],
): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
    },
    redacting(destination ?? pino.destination({ dest: 1, sync: true }), redactorOf(secrets)),
  );
}

const redacting = (destination: DestinationStream, redact: (line: string) => string): DestinationStream => ({
  write: (line: string) => destination.write(redact(line)),
});

/** What of an error is worth a line: never a request's headers, body or address, which library errors carry along. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const known =
    error instanceof SlipwayError ? { code: error.code, facts: error.facts } : { stack: error.stack };
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { type: error.name, message: error.message, ...known, ...cause };
}
