import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type EmbeddedValkey, startEmbeddedValkey } from '../../../src/store/embedded/embedded-valkey.ts';
import { keptLog } from './store-world.ts';

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'slipway-valkey-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

async function started(dataDir: string | undefined, port?: number): Promise<EmbeddedValkey> {
  const valkey = await startEmbeddedValkey({
    dataDir,
    log: keptLog(),
    ...(port === undefined ? {} : { port }),
  });
  onTestFinished(() => valkey.stop());
  return valkey;
}

function client(url: string): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, retryStrategy: () => 50 });
  redis.on('error', () => undefined);
  onTestFinished(() => redis.disconnect());
  return redis;
}

const lockOf = async (dir: string): Promise<{ pid: number; space: string }> =>
  JSON.parse(await readFile(join(dir, 'valkey.lock'), 'utf8'));

/** The process that holds the folder. */
const holder = async (dir: string): Promise<number> => (await lockOf(dir)).pid;

/** The lock as a store writes it that has ended since. */
async function lockOfA(dir: string): Promise<{ space: string }> {
  const valkey = await startEmbeddedValkey({ dataDir: dir, log: keptLog() });
  const lock = await lockOf(dir);
  await valkey.stop();
  return lock;
}

describe('the embedded Valkey', () => {
  it('keeps what was written over a stop and a start, expiry included', async () => {
    const dir = await folder();
    const first = await started(dir);
    const before = client(first.url);
    await before.set('a', 'kept');
    await before.set('b', 'kept for a while', 'PX', 60_000);
    await first.stop();
    expect((await readdir(dir)).sort()).toEqual(['dump.rdb']);
    const after = client((await started(dir)).url);
    expect(await after.get('a')).toBe('kept');
    expect(await after.pttl('b')).toBeGreaterThan(30_000);
    expect(await after.pttl('b')).toBeLessThanOrEqual(60_000);
  });

  it('keeps what was written before save() when its process is killed, and is back by itself', async () => {
    const dir = await folder();
    const valkey = await started(dir);
    const redis = client(valkey.url);
    await redis.set('a', 'saved');
    await valkey.save();
    await redis.set('b', 'not saved');
    const killed = await holder(dir);
    process.kill(killed, 'SIGKILL');
    await expect.poll(() => holder(dir).catch(() => killed), { timeout: 10_000 }).not.toBe(killed);
    await expect.poll(() => redis.get('a').catch(() => 'away'), { timeout: 10_000 }).toBe('saved');
    expect(await redis.get('b')).toBeNull();
  });

  it('covers each of many writes made at once', async () => {
    const dir = await folder();
    const valkey = await started(dir);
    const redis = client(valkey.url);
    const saved = Array.from({ length: 200 }, async (_, at) => {
      await redis.set(`key-${at}`, 'x');
      await valkey.save();
    });
    await Promise.all(saved);
    process.kill(await holder(dir), 'SIGKILL');
    await expect.poll(() => redis.dbsize().catch(() => 'away'), { timeout: 10_000 }).toBe(200);
  });

  it('saves on SIGTERM and stays for a parent that still works', async () => {
    const dir = await folder();
    const redis = client((await started(dir)).url);
    await redis.set('a', 'x');
    process.kill(await holder(dir), 'SIGTERM');
    process.kill(await holder(dir), 'SIGINT');
    await expect.poll(() => readdir(dir)).toContain('dump.rdb');
    expect(await redis.get('a')).toBe('x');
  });

  it('refuses a folder another one uses', { timeout: 20_000 }, async () => {
    const dir = await folder();
    await started(dir);
    const second = startEmbeddedValkey({ dataDir: dir, log: keptLog() });
    await expect(second).rejects.toMatchObject({ code: 'store-unavailable', facts: { why: 'dir-in-use' } });
  });

  it('takes a folder over from a process that left its lock behind', async () => {
    const dir = await folder();
    // Our own pid lives, but was born at another time: a container hands pids out again.
    const { space } = await lockOfA(dir);
    await writeFile(join(dir, 'valkey.lock'), JSON.stringify({ pid: process.pid, born: '1', space }));
    const valkey = await started(dir);
    expect(await client(valkey.url).ping()).toBe('PONG');
    expect(await holder(dir)).not.toBe(process.pid);
  });

  it('leaves a folder to the store of another container as long as that one lives', {
    timeout: 30_000,
  }, async () => {
    const dir = await folder();
    await started(dir);
    const lock = await lockOf(dir);
    // Seen from another container the owner's pid is nobody's.
    await writeFile(
      join(dir, 'valkey.lock'),
      JSON.stringify({ ...lock, pid: 2 ** 22 + 1, space: 'elsewhere' }),
    );
    const second = startEmbeddedValkey({ dataDir: dir, log: keptLog() });
    await expect(second).rejects.toMatchObject({ code: 'store-unavailable', facts: { why: 'dir-in-use' } });
  });

  it('takes a folder over from a container that was killed', { timeout: 30_000 }, async () => {
    const dir = await folder();
    const lock = { pid: process.pid, born: '1', space: 'elsewhere' };
    await writeFile(join(dir, 'valkey.lock'), JSON.stringify(lock));
    await writeFile(join(dir, 'valkey.alive'), '.');
    const valkey = await started(dir);
    expect(await client(valkey.url).ping()).toBe('PONG');
  });

  it('refuses a damaged dump and leaves it as it is', async () => {
    const dir = await folder();
    await writeFile(join(dir, 'dump.rdb'), 'REDIS0011 and then nonsense');
    const start = startEmbeddedValkey({ dataDir: dir, log: keptLog() });
    await expect(start).rejects.toMatchObject({ code: 'store-unavailable', facts: { why: 'dump-damaged' } });
    expect(await readFile(join(dir, 'dump.rdb'), 'utf8')).toBe('REDIS0011 and then nonsense');
    expect(await readdir(dir)).toEqual(['dump.rdb']);
  });

  it('drops what a crash left of a half-written dump', async () => {
    const dir = await folder();
    await writeFile(join(dir, 'temp-42.rdb'), 'half');
    await started(dir);
    expect((await readdir(dir)).sort()).toEqual(['valkey.access', 'valkey.alive', 'valkey.lock']);
  });

  it('takes another port when the one asked for is somebody else’s', async () => {
    const other: Server = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const address = other.address();
    const taken = address !== null && typeof address === 'object' ? address.port : 0;
    const valkey = await started(undefined, taken);
    expect(valkey.port).not.toBe(taken);
    expect(await client(valkey.url).ping()).toBe('PONG');
  });

  it('lets nobody in without its password and writes files only its user can read', async () => {
    const dir = await folder();
    const valkey = await started(dir);
    const stranger = client(`redis://127.0.0.1:${valkey.port}`);
    await expect(stranger.get('a')).rejects.toThrow('NOAUTH');
    await client(valkey.url).set('a', 'x');
    await valkey.save();
    expect((await stat(join(dir, 'dump.rdb'))).mode & 0o077).toBe(0);
  });

  it('says so when the dump cannot be written', async () => {
    const dir = await folder();
    const valkey = await started(dir);
    await client(valkey.url).set('a', 'x');
    await rm(dir, { recursive: true });
    await expect(valkey.save()).rejects.toMatchObject({ code: 'store-unavailable' });
  });

  it('keeps nothing without a folder', async () => {
    const valkey = await started(undefined);
    await client(valkey.url).set('a', 'x');
    await valkey.save();
    await valkey.stop();
    await expect(valkey.save()).rejects.toMatchObject({ code: 'store-unavailable' });
  });

  it('ends with the process that started it, after a save', { timeout: 20_000 }, async () => {
    const dir = await folder();
    const { fork } = await import('node:child_process');
    const parent = fork(join(import.meta.dirname, 'embedded-parent.ts'), [dir], {
      execArgv: ['--import', 'tsx', '--no-warnings'],
    });
    await once(parent, 'message');
    const child = await holder(dir);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(child), { timeout: 10_000 }).toBe(false);
    expect(await readdir(dir)).toContain('dump.rdb');
    expect(await client((await started(dir)).url).get('a')).toBe('written by the parent');
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
