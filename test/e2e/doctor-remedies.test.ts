import { expect, test } from 'vitest';
import { runDoctor } from '../../src/doctor/doctor.ts';
import { startWorld, type TestWorld } from '../support/world.ts';
import { listening } from '../unit/web/served.ts';

/** The line of one check, in this process. */
async function lineOf(world: TestWorld, name: string, over: Record<string, string> = {}): Promise<string> {
  const lines: string[] = [];
  await runDoctor({ ...world.environment, ...over }, (line) => void lines.push(line));
  return lines.find((line) => line.slice(8).startsWith(`${name}: `)) ?? lines.join('\n');
}

test('a watcher’s token that was revoked, or may not read, has its own remedy', async () => {
  const world = await startWorld({ withoutBot: true });
  const narrow = world.gitlab.world.addToken('watcher', { scopes: ['read_user'] });
  expect(await lineOf(world, 'GitLab', { GITLAB_TOKEN: narrow })).toBe(
    'MEND    GitLab: GITLAB_TOKEN lacks the scope read_api',
  );
  world.gitlab.world.revokeTokens('watcher');
  expect(await lineOf(world, 'GitLab')).toBe(
    'MEND    GitLab: GitLab refuses GITLAB_TOKEN: it expired or was revoked; make a new one with scope read_api',
  );
});

test.each([
  ['behind', 300_000, /^MEND {4}clock: is (?:299|300|301) s off Slack's: synchronise it \(NTP\)$/u],
  ['ahead', -300_000, /^MEND {4}clock: is -(?:299|300|301) s off Slack's: synchronise it \(NTP\)$/u],
  ['as far as that takes', 60_000, /^ok {6}clock: within (?:59|60|61) s of Slack's$/u],
])('a clock that Slack’s is %s is told', async (_what, behindMs, words) => {
  const world = await startWorld({ withoutBot: true });
  const port = await listening((_request, response) => {
    response.setHeader('date', new Date(Date.now() - behindMs).toUTCString());
    response.end('{"ok":true}');
  });
  expect(await lineOf(world, 'clock', { SLACK_API_URL: `http://127.0.0.1:${port}/` })).toMatch(words);
});

test('scopes that the Slack app lacks are named', async () => {
  const world = await startWorld({ withoutBot: true });
  const port = await listening((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.setHeader('x-oauth-scopes', 'chat:write,commands');
    response.end('{"ok":true,"team":"Acme","team_id":"T0ACME"}');
  });
  const line = await lineOf(world, 'Slack bot token', { SLACK_API_URL: `http://127.0.0.1:${port}/` });
  expect(line).toMatch(/^MEND {4}Slack bot token: scopes are missing: .*users:read.*reinstall the app$/u);
  expect(line).not.toContain('chat:write');
});

test('a watcher’s token that ends within two weeks is told before no card comes', async () => {
  const world = await startWorld({ withoutBot: true });
  const ending = (days: number) =>
    world.gitlab.world.addToken('watcher', {
      scopes: ['read_api'],
      expiresAt: Date.now() + days * 86_400_000,
    });
  expect(await lineOf(world, 'GITLAB_TOKEN', { GITLAB_TOKEN: ending(10) })).toMatch(
    /^NOTE {4}GITLAB_TOKEN: ends on \d{4}-\d\d-\d\d: rotate it in GitLab before, or no card will come$/u,
  );
  expect(await lineOf(world, 'GITLAB_TOKEN', { GITLAB_TOKEN: ending(30) })).toMatch(
    /^ok {6}GITLAB_TOKEN: reads only, until \d{4}-\d\d-\d\d$/u,
  );
});
