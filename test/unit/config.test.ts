import { describe, expect, it } from 'vitest';
import { manifestSettings, problemsInWords, readConfig } from '../../src/config.ts';
import { VARIABLES } from '../../src/config-variables.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');

/** The fewest settings Slipway starts with. */
const required = {
  SLACK_BOT_TOKEN: 'xoxb-1234-abcd',
  SLACK_SIGNING_SECRET: '0123456789abcdef',
  GITLAB_TOKEN: 'glpat-abcdefgh',
  GITLAB_OAUTH_CLIENT_ID: 'client',
  GITLAB_OAUTH_CLIENT_SECRET: 'client-secret',
  TOKEN_KEYS: KEY,
};

function configOf(settings: Record<string, string | undefined>) {
  const read = readConfig({ ...required, ...settings });
  if (!read.ok) throw new Error(problemsInWords(read.problems));
  return read.config;
}

/** `NAME problem` of each problem. */
function problemsOf(settings: Record<string, string | undefined>): string[] {
  const read = readConfig({ ...required, ...settings });
  return read.ok ? [] : read.problems.map(({ variable, problem }) => `${variable.name} ${problem}`);
}

describe('what is not set', () => {
  it('takes the defaults that the README names', () => {
    expect(configOf({})).toMatchObject({
      slack: { appToken: undefined, apiUrl: 'https://slack.com/api/' },
      gitlab: { url: 'https://gitlab.com', tokenType: 'private' },
      publicUrl: undefined,
      redisUrl: undefined,
      dataDir: './data',
      redisPrefix: 'slipway',
      port: 3000,
      host: '0.0.0.0',
      role: 'all',
      commandPrefix: '',
      pace: { hotMs: 15_000, warmMs: 60_000, coldMs: 600_000 },
      logLevel: 'info',
    });
  });

  it('counts an empty or blank value as not set', () => {
    expect(configOf({ PORT: '', REDIS_URL: '  ' })).toMatchObject({ port: 3000, redisUrl: undefined });
  });

  it('names every missing variable at once', () => {
    const read = readConfig({});
    const missing = read.ok ? [] : read.problems.map(({ variable }) => variable.name);
    expect(missing.sort()).toEqual(Object.keys(required).sort());
  });

  it('asks for a signing secret or an app-level token, either of which will do', () => {
    expect(problemsOf({ SLACK_SIGNING_SECRET: undefined })).toEqual([
      'SLACK_SIGNING_SECRET is missing, and so is `SLACK_APP_TOKEN`: one of the two is needed',
    ]);
    expect(problemsOf({ SLACK_SIGNING_SECRET: undefined, SLACK_APP_TOKEN: 'xapp-1-abcd' })).toEqual([]);
  });
});

/** A wrong value of every variable that can be wrong. */
const wrong = {
  SLACK_BOT_TOKEN: 'xoxp-WRONG1',
  SLACK_SIGNING_SECRET: 'WRONG2',
  SLACK_APP_TOKEN: 'xoxb-WRONG3',
  SLACK_API_URL: 'WRONG4',
  GITLAB_URL: 'ftp://WRONG5',
  ALLOW_INSECURE_GITLAB: 'WRONG6',
  GITLAB_TOKEN: 'WRONG7',
  GITLAB_TOKEN_TYPE: 'WRONG8',
  PUBLIC_URL: 'WRONG9',
  TOKEN_KEYS: `${KEY},WRONG10`,
  REDIS_URL: 'http://WRONG11',
  REDIS_PREFIX: 'WRONG 12',
  PORT: 'WRONG13',
  ROLE: 'WRONG14',
  COMMAND_PREFIX: 'WRONG15',
  OPERATORS: 'WRONG15, Udana',
  POLL_HOT: 'WRONG16',
  POLL_WARM: 'WRONG17',
  POLL_COLD: '1ms',
  LOG_LEVEL: 'WRONG19',
};

describe('what is set wrongly', () => {
  it('is told all at once, in the order of the README', () => {
    const read = readConfig({ ...required, ...wrong });
    const named = read.ok ? [] : read.problems.map(({ variable }) => variable.name);
    expect(named).toEqual(VARIABLES.map(({ name }) => name).filter((name) => name in wrong));
  });

  it('is told without its value', () => {
    const read = readConfig({ ...required, ...wrong });
    const words = read.ok ? '' : problemsInWords(read.problems);
    expect(words).toContain(`${Object.keys(wrong).length} settings are missing or wrong`);
    for (const value of [...Object.values(wrong), ...Object.values(required)])
      expect(words).not.toContain(value);
    expect(words).not.toContain('WRONG');
  });

  it('comes with what the variable is for and where to get it', () => {
    const read = readConfig({ ...required, GITLAB_TOKEN: undefined });
    const words = read.ok ? '' : problemsInWords(read.problems);
    expect(words).toContain('1 setting is missing or wrong');
    expect(words).toMatch(
      /GITLAB_TOKEN is missing\n +for: +the watcher reads.*\n +from: +a group or project/u,
    );
    expect(words).toContain('npm run sandbox');
  });

  it.each(['-1', '65536', '80.5', '0x50z'])('PORT %s', (PORT) => {
    expect(problemsOf({ PORT })).toHaveLength(1);
  });

  it.each(['dana', 'U012AB3CD,', '@U012AB3CD', 'u012ab3cd', 'C012AB3CD', 'U012AB3CD U9'])(
    'OPERATORS %s',
    (OPERATORS) => {
      expect(problemsOf({ OPERATORS })).toEqual([
        'OPERATORS must be Slack member ids such as `U012AB3CD`, divided by commas',
      ]);
    },
  );

  it.each(['AAAA', `${KEY},`, Buffer.alloc(31).toString('base64')])('TOKEN_KEYS %s', (TOKEN_KEYS) => {
    expect(problemsOf({ TOKEN_KEYS })).toEqual(['TOKEN_KEYS must be base64 texts of 32 bytes each']);
  });
});

describe('a GitLab without TLS', () => {
  it.each(['http://gitlab.example.com', 'http://10.0.0.1', 'http://localhost.example.com'])(
    'is refused: %s',
    (url) => {
      expect(problemsOf({ GITLAB_URL: url })).toEqual([
        'GITLAB_URL is `http:`, so tokens would travel in clear',
      ]);
    },
  );

  it.each(['http://localhost:8080', 'http://127.0.0.1', 'http://[::1]:3001'])(
    'is fine on this machine: %s',
    (url) => {
      expect(configOf({ GITLAB_URL: url }).gitlab.url).toBe(url);
    },
  );

  it('is taken when that is said aloud', () => {
    const settings = { GITLAB_URL: 'http://gitlab.example.com', ALLOW_INSECURE_GITLAB: 'true' };
    expect(configOf(settings).gitlab.url).toBe('http://gitlab.example.com');
  });
});

describe('values are brought into one form', () => {
  it('addresses lose or gain their last slash', () => {
    const config = configOf({
      GITLAB_URL: 'https://gitlab.example.com/',
      PUBLIC_URL: 'https://slipway.example.com//',
      SLACK_API_URL: 'http://127.0.0.1:9/api',
    });
    expect(config.gitlab.url).toBe('https://gitlab.example.com');
    expect(config.publicUrl).toBe('https://slipway.example.com');
    expect(config.slack.apiUrl).toBe('http://127.0.0.1:9/api/');
  });

  it('keys are read in their order, blanks between them allowed', () => {
    const second = Buffer.alloc(32, 9);
    const { tokenKeys } = configOf({ TOKEN_KEYS: `${KEY}, ${second.toString('base64')}` });
    expect(tokenKeys).toEqual([Buffer.alloc(32, 7), second]);
  });

  it('operators are a list, blanks between them allowed; none unless named', () => {
    expect(configOf({ OPERATORS: 'U012AB3CD, W9ZZ' }).operators).toEqual(['U012AB3CD', 'W9ZZ']);
    expect(configOf({}).operators).toEqual([]);
  });

  it('durations become milliseconds', () => {
    expect(configOf({ POLL_HOT: '500ms', POLL_COLD: '1h' }).pace).toMatchObject({
      hotMs: 500,
      coldMs: 3_600_000,
    });
  });
});

describe('what the manifest needs', () => {
  it('is there before anything else is set', () => {
    expect(manifestSettings({})).toEqual({ commandPrefix: '', publicUrl: undefined });
  });

  it('names the address only without an app-level token', () => {
    const PUBLIC_URL = 'https://slipway.example.com/';
    expect(manifestSettings({ PUBLIC_URL, COMMAND_PREFIX: 'gl-' })).toEqual({
      commandPrefix: 'gl-',
      publicUrl: 'https://slipway.example.com',
    });
    expect(manifestSettings({ PUBLIC_URL, SLACK_APP_TOKEN: 'xapp-1-abcd' }).publicUrl).toBeUndefined();
  });
});

describe('the webhook', () => {
  const token = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;

  it('is off unless it has a secret or a signing token', () => {
    expect(configOf({}).gitlab.webhook).toEqual({ secrets: [], signingTokens: [] });
  });

  it('takes several of each, so that one can be changed while both are in use', () => {
    const [now, before] = ['a-new-secret-of-ours', 'the-secret-until-today'];
    expect(configOf({ GITLAB_WEBHOOK_SECRET: `${now}, ${before}` }).gitlab.webhook.secrets).toEqual([
      now,
      before,
    ]);
    expect(configOf({ GITLAB_WEBHOOK_SIGNING_TOKEN: token }).gitlab.webhook.signingTokens).toEqual([token]);
  });

  it.each(['short', 'a-new-secret-of-ours,short', 'a-new-secret-of-ours,', 'with spaces in the secret'])(
    'refuses the weak secret "%s"',
    (value) => {
      expect(problemsOf({ GITLAB_WEBHOOK_SECRET: value })).toEqual([
        'GITLAB_WEBHOOK_SECRET is shorter than 16 characters, or one in its list is',
      ]);
    },
  );

  it.each(['a-new-secret-of-ours', 'whsec_c2hvcnQ=', token.replace('whsec_', ''), `${token},`])(
    'refuses the signing token "%s", which GitLab would refuse too',
    (value) => {
      expect(problemsOf({ GITLAB_WEBHOOK_SIGNING_TOKEN: value })).toEqual([
        'GITLAB_WEBHOOK_SIGNING_TOKEN must be `whsec_` and 32 bytes in base64, or a comma list of such',
      ]);
    },
  );
});
