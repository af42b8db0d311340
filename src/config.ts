import { z } from 'zod';
import { VARIABLES, type Variable, type VariableName } from './config-variables.ts';
import { parseDuration } from './core/duration.ts';
import { SlackUserId } from './core/ids.ts';

/** Slipway's configuration, checked. */
export interface Config {
  readonly slack: {
    readonly botToken: string;
    readonly signingSecret: string | undefined;
    readonly appToken: string | undefined;
    readonly apiUrl: string;
  };
  readonly gitlab: {
    readonly url: string;
    readonly token: string;
    readonly tokenType: 'private' | 'oauth' | 'job';
    readonly clientId: string;
    readonly clientSecret: string;
    /** What proves a webhook; the first of each is given to new hooks, all are accepted. */
    readonly webhook: { readonly secrets: readonly string[]; readonly signingTokens: readonly string[] };
  };
  /** `undefined` where it follows from the port that is really listened on. */
  readonly publicUrl: string | undefined;
  readonly tokenKeys: readonly Buffer[];
  readonly redisUrl: string | undefined;
  readonly dataDir: string;
  readonly redisPrefix: string;
  readonly port: number;
  readonly host: string;
  readonly role: 'web' | 'worker' | 'all';
  readonly commandPrefix: string;
  /** Who may use the operator commands besides the workspace's admins. */
  readonly operators: readonly SlackUserId[];
  /** Milliseconds. */
  readonly pace: { readonly hotMs: number; readonly warmMs: number; readonly coldMs: number };
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** What is wrong with one variable; never its value. */
export interface ConfigProblem {
  readonly variable: Variable;
  readonly problem: string;
}

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u;
const url = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol), 'is no http(s) address');
const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= 100) return ms;
  context.addIssue({ code: 'custom', message: 'is no duration of at least 100ms, such as `15s`' });
  return z.NEVER;
});
const keys = z.string().transform((text, context) => {
  const parsed = text.split(',').map((part) => Buffer.from(part.trim(), 'base64'));
  if (parsed.every((key) => key.length === 32)) return parsed;
  context.addIssue({ code: 'custom', message: 'must be base64 texts of 32 bytes each' });
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
const secret = (pattern: RegExp, problem: string) => z.string().regex(pattern, problem);
/** A comma list, so that a secret can be changed while both it and the next are in use. */
const secretsOf = (pattern: RegExp, problem: string) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .refine((parts) => parts.every((part) => pattern.test(part)), problem);

/** The shape of each variable's value, once present. */
const SHAPES = {
  SLACK_BOT_TOKEN: secret(/^xoxb-\S{4,}$/u, 'does not look like a bot token'),
  SLACK_SIGNING_SECRET: secret(/^\S{16,}$/u, 'is shorter than 16 characters'),
  SLACK_APP_TOKEN: secret(/^xapp-\S{4,}$/u, 'does not look like an app-level token'),
  SLACK_API_URL: url.transform((text) => (text.endsWith('/') ? text : `${text}/`)),
  GITLAB_URL: url.transform((text) => text.replace(/\/+$/u, '')),
  ALLOW_INSECURE_GITLAB: z.enum(['true', 'false'], 'must be `true` or `false`'),
  GITLAB_TOKEN: secret(/^\S{8,}$/u, 'is too short to be a token'),
  GITLAB_TOKEN_TYPE: z.enum(['private', 'oauth', 'job'], 'must be `private`, `oauth` or `job`'),
  GITLAB_OAUTH_CLIENT_ID: z.string(),
  GITLAB_OAUTH_CLIENT_SECRET: z.string(),
  GITLAB_WEBHOOK_SECRET: secretsOf(/^\S{16,}$/u, 'is shorter than 16 characters, or one in its list is'),
  GITLAB_WEBHOOK_SIGNING_TOKEN: secretsOf(
    /^whsec_[A-Za-z0-9+/]{43}=$/u,
    'must be `whsec_` and 32 bytes in base64, or a comma list of such',
  ),
  PUBLIC_URL: url.transform((text) => text.replace(/\/+$/u, '')),
  TOKEN_KEYS: keys,
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
  POLL_HOT: duration,
  POLL_WARM: duration,
  POLL_COLD: duration,
  LOG_LEVEL: z.enum(
    ['debug', 'info', 'warn', 'error', 'silent'],
    'must be `debug`, `info`, `warn`, `error` or `silent`',
  ),
} as const satisfies Record<VariableName, z.ZodType>;

type Values = { [N in VariableName]: z.output<(typeof SHAPES)[N]> | undefined };

/**
 * Reads the whole configuration.
 * @param environment usually `process.env`; an empty value counts as absent
 * @returns the configuration, or every problem there is, all at once
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): { ok: true; config: Config } | { ok: false; problems: ConfigProblem[] } {
  const problems: ConfigProblem[] = [];
  const values: Partial<Record<VariableName, unknown>> = {};
  for (const variable of VARIABLES) {
    const given = environment[variable.name]?.trim();
    const text = given === undefined || given === '' ? defaultOf(variable) : given;
    if (text === undefined) {
      if (variable.fallback === undefined) problems.push({ variable, problem: 'is missing' });
      continue;
    }
    const parsed = SHAPES[variable.name].safeParse(text);
    if (parsed.success) values[variable.name] = parsed.data;
    else problems.push({ variable, problem: parsed.error.issues[0]?.message ?? 'is wrong' });
  }
  // Each value was parsed by the shape of its own name just above.
  const checked = values as Values;
  problems.push(...crossProblems(checked, problems));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config: assemble(checked) };
}

const defaultOf = (variable: Variable): string | undefined =>
  variable.fallback === undefined || variable.fallback === '' || variable.name === 'PUBLIC_URL'
    ? undefined
    : variable.fallback;

/** Rules that concern more than one variable. */
function crossProblems(values: Values, known: readonly ConfigProblem[]): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const seen = (name: VariableName): boolean => known.some((one) => one.variable.name === name);
  const add = (name: VariableName, problem: string): void => {
    const variable = VARIABLES.find((one) => one.name === name);
    if (variable !== undefined && !seen(name)) problems.push({ variable, problem });
  };
  if (values.SLACK_SIGNING_SECRET === undefined && values.SLACK_APP_TOKEN === undefined) {
    add('SLACK_SIGNING_SECRET', 'is missing, and so is `SLACK_APP_TOKEN`: one of the two is needed');
  }
  const gitlab = values.GITLAB_URL === undefined ? undefined : new URL(values.GITLAB_URL);
  if (
    gitlab?.protocol === 'http:' &&
    !LOOPBACK.test(gitlab.hostname) &&
    values.ALLOW_INSECURE_GITLAB !== 'true'
  ) {
    add('GITLAB_URL', 'is `http:`, so tokens would travel in clear');
  }
  return problems;
}

function assemble(values: Values): Config {
  const must = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('a required variable passed the check unread');
    return value;
  };
  return {
    slack: {
      botToken: must(values.SLACK_BOT_TOKEN),
      signingSecret: values.SLACK_SIGNING_SECRET,
      appToken: values.SLACK_APP_TOKEN,
      apiUrl: must(values.SLACK_API_URL),
    },
    gitlab: {
      url: must(values.GITLAB_URL),
      token: must(values.GITLAB_TOKEN),
      tokenType: must(values.GITLAB_TOKEN_TYPE),
      clientId: must(values.GITLAB_OAUTH_CLIENT_ID),
      clientSecret: must(values.GITLAB_OAUTH_CLIENT_SECRET),
      webhook: {
        secrets: values.GITLAB_WEBHOOK_SECRET ?? [],
        signingTokens: values.GITLAB_WEBHOOK_SIGNING_TOKEN ?? [],
      },
    },
    publicUrl: values.PUBLIC_URL,
    tokenKeys: must(values.TOKEN_KEYS),
    redisUrl: values.REDIS_URL,
    dataDir: must(values.DATA_DIR),
    redisPrefix: must(values.REDIS_PREFIX),
    port: must(values.PORT),
    host: must(values.HOST),
    role: must(values.ROLE),
    commandPrefix: values.COMMAND_PREFIX ?? '',
    operators: values.OPERATORS ?? [],
    pace: { hotMs: must(values.POLL_HOT), warmMs: must(values.POLL_WARM), coldMs: must(values.POLL_COLD) },
    logLevel: must(values.LOG_LEVEL),
  };
}

/** The list of problems as it is printed: what is wrong, what the variable is for, where to get it. */
export function problemsInWords(problems: readonly ConfigProblem[]): string {
  const lines = problems.map(
    ({ variable, problem }) =>
      `  ${variable.name} ${problem}\n      for:  ${variable.purpose}\n      from: ${variable.source}`,
  );
  return [
    `Slipway cannot start: ${problems.length} setting${problems.length === 1 ? ' is' : 's are'} missing or wrong.`,
    '',
    ...lines,
    '',
    'The README explains each step. To try Slipway without any account or setting: npm run sandbox',
  ].join('\n');
}

/** What the manifest needs; the rest of the configuration may still be missing when the Slack app is made. */
export function manifestSettings(environment: Readonly<Record<string, string | undefined>>): {
  commandPrefix: string;
  publicUrl: string | undefined;
} {
  const prefix = SHAPES.COMMAND_PREFIX.safeParse(environment.COMMAND_PREFIX ?? '');
  const publicUrl = SHAPES.PUBLIC_URL.safeParse(environment.PUBLIC_URL);
  const isSocket = (environment.SLACK_APP_TOKEN ?? '') !== '';
  return {
    commandPrefix: prefix.success ? prefix.data : '',
    publicUrl: publicUrl.success && !isSocket ? publicUrl.data : undefined,
  };
}
