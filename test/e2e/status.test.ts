import { expect, test } from 'vitest';
import { freePort } from '../../sandbox/free-port.ts';
import { messageAfter, nothingStrange, waitingCard } from '../support/acts.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

const asDana = (world: TestWorld): Promise<string> => world.command('dana', '/slipway', 'status');

/** A world whose Dana runs Slipway. */
async function operatedWorld(settings: Record<string, string> = {}): Promise<TestWorld> {
  const world = await startWorld({ withoutBot: true });
  world.slack.changeUser(world.people.dana.id, { isAdmin: true });
  await world.startBot({}, settings);
  return world;
}

/** Asks until the answer says so: what it tells of comes from work in the background. */
async function statusThatSays(world: TestWorld, words: string | RegExp): Promise<string> {
  let told = '';
  await expect
    .poll(async () => (told = await asDana(world)), { timeout: 8_000, interval: 150 })
    .toMatch(words);
  return told;
}

test('an admin sees how Slipway fares', async () => {
  const world = await operatedWorld();
  await world.watchShop();
  await waitingCard(world);

  const words = await statusThatSays(world, /Polls: 1 hot/u);

  expect(words).toMatch(/Slipway \d+\.\d+\.\d+: 1 process – all, up \d+ second/u);
  expect(words).toContain('Slack: answers');
  expect(words).toContain('GitLab: 19.3.0-ee answers');
  expect(words).toContain("Watcher's token: read_api, without an end");
  expect(words).toMatch(/Records: (valkey|redis) [\d.]+, noeviction, \d+ MiB/u);
  expect(words).toMatch(/acts 0 waiting, 0 active, 0 later, 0 failed/u);
  expect(words).toContain('0 failing; none late');
  expect(words).toContain('Webhooks: none came in a month');
  expect(words).toContain('Open cards: 1');
  expect(words).toContain('Watches: 1');
  expect(words).toContain('Connected people: 1');
  expect(words).toMatch(/Audit trail: line \d+, [a-f0-9]{12}/u);
  expect(words).toContain('Errors in 24 hours: none');
  nothingStrange(world);
});

test('each process shows up, whichever answers, and a stopped one no longer does', async () => {
  const world = await operatedWorld({ ROLE: 'web' });
  const worker = await world.startBot({}, { ROLE: 'worker', PORT: String(await freePort()) });

  const both = await asDana(world);
  expect(both).toContain('2 processes');
  expect(both).toContain('web, up');
  expect(both).toContain('worker, up');
  await worker.stop();
  expect(await asDana(world)).toContain('1 process – web, up');
});

test('it names a project that cannot be polled, with the reason, until it can', async () => {
  const world = await operatedWorld();
  await world.watchShop();
  const mend = world.gitlab.faults.add({ path: /\/deployments$/u, status: 403 });

  expect(await statusThatSays(world, /acme\/shop failed \d+ times?: gitlab-forbidden/u)).toContain(
    '1 failing',
  );
  mend();
  expect(await statusThatSays(world, '0 failing')).not.toContain('acme/shop');
});

test('it says so when the watcher’s token is refused and GitLab does not answer', async () => {
  const world = await operatedWorld();
  world.gitlab.world.revokeTokens('watcher');
  const words = await asDana(world);
  expect(words).toContain('GitLab: does not answer as it should (gitlab-unauthorized)');
  expect(words).toContain('refused by GitLab: it expired or was revoked');
});

test('it counts the errors of all processes', async () => {
  const world = await operatedWorld();
  const other = await world.startBot({}, { ROLE: 'worker', PORT: String(await freePort()) });
  other.ports.log.error({}, 'a test says that something is broken');
  await statusThatSays(world, 'Errors in 24 hours: 1;');
});

test('it is for operators alone, and never shown to the channel', async () => {
  const world = await operatedWorld();
  await world.watchShop();
  const words = await world.command('ana', '/slipway', 'status');
  expect(words).toContain('This is for the people who run Slipway');
  expect(words).toContain('have whoever runs Slipway add you to OPERATORS');
  expect(words).not.toContain('process');
  const lines = await world.app().ports.audit.newest(20);
  expect(lines.map((line) => `${line.act} ${line.outcome} ${line.person?.user}`)).toContain(
    `command operators-only ${world.people.ana.id}`,
  );

  const before = world.slack.messages(world.channel.id).length;
  await messageAfter(world, 'dana', () =>
    world.slack.as(world.people.dana.id).command('/slipway', 'status public', world.channel.id),
  );
  expect(world.slack.messages(world.channel.id)).toHaveLength(before);
});

test('whoever is named in OPERATORS sees it, a guest who is named does not', async () => {
  const world = await startWorld({ withoutBot: true });
  const { ana, gus } = world.people;
  world.slack.changeUser(gus.id, { isRestricted: true });
  await world.startBot({}, { OPERATORS: `${ana.id},${gus.id}` });

  expect(await world.command('ana', '/slipway', 'status')).toContain('1 process');
  const refused = await world.command('gus', '/slipway', 'status');
  expect(refused).toContain('Guests cannot act');
  expect(refused).not.toContain(SHOP);
});
