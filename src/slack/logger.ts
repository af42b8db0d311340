import type { Logger, LogLevel } from '@slack/web-api';
import type { Log } from '../core/ports/time.ts';
import { redactSecrets } from '../core/redact.ts';

/**
 * Our log behind the interface of Slack's libraries. Their `info` is chatter, so it arrives as `debug`; levels are
 * chosen by our own log.
 */
export function slackLogger(log: Log, name = 'slack'): Logger {
  const line = (parts: readonly unknown[]): string =>
    redactSecrets(parts.map(wordOf).join(' ').slice(0, 2_000));
  let level = LEVELS.debug;
  return {
    debug: (...parts) => log.debug({ from: name }, line(parts)),
    info: (...parts) => log.debug({ from: name }, line(parts)),
    warn: (...parts) => log.warn({ from: name }, line(parts)),
    error: (...parts) => log.error({ from: name }, line(parts)),
    setLevel: (wanted) => {
      level = wanted;
    },
    getLevel: () => level,
    setName: () => undefined,
  };
}

function wordOf(part: unknown): string {
  if (typeof part === 'string') return part;
  if (part instanceof Error) return part.message;
  return JSON.stringify(part) ?? String(part);
}

/** The library's enum cannot be imported from its types alone; its members are these words. */
const LEVELS = { debug: 'debug' as LogLevel };
