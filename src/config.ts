import type { z } from 'zod';
import { givenValue } from './config-files.ts';
import { SHAPES } from './config-shapes.ts';
import { VARIABLES, type Variable, type VariableName } from './config-variables.ts';
import type { DeclaredWatch } from './core/declared-watch.ts';
import type { SlackUserId } from './core/ids.ts';
import { readWatchesFile } from './watches-file/read-file.ts';

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
  /** How people sign in to GitLab. */
  readonly signIn: 'browser' | 'device';
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
  /** What `WATCHES_FILE` declares; `undefined` without one. */
  readonly watches: readonly DeclaredWatch[] | undefined;
  /** Milliseconds a line of the audit trail is kept; `undefined`: for ever. */
  readonly auditRetentionMs: number | undefined;
  /** Milliseconds. */
  readonly pace: { readonly hotMs: number; readonly warmMs: number; readonly coldMs: number };
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** What is wrong with one variable; never its value. */
export interface ConfigProblem {
  readonly variable: Variable;
  readonly problem: string;
}

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
    const given = givenValue(environment, variable);
    if ('problem' in given) {
      problems.push({ variable, problem: given.problem });
      continue;
    }
    const text = given.text ?? defaultOf(variable);
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
  const declared = watchesIn(checked);
  if ('problem' in declared) problems.push(declared);
  if (problems.length > 0 || 'problem' in declared) return { ok: false, problems };
  return { ok: true, config: assemble(checked, declared.watches) };
}

/** What the file of watches declares, if one is named. */
function watchesIn({
  WATCHES_FILE: path,
  GITLAB_URL: gitlabUrl,
  SIGN_IN: signIn,
}: Values): ConfigProblem | Pick<Config, 'watches'> {
  const variable = VARIABLES.find(({ name }) => name === 'WATCHES_FILE');
  // Addresses of projects cannot be read where it is not known whose they are.
  if (path === undefined || gitlabUrl === undefined || variable === undefined) return { watches: undefined };
  const read = readWatchesFile(path, { gitlabUrl, mayConfirm: signIn !== 'device' });
  return 'problem' in read ? { variable, problem: read.problem } : read;
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
  if (inClear(values.SLACK_API_URL))
    add('SLACK_API_URL', 'is `http:`, so the bot token would travel in clear');
  if (inClear(values.GITLAB_URL) && values.ALLOW_INSECURE_GITLAB !== 'true')
    add('GITLAB_URL', 'is `http:`, so tokens would travel in clear');
  if (inClear(values.PUBLIC_URL) && values.ALLOW_INSECURE_PUBLIC_URL !== 'true')
    add('PUBLIC_URL', 'is `http:`, so sign-ins would travel in clear');
  return problems;
}

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u;

/** Whether others on the way could read along. */
function inClear(address: string | undefined): boolean {
  const url = address === undefined ? undefined : new URL(address);
  return url?.protocol === 'http:' && !LOOPBACK.test(url.hostname);
}

function assemble(values: Values, watches: Config['watches']): Config {
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
    signIn: must(values.SIGN_IN),
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
    watches,
    auditRetentionMs: values.AUDIT_RETENTION,
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
  const isSocket = [environment.SLACK_APP_TOKEN, environment.SLACK_APP_TOKEN_FILE].some(
    (given) => (given ?? '') !== '',
  );
  return {
    commandPrefix: prefix.success ? prefix.data : '',
    publicUrl: publicUrl.success && !isSocket ? publicUrl.data : undefined,
  };
}
