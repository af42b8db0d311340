import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { manifestSettings, problemsInWords, readConfig } from '../../src/config.ts';
import { VARIABLES } from '../../src/config-variables.ts';

const KEY = randomBytes(32).toString('base64');

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
  GITLAB_OAUTH_CLIENT_SECRET: 'WRONG21',
  GITLAB_WEBHOOK_SECRET: 'WRONG22',
  GITLAB_WEBHOOK_SIGNING_TOKEN: 'WRONG23',
  SIGN_IN: 'WRONG24',
  PUBLIC_URL: 'WRONG9',
  ALLOW_INSECURE_PUBLIC_URL: 'WRONG20',
  TOKEN_KEYS: `${KEY},WRONG10`,
  REDIS_URL: 'http://WRONG11',
  REDIS_PREFIX: 'WRONG 12',
  PORT: 'WRONG13',
  ROLE: 'WRONG14',
  COMMAND_PREFIX: 'WRONG15',
  OPERATORS: 'WRONG15, Udana',
  AUDIT_RETENTION: 'WRONG25',
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

describe('a secret that is none', () => {
  it.each([
    'changeme-changeme',
    'aaaaaaaaaaaaaaaaaaaaaaaa',
    'your-signing-secret',
    '<signing-secret-of-slack>',
    'xxxxxxxx-xxxx-xxxx',
  ])('SLACK_SIGNING_SECRET %s', (SLACK_SIGNING_SECRET) => {
    expect(problemsOf({ SLACK_SIGNING_SECRET })).toEqual([
      'SLACK_SIGNING_SECRET looks like a placeholder: take the real one',
    ]);
  });

  it('a signing secret shorter than 16 characters, and a client secret shorter than 12', () => {
    expect(
      problemsOf({ SLACK_SIGNING_SECRET: '0123456789abcde', GITLAB_OAUTH_CLIENT_SECRET: 'k3y-of-us' }),
    ).toEqual([
      'SLACK_SIGNING_SECRET is shorter than 16 characters',
      'GITLAB_OAUTH_CLIENT_SECRET is shorter than 12 characters',
    ]);
  });

  it.each(['secret-of-gitlab', 'gloas-xxxxxxxxxxxxxxxx', '............'])(
    'GITLAB_OAUTH_CLIENT_SECRET %s',
    (GITLAB_OAUTH_CLIENT_SECRET) => {
      expect(problemsOf({ GITLAB_OAUTH_CLIENT_SECRET })).toEqual([
        'GITLAB_OAUTH_CLIENT_SECRET looks like a placeholder: take the real one',
      ]);
    },
  );

  it('what Slack and GitLab hand out is taken', () => {
    for (let round = 0; round < 200; round += 1) {
      const [slack, gitlab] = [randomBytes(16).toString('hex'), `gloas-${randomBytes(32).toString('hex')}`];
      expect(problemsOf({ SLACK_SIGNING_SECRET: slack, GITLAB_OAUTH_CLIENT_SECRET: gitlab })).toEqual([]);
    }
  });
});

describe('a key that is none', () => {
  const text = (phrase: string): string =>
    Buffer.from(phrase.padEnd(32, '!').slice(0, 32)).toString('base64');
  const notRandom = 'TOKEN_KEYS holds a key that is not random: make one with `slipway keys generate`';
  it.each([
    ['only zeros', Buffer.alloc(32).toString('base64'), notRandom],
    ['one byte again and again', Buffer.alloc(32, 7).toString('base64'), notRandom],
    ['a pattern', Buffer.from('0123456789abcdef'.repeat(2)).toString('base64'), notRandom],
    ['counting', Buffer.from(Array.from({ length: 32 }, (_, at) => at % 15)).toString('base64'), notRandom],
    ['a phrase', text('correct horse battery staple zqxj'), notRandom],
    ['a weak one behind a good one', `${KEY},${Buffer.alloc(32).toString('base64')}`, notRandom],
    ['the same one twice', `${KEY}, ${KEY}`, 'TOKEN_KEYS holds the same key twice'],
    ['hexadecimal', randomBytes(32).toString('hex'), 'TOKEN_KEYS must be base64 texts of 32 bytes each'],
    ['base64 without its end', KEY.slice(0, -1), 'TOKEN_KEYS must be base64 texts of 32 bytes each'],
    [
      'base64 with a stray character',
      `${KEY.slice(0, 20)}*${KEY.slice(20)}`,
      'TOKEN_KEYS must be base64 texts of 32 bytes each',
    ],
    [
      'base64 whose last bits are lost',
      `${KEY.slice(0, 42)}B=`,
      'TOKEN_KEYS must be base64 texts of 32 bytes each',
    ],
  ])('%s', (_what, TOKEN_KEYS, problem) => {
    expect(problemsOf({ TOKEN_KEYS })).toEqual([problem]);
  });

  it('what `keys generate` prints is taken, always', () => {
    for (let round = 0; round < 500; round += 1)
      expect(problemsOf({ TOKEN_KEYS: randomBytes(32).toString('base64') })).toEqual([]);
  });
});

describe('a secret in a file', () => {
  const inFile = (text: string): string => {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-secret-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'secret'), text);
    return join(folder, 'secret');
  };

  it('is read, its last line break left out', () => {
    const config = configOf({
      SLACK_BOT_TOKEN: undefined,
      SLACK_BOT_TOKEN_FILE: inFile('xoxb-from-file\n'),
      TOKEN_KEYS: '',
      TOKEN_KEYS_FILE: inFile(`${KEY}\r\n`),
    });
    expect(config.slack.botToken).toBe('xoxb-from-file');
    expect(config.tokenKeys).toEqual([Buffer.from(KEY, 'base64')]);
  });

  it('is checked like any other', () => {
    expect(problemsOf({ TOKEN_KEYS: undefined, TOKEN_KEYS_FILE: inFile('AAAA') })).toEqual([
      'TOKEN_KEYS must be base64 texts of 32 bytes each',
    ]);
  });

  it('is refused beside the variable itself, as nobody could tell which one counts', () => {
    expect(problemsOf({ GITLAB_TOKEN_FILE: inFile('glpat-from-file') })).toEqual([
      'GITLAB_TOKEN is given twice, the other time as `GITLAB_TOKEN_FILE`',
    ]);
  });

  it('is refused when the file is missing, a folder, or empty', () => {
    const missing = { GITLAB_TOKEN: undefined, GITLAB_TOKEN_FILE: '/no/such/file' };
    expect(problemsOf(missing)).toEqual([
      'GITLAB_TOKEN cannot be read from the file of `GITLAB_TOKEN_FILE` (ENOENT)',
    ]);
    expect(problemsOf({ ...missing, GITLAB_TOKEN_FILE: tmpdir() })).toEqual([
      'GITLAB_TOKEN cannot be read from the file of `GITLAB_TOKEN_FILE` (EISDIR)',
    ]);
    expect(problemsOf({ ...missing, GITLAB_TOKEN_FILE: inFile(' \n') })).toEqual([
      'GITLAB_TOKEN is empty in the file of `GITLAB_TOKEN_FILE`',
    ]);
  });

  it('may be any variable that is secret, and no other', () => {
    for (const variable of VARIABLES) {
      const given = { [variable.name]: undefined, [`${variable.name}_FILE`]: '/no/such/file' };
      const named = problemsOf(given).some((problem) => problem.includes(`${variable.name}_FILE`));
      expect(named, variable.name).toBe('secret' in variable);
    }
  });
});

describe('an address people or tokens reach without TLS', () => {
  it('is refused for PUBLIC_URL outside this machine', () => {
    expect(problemsOf({ PUBLIC_URL: 'http://slipway.example.com' })).toEqual([
      'PUBLIC_URL is `http:`, so sign-ins would travel in clear',
    ]);
    expect(configOf({ PUBLIC_URL: 'http://localhost:3000' }).publicUrl).toBe('http://localhost:3000');
    const aloud = { PUBLIC_URL: 'http://slipway.example.com', ALLOW_INSECURE_PUBLIC_URL: 'true' };
    expect(configOf(aloud).publicUrl).toBe('http://slipway.example.com');
  });

  it('is refused for the Slack Web API outside this machine', () => {
    expect(problemsOf({ SLACK_API_URL: 'http://slack.example.com/api/' })).toEqual([
      'SLACK_API_URL is `http:`, so the bot token would travel in clear',
    ]);
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
    const second = randomBytes(32);
    const { tokenKeys } = configOf({ TOKEN_KEYS: `${KEY}, ${second.toString('base64')}` });
    expect(tokenKeys).toEqual([Buffer.from(KEY, 'base64'), second]);
  });

  it('the audit trail is kept for ever unless told otherwise, and never for less than an audit looks back on', () => {
    expect(configOf({}).auditRetentionMs).toBeUndefined();
    expect(configOf({ AUDIT_RETENTION: '365d' }).auditRetentionMs).toBe(365 * 86_400_000);
    expect(configOf({ AUDIT_RETENTION: '180d' }).auditRetentionMs).toBe(180 * 86_400_000);
    expect(problemsOf({ AUDIT_RETENTION: '179d' })).toEqual([
      'AUDIT_RETENTION is shorter than `180d`: audits such as SOC 2 look back six to twelve months',
    ]);
    expect(problemsOf({ AUDIT_RETENTION: 'a year' })).toEqual([
      'AUDIT_RETENTION is no duration such as `365d`',
    ]);
  });

  it.each([
    ['ROLE', 'role', ['web', 'worker', 'all']],
    ['SIGN_IN', 'signIn', ['browser', 'device']],
    ['LOG_LEVEL', 'logLevel', ['debug', 'info', 'warn', 'error', 'silent']],
  ] as const)('%s takes each of its words', (name, field, words) => {
    for (const word of words) expect(configOf({ [name]: word })[field]).toBe(word);
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
    const inFile = { PUBLIC_URL, SLACK_APP_TOKEN_FILE: '/run/secrets/slack-app-token' };
    expect(manifestSettings(inFile).publicUrl).toBeUndefined();
  });

  it('leaves out what is set wrongly: the start names it', () => {
    expect(manifestSettings({ PUBLIC_URL: 'nowhere', COMMAND_PREFIX: 'Not This' })).toEqual({
      commandPrefix: '',
      publicUrl: undefined,
    });
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

  it.each(['change-me-change-me', 'a-new-secret-of-ours,your-webhook-secret', 'aaaaaaaaaaaaaaaaaaaaaaaa'])(
    'refuses "%s", which somebody forgot to replace',
    (value) => {
      expect(problemsOf({ GITLAB_WEBHOOK_SECRET: value })).toEqual([
        'GITLAB_WEBHOOK_SECRET looks like a placeholder: take the real one',
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
