import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startEmbeddedValkey } from '../../src/store/embedded/embedded-valkey.ts';
import { startSlipway } from '../support/bot-process.ts';
import { keptLog } from '../support/kept-log.ts';
import { storeConnections } from '../support/stored-connections.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

/** What `slipway doctor` says of a world, by the name of the check. */
async function examine(world: TestWorld, over: Record<string, string> = {}) {
  const run = startSlipway(['doctor'], { ...world.environment, ...over });
  const { code } = await run.ended();
  const lineOf = (name: string): string =>
    run
      .output()
      .split('\n')
      .find((line) => line.slice(8).startsWith(`${name}: `)) ?? `no line about ${name}:\n${run.output()}`;
  return { code, output: run.output(), lineOf };
}

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'slipway-doctor-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

describe('what is fine is told in a line each', { timeout: 120_000 }, () => {
  test('with the bot at work', async () => {
    const world = await startWorld();
    await storeConnections(world, 1, world.environment.TOKEN_KEYS ?? '');
    const { code, lineOf } = await examine(world);
    expect(lineOf('GITLAB_TOKEN')).toContain('ok      GITLAB_TOKEN: reads only');
    expect(lineOf('OAuth application')).toBe('ok      OAuth application: GitLab accepts its id and secret');
    expect(lineOf('OAuth callback')).toContain('ok      OAuth callback: PUBLIC_URL answers; register http');
    expect(lineOf('keys')).toBe('ok      keys: 1 connection opens');
    expect(lineOf('signing in')).toContain('ok      signing in: people are sent to http');
    expect(lineOf('webhooks')).toBe('ok      webhooks: off, so that changes are found by polling');
    expect(code).toBe(0);
  });

  test('with webhooks that a running bot takes, proven either way, and nobody is told of a forged one', async () => {
    const both = {
      GITLAB_WEBHOOK_SECRET: randomBytes(24).toString('hex'),
      GITLAB_WEBHOOK_SIGNING_TOKEN: `whsec_${randomBytes(32).toString('base64')}`,
    };
    const world = await startWorld({ settings: both });
    const signed = await examine(world);
    expect(signed.lineOf('webhooks')).toMatch(
      /ok {6}webhooks: events are proven by a signature or a secret; .* takes them$/u,
    );
    const plain = await examine(world, { GITLAB_WEBHOOK_SIGNING_TOKEN: '' });
    expect(plain.lineOf('webhooks')).toContain('ok      webhooks: events are proven by a secret');
    expect(await world.app().ports.audit.newest(5)).toEqual([]);
  });

  test('in Socket Mode the app-level token too', async () => {
    const world = await startWorld({ socketMode: true, withoutBot: true });
    const { code, lineOf } = await examine(world);
    expect(lineOf('Slack app-level token')).toBe('ok      Slack app-level token: Socket Mode may connect');
    expect(code).toBe(0);
  });

  test('with the embedded store, which is opened in its folder', async () => {
    const world = await startWorld({ withoutBot: true });
    const dir = folder();
    const { code, lineOf } = await examine(world, { REDIS_URL: '', DATA_DIR: dir });
    expect(lineOf('embedded store')).toContain(`ok      embedded store: keeps its records in ${dir}`);
    expect(code).toBe(0);
  });
});

describe('beside a running bot', { timeout: 120_000 }, () => {
  test('the embedded store is reached through the bot', async () => {
    const world = await startWorld({ withoutBot: true, settings: { REDIS_URL: '', DATA_DIR: folder() } });
    await world.startBot();
    const { code, lineOf } = await examine(world);
    expect(lineOf('embedded store')).toContain('ok      embedded store: keeps its records in');
    expect(lineOf('keys')).toBe('ok      keys: 0 connections open');
    expect(code).toBe(0);
  });
});

describe('what could be better is a note, and no failure', { timeout: 120_000 }, () => {
  test('a watcher’s token that could write', async () => {
    const world = await startWorld({ withoutBot: true });
    const { code, lineOf } = await examine(world, {
      GITLAB_TOKEN: world.gitlab.world.addToken('watcher', { scopes: ['api', 'read_api'] }),
    });
    expect(lineOf('GITLAB_TOKEN')).toContain('NOTE    GITLAB_TOKEN: may do more than read (api)');
    expect(code).toBe(0);
  });

  test('a GitLab that does not tell what the token may do', async () => {
    const world = await startWorld({ withoutBot: true });
    world.gitlab.faults.add({ path: /\/personal_access_tokens\/self$/u, status: 403 });
    const { code, lineOf } = await examine(world);
    expect(lineOf('GITLAB_TOKEN')).toBe('ok      GITLAB_TOKEN: GitLab does not tell its scopes');
    expect(code).toBe(0);
  });

  test('a public address that does not answer from here', async () => {
    const world = await startWorld({ withoutBot: true });
    const { code, lineOf } = await examine(world);
    expect(lineOf('OAuth callback')).toContain(
      'NOTE    OAuth callback: PUBLIC_URL does not answer from here',
    );
    expect(code).toBe(0);
  });

  test('a Redis that keeps no append-only file', async () => {
    const world = await startWorld({ withoutBot: true });
    const { lineOf } = await examine(world);
    expect(lineOf('Redis')).toContain('appendonly is off');
  });

  test('connections that an older key encrypted', async () => {
    const world = await startWorld();
    await storeConnections(world, 1, world.environment.TOKEN_KEYS ?? '');
    const { code, lineOf } = await examine(world, {
      TOKEN_KEYS: `${randomBytes(32).toString('base64')},${world.environment.TOKEN_KEYS}`,
    });
    expect(lineOf('keys')).toContain('NOTE    keys: 1 of 1 connections are encrypted with an older key');
    expect(lineOf('keys')).toContain('`slipway keys rotate`');
    expect(code).toBe(0);
  });
});

describe('what has to be mended comes with its remedy', { timeout: 120_000 }, () => {
  test('webhooks that the running bot does not take, or not these', async () => {
    const world = await startWorld();
    const secret = { GITLAB_WEBHOOK_SECRET: randomBytes(24).toString('hex') };
    const without = await examine(world, secret);
    expect(without.lineOf('webhooks')).toMatch(
      /MEND {4}webhooks: .* is not there: restart the bot with these settings/u,
    );
    expect(without.code).toBe(1);
    await world.app().stop();
    await world.startBot({}, { GITLAB_WEBHOOK_SECRET: randomBytes(24).toString('hex') });
    expect((await examine(world, secret)).lineOf('webhooks')).toContain('refuses what these settings prove');
  });

  test('a signing token alone, where GitLab cannot sign', async () => {
    const world = await startWorld({ gitlab: { version: '18.11.0-ee' }, withoutBot: true });
    const { lineOf } = await examine(world, {
      GITLAB_WEBHOOK_SIGNING_TOKEN: `whsec_${randomBytes(32).toString('base64')}`,
    });
    expect(lineOf('webhooks')).toContain('MEND    webhooks: GitLab 18.11.0-ee cannot sign webhooks');
  });

  test('an OAuth application that GitLab does not accept', async () => {
    const world = await startWorld({ withoutBot: true });
    const secret = randomBytes(12).toString('hex');
    const { code, output, lineOf } = await examine(world, { GITLAB_OAUTH_CLIENT_SECRET: secret });
    expect(lineOf('OAuth application')).toContain('MEND    OAuth application: GitLab refuses');
    expect(output).not.toContain(secret);
    expect(code).toBe(1);
  });

  test('an app-level token that Slack refuses', async () => {
    const world = await startWorld({ socketMode: true, withoutBot: true });
    const { code, lineOf } = await examine(world, { SLACK_APP_TOKEN: 'xapp-1-of-another-time' });
    expect(lineOf('Slack app-level token')).toMatch(/^MEND {4}.*Slack refuses it .*connections:write/u);
    expect(code).toBe(1);
  });

  test('a key that connections need and TOKEN_KEYS does not hold', async () => {
    const world = await startWorld();
    await storeConnections(world, 1, world.environment.TOKEN_KEYS ?? '');
    const { code, lineOf } = await examine(world, { TOKEN_KEYS: randomBytes(32).toString('base64') });
    expect(lineOf('keys')).toMatch(/^MEND {4}keys: 1 connection is sealed with the key [0-9a-f]{8}, which/u);
    expect(lineOf('keys')).toContain('--forget-unreadable');
    expect(code).toBe(1);
  });

  test('a Redis that drops records when its memory is full', async () => {
    const world = await startWorld({ withoutBot: true });
    const valkey = await startEmbeddedValkey({ dataDir: undefined, log: keptLog('silent') });
    onTestFinished(() => valkey.stop());
    const redis = new Redis(valkey.url);
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    redis.disconnect();
    const { code, output } = await examine(world, { REDIS_URL: valkey.url });
    expect(output).toContain('MEND    Redis: Redis has maxmemory-policy allkeys-lru');
    expect(output).toContain('CONFIG SET maxmemory-policy noeviction');
    expect(code).toBe(1);
  });

  test('a data folder that is none', async () => {
    const world = await startWorld({ withoutBot: true });
    const file = join(folder(), 'data');
    writeFileSync(file, '');
    const { code, lineOf } = await examine(world, { REDIS_URL: '', DATA_DIR: file });
    expect(lineOf('embedded store')).toContain(
      `MEND    embedded store: The embedded store cannot be opened: make ${file} a folder`,
    );
    expect(code).toBe(1);
  });

  test('a damaged dump, which is never overwritten', async () => {
    const world = await startWorld({ withoutBot: true });
    const dir = folder();
    writeFileSync(join(dir, 'dump.rdb'), 'REDIS0011 this is no dump');
    const { code, lineOf } = await examine(world, { REDIS_URL: '', DATA_DIR: dir });
    expect(lineOf('embedded store')).toContain('restore it from a backup');
    expect(code).toBe(1);
  });
});
