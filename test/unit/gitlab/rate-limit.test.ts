import { describe, expect, it } from 'vitest';
import { DeploymentId, ProjectId } from '../../../src/core/ids.ts';
import { createGitLab } from '../../../src/gitlab/gitlab.ts';
import { retryAfterIn } from '../../../src/gitlab/retry-after.ts';
import { staticCredential } from '../../../src/gitlab/static-credential.ts';
import { apiAt, json, keptLog, loopback, text } from './loopback.ts';
import { userRow } from './rows.ts';

const limited = (headers: Record<string, string>) => text('Retry later\n', 429, headers);

const answer = (headers: Record<string, string>, status = 429) => ({
  status,
  body: { kind: 'whole', text: '' } as const,
  header: (name: string) => headers[name],
});

describe('the wait GitLab asks for', () => {
  const now = 1_763_724_000_000;
  const date = new Date(now + 3_600_000).toUTCString();

  it.each([
    ['seconds', { 'retry-after': '12' }, 12_000],
    ['a date', { 'retry-after': new Date(now + 5_000).toUTCString() }, 5_000],
    [
      "a date by the server's own clock",
      { 'retry-after': new Date(now + 3_605_000).toUTCString(), date },
      5_000,
    ],
    ['the reset', { 'ratelimit-reset': String(now / 1000 + 9) }, 9_000],
    ["the reset by the server's own clock", { 'ratelimit-reset': String(now / 1000 + 3609), date }, 9_000],
    ['seconds before the reset', { 'retry-after': '2', 'ratelimit-reset': String(now / 1000 + 9) }, 2_000],
    ['a moment gone by', { 'ratelimit-reset': String(now / 1000 - 9) }, 0],
    ['more than an hour', { 'retry-after': '99999999' }, 3_600_000],
    ['nonsense', { 'retry-after': 'soon', 'ratelimit-reset': '-1' }, undefined],
    ['nothing', {}, undefined],
  ])('is read from %s', (_what, headers, wait) => {
    expect(retryAfterIn(answer(headers), now)).toBe(wait);
  });

  it('is not read from the reset of an answer that was no 429', () => {
    expect(retryAfterIn(answer({ 'ratelimit-reset': String(now / 1000 + 9) }, 503), now)).toBeUndefined();
    expect(retryAfterIn(answer({ 'retry-after': '3' }, 503), now)).toBe(3_000);
  });
});

describe('after a 429', () => {
  it('the token rests until the reset, and others go on', async () => {
    const server = await loopback(limited({ 'retry-after': '60' }), json(userRow));
    let now = 1_763_724_000_000;
    const gitlab = createGitLab({ baseUrl: server.url, log: keptLog(), clock: { now: () => now } });
    const one = gitlab.as(staticCredential({ kind: 'private', token: 'one' }));
    const other = gitlab.as(staticCredential({ kind: 'private', token: 'other' }));
    const refused = { code: 'gitlab-rate-limited', retryAfterMs: 60_000 };
    await expect(one.users.me()).rejects.toMatchObject({ ...refused, status: 429, said: 'Retry later' });
    await expect(one.users.me()).rejects.toMatchObject({ ...refused, sent: false });
    const write = one.deployments.decide(ProjectId.parse(4), DeploymentId.parse(8), { status: 'approved' });
    await expect(write).rejects.toMatchObject({ ...refused, isAmbiguous: false });
    expect(server.arrived).toHaveLength(1);
    await other.users.me();
    expect(server.arrived).toHaveLength(2);
    now += 60_000;
    await one.users.me();
    expect(server.arrived).toHaveLength(3);
  });

  it('reading waits for a reset that comes before its deadline', async () => {
    const server = await loopback(limited({ 'retry-after': '1' }), json(userRow));
    const started = Date.now();
    await apiAt(server.url).users.me();
    expect(Date.now() - started).toBeGreaterThanOrEqual(990);
    expect(server.arrived).toHaveLength(2);
  });

  it('a write is not sent again by itself', async () => {
    const server = await loopback(limited({ 'retry-after': '0' }));
    const call = apiAt(server.url).deployments.decide(ProjectId.parse(4), DeploymentId.parse(8), {
      status: 'approved',
    });
    await expect(call).rejects.toMatchObject({ code: 'gitlab-rate-limited', isAmbiguous: false });
    expect(server.arrived).toHaveLength(1);
  });

  it('a 503 with Retry-After beyond the deadline fails at once and says when', async () => {
    const server = await loopback(json({ message: 'busy' }, 503, { 'retry-after': '30' }));
    await expect(apiAt(server.url).users.me()).rejects.toMatchObject({
      code: 'gitlab-down',
      retryAfterMs: 30_000,
    });
    expect(server.arrived).toHaveLength(1);
  });
});
