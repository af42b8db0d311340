import { afterEach, expect, it, vi } from 'vitest';
import { healthRoutes, type Probe } from '../../../src/web/health.ts';
import { served } from './served.ts';

const passes: Probe = () => Promise.resolve();
const fails: Probe = () => Promise.reject(new Error('ECONNREFUSED redis://:secret@host'));

afterEach(() => {
  vi.useRealTimers();
});

async function ask(path: string, probes: Readonly<Record<string, Probe>>) {
  const answer = await fetch(`${await served(healthRoutes(probes))}${path}`);
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
}

it('the process is alive, whatever it needs', async () => {
  expect(await ask('/healthz', { redis: fails })).toEqual({
    status: 200,
    type: 'text/plain; charset=utf-8',
    body: 'ok\n',
  });
});

it('it is ready when all it needs answers', async () => {
  expect(await ask('/readyz', { redis: passes, slack: passes })).toEqual({
    status: 200,
    type: 'application/json',
    body: '{"redis":"ok","slack":"ok"}\n',
  });
  expect(await ask('/readyz', {})).toMatchObject({ status: 200, body: '{}\n' });
});

it('it is not ready when one part does not answer, and says which without saying why', async () => {
  expect(await ask('/readyz', { redis: fails, slack: passes, gitlab: passes })).toMatchObject({
    status: 503,
    body: '{"redis":"unreachable","slack":"ok","gitlab":"ok"}\n',
  });
});

it('a part that fails before it asks is as unreachable as any', async () => {
  const broken: Probe = () => {
    throw new Error('no client');
  };
  expect(await ask('/readyz', { redis: broken })).toMatchObject({
    status: 503,
    body: '{"redis":"unreachable"}\n',
  });
});

it('a part that never answers is unreachable after three seconds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let asked: (() => void) | undefined;
  const wasAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const silent: Probe = () => {
    asked?.();
    return new Promise(() => {});
  };
  const answer = ask('/readyz', { redis: passes, gitlab: silent });
  await wasAsked;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await answer).toMatchObject({ status: 503, body: '{"redis":"ok","gitlab":"unreachable"}\n' });
  expect(vi.getTimerCount()).toBe(0);
});
