import { describe, expect, test } from 'vitest';
import { VARIABLES } from '../../../src/config-variables.ts';
import { startSlipway } from '../../support/bot-process.ts';
import { startWorld, type TestWorld, type WorldOptions } from '../../support/world.ts';

const ended = async (args: readonly string[], environment: Record<string, string> = {}) => {
  const run = startSlipway(args, environment);
  const { code } = await run.ended();
  return { code, output: run.output() };
};

/** Secrets of a world: no output may hold any of them. */
const secretsOf = ({ environment }: TestWorld): string[] =>
  VARIABLES.filter((variable) => 'secret' in variable && variable.name !== 'REDIS_URL').flatMap(
    ({ name }) => environment[name] ?? [],
  );

describe('start', () => {
  test('without any setting names every missing one, what it is for and where to get it, and points at the sandbox', async () => {
    const { code, output } = await ended(['start']);
    expect(code).toBe(1);
    for (const variable of VARIABLES.filter((one) => one.fallback === undefined)) {
      expect(output).toContain(`${variable.name} is missing`);
      expect(output).toContain(variable.purpose);
      expect(output).toContain(variable.source);
    }
    expect(output).toContain('SLACK_SIGNING_SECRET is missing, and so is `SLACK_APP_TOKEN`');
    expect(output).toContain('npm run sandbox');
  });

  test('with wrong settings names all of them at once, and prints none of their values', async () => {
    const wrong = {
      SLACK_BOT_TOKEN: 'wrong-bot-token-value',
      SLACK_SIGNING_SECRET: 'tooshort-value',
      GITLAB_URL: 'ftp://wrong-value.example.com',
      GITLAB_TOKEN: 'tiny',
      GITLAB_OAUTH_CLIENT_ID: 'client',
      GITLAB_OAUTH_CLIENT_SECRET: 'client-secret-value',
      TOKEN_KEYS: 'bm90LTMyLWJ5dGVz',
      PORT: '99999',
      ROLE: 'king',
      POLL_HOT: 'sometimes',
    };
    const { code, output } = await ended(['start'], wrong);
    expect(code).toBe(1);
    expect(output).toContain('8 settings are missing or wrong');
    for (const [name, value] of Object.entries(wrong)) {
      expect(output.includes(`${name} `)).toBe(!name.startsWith('GITLAB_OAUTH'));
      if (value.length > 5) expect(output).not.toContain(value);
    }
  });

  test('with a bot token that Slack refuses says so', async () => {
    const world = await startWorld({ withoutBot: true });
    const { code, output } = await ended(['start'], {
      ...world.environment,
      SLACK_BOT_TOKEN: 'xoxb-revoked-token',
    });
    expect(code).toBe(1);
    expect(output).toContain('Slack refuses SLACK_BOT_TOKEN (invalid_auth)');
    expect(output).not.toContain('revoked-token');
  });

  test('on a port that is taken ends with 1', async () => {
    const world = await startWorld();
    const { code, output } = await ended(['start'], world.environment);
    expect(code).toBe(1);
    expect(output).toContain('EADDRINUSE');
  });
});

describe('doctor', () => {
  test('finds nothing to mend where all is well', async () => {
    const world = await startWorld({ withoutBot: true });
    const { code, output } = await ended(['doctor'], world.environment);
    expect(output).toContain('All is well.');
    expect(output).not.toContain('MEND');
    expect(code).toBe(0);
    for (const secret of secretsOf(world)) expect(output).not.toContain(secret);
  });

  const FINDINGS: readonly {
    what: string;
    world?: WorldOptions;
    over?: (world: TestWorld) => Record<string, string>;
    before?: (world: TestWorld) => void;
    says: string;
  }[] = [
    { what: 'a missing setting', over: () => ({ GITLAB_TOKEN: '' }), says: 'GITLAB_TOKEN is missing' },
    {
      what: 'a bot token Slack refuses',
      over: () => ({ SLACK_BOT_TOKEN: 'xoxb-revoked' }),
      says: 'copy it anew from OAuth & Permissions',
    },
    { what: 'missing scopes', world: { slack: { scopes: ['chat:write'] } }, says: 'scopes are missing: ' },
    {
      what: 'a Slack that is not there',
      over: () => ({ SLACK_API_URL: 'http://127.0.0.1:1/api/' }),
      says: 'check SLACK_API_URL',
    },
    {
      what: 'a GitLab token that expired',
      over: () => ({ GITLAB_TOKEN: 'glpat-of-yesteryear' }),
      says: 'GitLab refuses GITLAB_TOKEN',
    },
    {
      what: 'a GitLab token without the scope',
      over: (world) => ({ GITLAB_TOKEN: world.gitlab.world.addToken('watcher', { scopes: ['read_user'] }) }),
      says: 'lacks the scope read_api',
    },
    {
      what: 'a GitLab that is not there',
      over: () => ({ GITLAB_URL: 'http://127.0.0.1:1' }),
      says: 'check GITLAB_URL',
    },
    {
      what: 'something else where GitLab should be',
      before: (world) => void world.gitlab.faults.add({ kind: 'html', status: 200 }),
      says: 'does not answer like a GitLab',
    },
    {
      what: 'a Redis that is not there',
      over: () => ({ REDIS_URL: 'redis://:very-secret-word@127.0.0.1:1' }),
      says: 'MEND    Redis',
    },
  ];

  test.for(FINDINGS)(
    'finds $what and says how to mend it',
    async ({ world: options, over, before, says }) => {
      const world = await startWorld({ ...options, withoutBot: true });
      before?.(world);
      const { code, output } = await ended(['doctor'], { ...world.environment, ...over?.(world) });
      expect(output).toContain(says);
      expect(code).toBe(1);
      for (const secret of [...secretsOf(world), 'very-secret-word']) expect(output).not.toContain(secret);
    },
  );
});

describe('the other commands', () => {
  test('keys generate prints a fresh 32-byte key each time', async () => {
    const [one, two] = [await ended(['keys', 'generate']), await ended(['keys', 'generate'])];
    expect(one.code).toBe(0);
    expect(Buffer.from(one.output.trim(), 'base64')).toHaveLength(32);
    expect(one.output).not.toBe(two.output);
  });

  test('manifest prints the Slack app’s manifest, with the renamed commands and the public address', async () => {
    const { code, output } = await ended(['manifest'], {
      COMMAND_PREFIX: 'gl-',
      PUBLIC_URL: 'https://slipway.example.com',
    });
    expect(code).toBe(0);
    const text = JSON.stringify(JSON.parse(output));
    expect(text).toContain('"/gl-deploy"');
    expect(text).toContain('https://slipway.example.com/slack/events');
  });

  test.for(['', 'strat', 'keys', 'keys revoke'])(
    '"%s" is answered by the usage and exit code 2',
    async (words) => {
      const { code, output } = await ended(words.split(' ').filter((word) => word !== ''));
      expect(code).toBe(2);
      expect(output).toContain('slipway start');
    },
  );

  test('help is no mistake', async () => {
    expect(await ended(['--help'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('slipway doctor'),
    });
  });
});
