import { z } from 'zod';
import { isPlaceholder, TokenKeys } from './config-secrets.ts';
import type { VariableName } from './config-variables.ts';
import { parseDuration } from './core/duration.ts';
import { SlackUserId } from './core/ids.ts';

const PLACEHOLDER = 'looks like a placeholder: take the real one';
const url = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol), 'is no http(s) address');
const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= 100) return ms;
  context.addIssue({ code: 'custom', message: 'is no duration of at least 100ms, such as `15s`' });
  return z.NEVER;
});
const LEAST_RETENTION_MS = 180 * 86_400_000;
/** An audit trail shorter than what an audit looks back on proves nothing. */
const retention = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= LEAST_RETENTION_MS) return ms;
  const message =
    ms === undefined
      ? 'is no duration such as `365d`'
      : 'is shorter than `180d`: audits such as SOC 2 look back six to twelve months';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});
/** Slack's member ids are upper case; anything else would name nobody, silently. */
const members = z.string().transform((text, context) => {
  const parts = text.split(',').map((part) => part.trim());
  const named = parts.map((part) =>
    /^[UW][A-Z0-9]{2,40}$/u.test(part) ? SlackUserId.parse(part) : undefined,
  );
  const ids = named.filter((id) => id !== undefined);
  if (ids.length === parts.length) return ids;
  context.addIssue({
    code: 'custom',
    message: 'must be Slack member ids such as `U012AB3CD`, divided by commas',
  });
  return z.NEVER;
});
const token = (pattern: RegExp, problem: string) => z.string().regex(pattern, problem);
/** A secret that was handed out, and so is neither short nor a word. */
const secret = (pattern: RegExp, problem: string) =>
  z
    .string()
    .regex(pattern, problem)
    .refine((text) => !isPlaceholder(text), PLACEHOLDER);
/** A comma list, so that a secret can be changed while both it and the next are in use. */
const secretsOf = (pattern: RegExp, problem: string) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .refine((parts) => parts.every((part) => pattern.test(part)), problem)
    .refine((parts) => !parts.some(isPlaceholder), PLACEHOLDER);

/** The shape of each variable's value, once present. A message names what is wrong, never the value. */
export const SHAPES = {
  SLACK_BOT_TOKEN: token(/^xoxb-\S{4,}$/u, 'does not look like a bot token'),
  SLACK_SIGNING_SECRET: secret(/^\S{16,}$/u, 'is shorter than 16 characters'),
  SLACK_APP_TOKEN: token(/^xapp-\S{4,}$/u, 'does not look like an app-level token'),
  SLACK_API_URL: url.transform((text) => (text.endsWith('/') ? text : `${text}/`)),
  GITLAB_URL: url.transform((text) => text.replace(/\/+$/u, '')),
  ALLOW_INSECURE_GITLAB: z.enum(['true', 'false'], 'must be `true` or `false`'),
  GITLAB_TOKEN: token(/^\S{8,}$/u, 'is too short to be a token'),
  GITLAB_TOKEN_TYPE: z.enum(['private', 'oauth', 'job'], 'must be `private`, `oauth` or `job`'),
  GITLAB_OAUTH_CLIENT_ID: z.string(),
  GITLAB_OAUTH_CLIENT_SECRET: secret(/^\S{12,}$/u, 'is shorter than 12 characters'),
  GITLAB_WEBHOOK_SECRET: secretsOf(/^\S{16,}$/u, 'is shorter than 16 characters, or one in its list is'),
  GITLAB_WEBHOOK_SIGNING_TOKEN: secretsOf(
    /^whsec_[A-Za-z0-9+/]{43}=$/u,
    'must be `whsec_` and 32 bytes in base64, or a comma list of such',
  ),
  SIGN_IN: z.enum(['browser', 'device'], 'must be `browser` or `device`'),
  PUBLIC_URL: url.transform((text) => text.replace(/\/+$/u, '')),
  ALLOW_INSECURE_PUBLIC_URL: z.enum(['true', 'false'], 'must be `true` or `false`'),
  TOKEN_KEYS: TokenKeys,
  REDIS_URL: z.string().regex(/^rediss?:\/\/\S+$/u, 'must start with `redis://` or `rediss://`'),
  DATA_DIR: z.string(),
  REDIS_PREFIX: z.string().regex(/^[\w-]+$/u, 'may hold letters, digits, `-` and `_` only'),
  PORT: z.coerce
    .number('is no number')
    .int('is no whole number')
    .min(0, 'is below 0')
    .max(65_535, 'is above 65535'),
  HOST: z.string(),
  ROLE: z.enum(['web', 'worker', 'all'], 'must be `web`, `worker` or `all`'),
  COMMAND_PREFIX: z
    .string()
    .regex(/^[a-z0-9_-]{0,20}$/u, 'may hold up to 20 lower-case letters, digits, `-` and `_`'),
  OPERATORS: members,
  WATCHES_FILE: z.string(),
  AUDIT_RETENTION: retention,
  POLL_HOT: duration,
  POLL_WARM: duration,
  POLL_COLD: duration,
  LOG_LEVEL: z.enum(
    ['debug', 'info', 'warn', 'error', 'silent'],
    'must be `debug`, `info`, `warn`, `error` or `silent`',
  ),
} as const satisfies Record<VariableName, z.ZodType>;
