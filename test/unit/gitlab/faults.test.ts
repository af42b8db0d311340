import { describe, expect, it } from 'vitest';
import { GitLabError } from '../../../src/core/gitlab-error.ts';
import { DeploymentId, ProjectId } from '../../../src/core/ids.ts';
import type { GitLabApi } from '../../../src/core/ports/gitlab.ts';
import { apiAt, bot, json, keptLog, loopback, type Reply, text } from './loopback.ts';
import { approvalRow, userRow } from './rows.ts';

const html = text('<html>Sign in</html>', 200, { 'content-type': 'text/html' });
const truncatedJson = text('{"id":7,"username":"k', 200);
const brokenOff: Reply = (response) => {
  response.writeHead(200, { 'content-length': '1000' });
  response.write('{"id":7', () => response.destroy());
};
const brokenChunks: Reply = (response) => {
  response.writeHead(200, { 'transfer-encoding': 'chunked' });
  response.write('{"id":7', () => response.destroy());
};
const oversized: Reply = (response) => {
  response.writeHead(200);
  response.end(JSON.stringify({ ...userRow, bio: 'x'.repeat(11 * 1024 * 1024) }));
};
const silent: Reply = () => {};
const drip: Reply = (response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};
const reset: Reply = (response) => response.destroy();

const me = (api: GitLabApi) => api.users.me();
const approve = (api: GitLabApi) =>
  api.deployments.decide(ProjectId.parse(4), DeploymentId.parse(8), {
    status: 'approved',
    comment: 'private words',
  });

async function failure(call: Promise<unknown>): Promise<GitLabError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GitLabError)) throw new Error(`not a GitLabError: ${String(error)}`);
  return error;
}

const statuses = [
  [400, 'gitlab-refused'],
  [401, 'gitlab-unauthorized'],
  [403, 'gitlab-forbidden'],
  [404, 'gitlab-not-found'],
  [405, 'gitlab-moved'],
  [409, 'gitlab-conflict'],
  [412, 'gitlab-refused'],
  [422, 'gitlab-refused'],
  [429, 'gitlab-rate-limited'],
  [302, 'gitlab-moved'],
  [500, 'gitlab-down'],
  [503, 'gitlab-down'],
] as const;

describe('a write', () => {
  it.each(statuses)('answered %i fails as %s after one request', async (status, code) => {
    const server = await loopback(json({ message: 'no' }, status));
    const error = await failure(approve(apiAt(server.url)));
    expect(error).toMatchObject({ code, status, said: 'no', method: 'POST', sent: true });
    expect(error.isAmbiguous).toBe(status >= 500);
    expect(server.arrived).toHaveLength(1);
  });

  it.each([
    ['a web page', html, 'gitlab-invalid-answer'],
    ['half of the JSON', truncatedJson, 'gitlab-invalid-answer'],
    ['a body that breaks off', brokenOff, 'gitlab-invalid-answer'],
    ['chunks that break off', brokenChunks, 'gitlab-invalid-answer'],
    ['more than it should', oversized, 'gitlab-invalid-answer'],
    ['another object', json({ hello: 1 }), 'gitlab-invalid-answer'],
    ['nothing, ever', silent, 'gitlab-timeout'],
    ['one byte now and then', drip, 'gitlab-timeout'],
    ['a reset', reset, 'gitlab-unreachable'],
  ])('answered with %s leaves once and its outcome stays open', async (_what, reply, code) => {
    const server = await loopback(reply);
    const timeoutMs = code === 'gitlab-timeout' ? 400 : 10_000;
    const error = await failure(approve(apiAt(server.url, { timeoutMs })));
    expect(error).toMatchObject({ code, isAmbiguous: true });
    expect(server.arrived).toHaveLength(1);
  });

  it.each([
    ['nobody listens', async () => closedPort()],
    ['the name is unknown', async () => 'http://gitlab.invalid'],
  ])('that never left because %s is no open outcome', async (_what, url) => {
    const error = await failure(approve(apiAt(await url())));
    expect(error).toMatchObject({ code: 'gitlab-unreachable', sent: false, isAmbiguous: false });
  });

  it('takes a fresh connection each time, reading keeps one', async () => {
    const server = await loopback(json({ ...approvalRow, ...userRow }));
    const api = apiAt(server.url);
    await me(api);
    await approve(api);
    expect(server.arrived.map(({ headers }) => headers.connection)).toEqual(['keep-alive', 'close']);
  });
});

async function closedPort(): Promise<string> {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

describe('reading', () => {
  it.each([
    ['a 502', text('<html>bad gateway</html>', 502)],
    ['a 429 in plain text', text('Retry later\n', 429)],
    ['a reset', reset],
    ['a body that breaks off', brokenOff],
  ])('goes on after %s', async (_what, reply) => {
    const server = await loopback(reply, json(userRow));
    expect(await me(apiAt(server.url))).toMatchObject({ username: 'kim' });
    expect(server.arrived).toHaveLength(2);
  });

  it.each([
    ['a web page', html],
    ['half of the JSON', truncatedJson],
    ['another object', json({ hello: 1 })],
    ['more than it should be', oversized],
  ])('does not insist on %s', async (_what, reply) => {
    const server = await loopback(reply);
    const error = await failure(me(apiAt(server.url)));
    expect(error).toMatchObject({ code: 'gitlab-invalid-answer', status: 200, isAmbiguous: false });
    expect(server.arrived).toHaveLength(1);
  });

  it.each([400, 403, 404, 422])('does not insist on %i', async (status) => {
    const server = await loopback(json({ message: 'no' }, status));
    await failure(me(apiAt(server.url)));
    expect(server.arrived).toHaveLength(1);
  });

  it('gives up on a server that stays down, within its deadline', async () => {
    const server = await loopback(json({ message: '500 Internal Server Error' }, 500));
    const started = Date.now();
    const error = await failure(me(apiAt(server.url, { timeoutMs: 600 })));
    expect(error).toMatchObject({ code: 'gitlab-down', status: 500, said: 'Internal Server Error' });
    expect(Date.now() - started).toBeLessThan(900);
    expect(server.arrived.length).toBeGreaterThan(1);
  });

  it('stops at its deadline, however slowly the body drips', async () => {
    const server = await loopback(drip);
    const error = await failure(me(apiAt(server.url, { timeoutMs: 200 })));
    expect(error).toMatchObject({ code: 'gitlab-timeout', sent: true, isAmbiguous: false });
  });

  it('tells what was wrong with an answer without repeating it', async () => {
    const log = keptLog();
    const server = await loopback(json({ id: 'glpat-leak', username: 'kim' }));
    const error = await failure(me(apiAt(server.url, { log })));
    expect(error.cause).toMatchObject({ message: 'id invalid_type' });
    expect(JSON.stringify([error, error.cause, String(error.cause), log.lines])).not.toContain('leak');
  });
});

describe('a log line', () => {
  it('names the call, never its values', async () => {
    const log = keptLog();
    const server = await loopback(json([], 200, { 'x-request-id': '01JX' }), reset);
    const api = apiAt(server.url, { log, timeoutMs: 250 });
    await api.deployments.list('acme/shop', { environment: 'secret-env' });
    const error = await failure(api.deployments.list('acme/shop', { environment: 'secret-env' }));
    expect(log.lines[0]).toEqual({
      level: 'debug',
      message: 'gitlab answered',
      facts: {
        method: 'GET',
        pathTemplate: '/projects/:id/deployments',
        status: 200,
        ms: expect.any(Number),
        requestId: '01JX',
      },
    });
    const told = JSON.stringify([log.lines, error, String(error), String(error.cause), error.facts]);
    for (const value of ['secret-env', 'acme', bot.token]) expect(told).not.toContain(value);
  });
});
