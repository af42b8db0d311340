import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../sandbox/free-port.ts';
import { writes } from '../support/acts.ts';
import { startWorld } from '../support/world.ts';

/** A host that somebody would like the bot to call. */
async function bystander(): Promise<{ port: number; calls: string[] }> {
  const calls: string[] = [];
  const port = await freePort();
  const server = createServer((request, response) => {
    calls.push(request.url ?? '');
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return { port, calls };
}

test('no address in a command is called, and nothing in a project’s name leads to another endpoint', async () => {
  const world = await startWorld();
  await world.connect('kim');
  const { port, calls } = await bystander();
  const gitlab = new URL(world.gitlab.url).host;
  const before = world.gitlab.requests.length;

  for (const text of [
    `http://127.0.0.1:${port}/acme/shop`,
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    `http://${gitlab}@127.0.0.1:${port}/acme/shop`,
    `http://127.0.0.1:${port}#@${gitlab}/acme/shop`,
    `http://[::ffff:127.0.0.1]:${port}/acme/shop`,
    `http://2130706433:${port}/acme/shop`,
    `http://localhost:${port}/acme/shop`,
    'gopher://127.0.0.1/acme/shop',
    'a/../b',
    'acme/shop/../../user',
    'acme/%2e%2e/user',
    'acme/..%2fuser',
    'acme／shop',
    '"acme/shop x"',
    'acme/shop?private_token=x',
    'acme/shop#x',
    `acme/${'x'.repeat(1_000)}`,
  ]) {
    const answer = await world.command('kim', '/deploy', `list ${text}`);
    expect(answer, text).toMatch(
      /not a project|shows you no project|I did not open it|could not read|more than this command takes|no deployments?|unknown/iu,
    );
  }

  expect(calls).toEqual([]);
  const asked = world.gitlab.requests.slice(before).filter(({ user }) => user === 'kim');
  for (const { path } of asked) expect(path).toMatch(/^\/api\/v4\/projects\/[^/]+(?:\/deployments)?$/u);
  expect(asked.some(({ path }) => path.includes('/user'))).toBe(false);
  expect(writes(world)).toEqual([]);
});

test('the address of an environment’s site is shown and never called', async () => {
  const world = await startWorld();
  await world.connect('kim');
  const { port, calls } = await bystander();
  const url = `http://127.0.0.1:${port}/`;
  await world.command('kim', '/env', `create acme/shop demo url:${url}`);
  const shown = await world.command('kim', '/env', 'list acme/shop name:demo');
  expect(shown).toContain(`127.0.0.1:${port}`);
  expect(calls).toEqual([]);
});
