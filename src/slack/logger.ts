import type { Logger, LogLevel } from '@slack/logger';
import type { Log } from '../core/ports/time.ts';

/** Tokens of Slack and GitLab, bearer headers, and the two bearer secrets Slack puts into payloads. */
const SECRETS = [
  /\bx(?:ox[a-z]|app)-[\w-]+/gu,
  /\bgl(?:pat|rt|oas|ptt|cbt|dt|soat)-[\w.-]+/gu,
  /\bBearer\s+[\w.~+/=-]+/giu,
  /https:\/\/hooks\.slack(?:-gov)?\.com\/[^\s"'<>]+/gu,
  /("?(?:trigger_id|response_url|token|refresh_token|client_secret|code|state)"?\s*[:=]\s*"?)[^\s"',&}]+/giu,
];

/** Replaces everything that looks like a secret. */
export const redactSecrets = (text: string): string =>
  SECRETS.reduce(
    (left, pattern) =>
      left.replaceAll(pattern, (_all, name: unknown) => `${typeof name === 'string' ? name : ''}[redacted]`),
    text,
  );

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
