import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startEmbeddedValkey } from '../../src/store/embedded/embedded-valkey.ts';
import { createSealer } from '../../src/store/sealer.ts';
import { startSlipway } from '../support/bot-process.ts';
import { keptLog } from '../support/kept-log.ts';
import { storeConnections } from '../support/stored-connections.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

const freshKey = (): string => randomBytes(32).toString('base64');
const idOf = (key: string): string => createSealer([Buffer.from(key, 'base64')]).keyIds[0] ?? '';

async function slipway(words: string, world: TestWorld, over: Record<string, string> = {}) {
  const run = startSlipway(words.split(' '), { ...world.environment, ...over });
  const { code } = await run.ended();
  return { code, output: run.output() };
}

describe('a new key', { timeout: 120_000 }, () => {
  test('is put in front, everything re-encrypted with it, and the old one dropped', async () => {
    const world = await startWorld({ withoutBot: true });
    const [older, newer] = [world.environment.TOKEN_KEYS ?? '', freshKey()];
    const tokens = await storeConnections(world, 3, older);
    const both = { TOKEN_KEYS: `${newer},${older}` };

    const before = await slipway('keys check', world, both);
    expect(before.output).toContain(`TOKEN_KEYS holds ${idOf(newer)} (seals), ${idOf(older)}.`);
    expect(before.output).toContain(`3 values are sealed with an older key: ${idOf(older)}.`);
    expect(before.output).toContain(`Keep ${idOf(older)} until`);
    expect(before.code).toBe(1);

    const rotated = await slipway('keys rotate', world, both);
    expect(rotated.output).toContain(`3 connections are re-encrypted with ${idOf(newer)} now.`);
    expect(rotated.output).toContain(`May be dropped from TOKEN_KEYS now: ${idOf(older)}.`);
    expect(rotated.code).toBe(0);

    const again = await slipway('keys rotate', world, both);
    expect(again.output).toContain(`3 connections are sealed with ${idOf(newer)} already.`);
    expect(again.output).toContain(`0 connections are re-encrypted with ${idOf(newer)} now.`);

    const after = await slipway('keys check', world, { TOKEN_KEYS: newer });
    expect(after.code).toBe(0);
    expect(after.output).toContain('There is no older key to drop.');
    for (const secret of [...tokens, older, newer])
      for (const { output } of [before, rotated, again, after]) expect(output).not.toContain(secret);
  });

  test('is taken up by the embedded store at the start, and can be checked beside the bot and without it', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'slipway-keys-'));
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
    const world = await startWorld({ withoutBot: true, settings: { REDIS_URL: '', DATA_DIR: dataDir } });
    const [older, newer] = [freshKey(), freshKey()];
    const valkey = await startEmbeddedValkey({ dataDir, log: keptLog('silent') });
    await storeConnections(
      { ...world, environment: { ...world.environment, REDIS_URL: valkey.url } },
      2,
      older,
    );
    await valkey.stop();
    const busy = startSlipway(['start'], { ...world.environment, TOKEN_KEYS: `${newer},${older}` });
    await busy.waitReady();
    const beside = await slipway('keys rotate', world, { TOKEN_KEYS: `${newer},${older}` });
    expect(beside.output).toContain(`2 connections are sealed with ${idOf(newer)} already.`);
    expect(beside.code).toBe(0);
    await busy.stop();
    const checked = await slipway('keys check', world, { TOKEN_KEYS: newer });
    expect(checked.output).toContain(`2 connections are sealed with ${idOf(newer)} already.`);
    expect(checked.code).toBe(0);
  });
});

describe('a key that is missing', { timeout: 120_000 }, () => {
  test('stops the start, which says which one, how many need it, and what to do', async () => {
    const world = await startWorld({ withoutBot: true });
    const lost = freshKey();
    await storeConnections(world, 2, lost);
    const { code, output } = await slipway('start', world);
    expect(code).toBe(1);
    expect(output).toContain(
      `2 connections are sealed with the key ${idOf(lost)}, which TOKEN_KEYS does not hold.`,
    );
    expect(output).toContain('Put that key behind the first one of TOKEN_KEYS.');
    expect(output).not.toContain(lost);

    const rotated = await slipway('keys rotate', world);
    expect(rotated.output).toContain(idOf(lost));
    expect(rotated.code).toBe(1);

    const forgotten = await slipway('keys rotate --forget-unreadable', world);
    expect(forgotten.output).toContain('2 unreadable connections are removed; those people connect again.');
    expect(forgotten.code).toBe(0);
    const bot = startSlipway(['start'], world.environment);
    await bot.waitReady();
  });

  test('is put back behind the first one, and the start goes on', async () => {
    const world = await startWorld({ withoutBot: true });
    const older = freshKey();
    await storeConnections(world, 1, older);
    const bot = startSlipway(['start'], {
      ...world.environment,
      TOKEN_KEYS: `${world.environment.TOKEN_KEYS},${older}`,
    });
    await bot.waitReady();
    expect(bot.output()).toContain('run `slipway keys rotate`');
  });
});

test('connections of another GitLab stop no start, and the log says why they do not open', async () => {
  const world = await startWorld({ withoutBot: true });
  const other = { ...world, environment: { ...world.environment, GITLAB_URL: 'https://old.example.com' } };
  await storeConnections(other, 1, world.environment.TOKEN_KEYS ?? '');
  const bot = startSlipway(['start'], world.environment);
  await bot.waitReady();
  expect(bot.output()).toContain('1 connection is unreadable though the key is there');
});

test('a connection that was changed in Redis is refused in words, named in the log, and mended by connecting again', {
  timeout: 60_000,
}, async () => {
  const world = await startWorld();
  await world.connect('kim');
  const redis = new Redis(world.environment.REDIS_URL ?? '');
  onTestFinished(() => redis.disconnect());
  const key = `{${world.environment.REDIS_PREFIX}}:connection:v1:${world.slack.teamId}:${world.people.kim.id}`;
  const row = JSON.parse((await redis.get(key)) ?? '');
  const spoiled = `${row.access.slice(0, -8)}${row.access.at(-8) === 'A' ? 'B' : 'A'}${row.access.slice(-7)}`;
  await redis.set(key, JSON.stringify({ ...row, access: spoiled }));

  const words = await world.command('kim', '/deploy', `list ${SHOP}`);

  expect(words).toContain("I can't read your stored connection any more");
  expect(words).toContain('/slipway connect');
  const line = world.log.lines.find((one) => one.includes('secret-unreadable')) ?? '';
  expect(JSON.parse(line)).toMatchObject({ level: 'error' });
  expect(line).toContain('"why":"changed"');
  expect(line).not.toContain(row.access);
  await world.connect('kim');
  expect(await world.command('kim', '/deploy', `list ${SHOP}`)).not.toContain('stored connection');
});

test('a Redis that is away is said in words, with exit code 1', async () => {
  const world = await startWorld({ withoutBot: true });
  const { code, output } = await slipway('keys rotate', world, {
    REDIS_URL: 'redis://:hidden-word@127.0.0.1:1',
  });
  expect(output).toContain('check REDIS_URL');
  expect(output).not.toContain('hidden-word');
  expect(code).toBe(1);
});
