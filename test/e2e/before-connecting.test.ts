import { expect, test } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { CAPABILITIES } from '../../src/handlers/capabilities.ts';
import { cardSays, decisionsSent, messageAfter, nothingStrange, waitingCard } from '../support/acts.ts';
import { followLink, linkIn, type PersonName, SHOP, startWorld, type TestWorld } from '../support/world.ts';

/**
 * Every button and menu there is, and what becomes of it where whoever uses it is not connected yet, shown below or in the
 * tests of its own:
 * - `goes on`: what it does is done once they are
 * - `asks anew`: it opens a dialog, so a private message has the button once more
 * - `at once`: it needs nobody's GitLab account, or is itself about connecting
 */
const WITHOUT_ACCOUNT: Record<string, 'goes on' | 'asks anew' | 'at once'> = {
  'card-approve': 'goes on',
  // Its dialog asks for the reason alone; the rejection goes on.
  'card-reject': 'goes on',
  'card-more': 'goes on',
  'card-ships': 'goes on',
  'card-run': 'goes on',
  'card-retry': 'goes on',
  'card-log': 'goes on',
  'card-reject-older': 'asks anew',
  'older-reject': 'asks anew',
  'choose-rule:': 'goes on',
  'details-approve': 'goes on',
  'details-run': 'goes on',
  'deployment-row:': 'goes on',
  'environment-row:': 'goes on',
  'list:': 'goes on',
  'history:': 'goes on',
  'operation-confirm': 'goes on',
  'watch-keep': 'goes on',
  'watch-stop': 'goes on',
  'watch-test': 'at once',
  'watch-undo': 'at once',
  'watch-edit': 'asks anew',
  'watch-row:': 'asks anew',
  'operation-cancel': 'at once',
  'link-connect': 'at once',
  'link-move': 'at once',
  'link-cancel': 'at once',
  'link:': 'at once',
  'ends-stop': 'at once',
};

test('of every button and menu it is known what becomes of it before connecting', () => {
  expect(Object.keys(WITHOUT_ACCOUNT).toSorted()).toEqual(
    CAPABILITIES.actions.map(({ actionId }) => actionId).toSorted(),
  );
});

/** Notes which controls were tried out, so that none is forgotten. */
const walker = (world: TestWorld) => {
  const usedLinks = new Set<string>();
  const offered = (message: object | undefined): string | undefined => {
    const wire = JSON.stringify(message ?? {});
    if (!wire.includes('/oauth/gitlab/start')) return undefined;
    const link = linkIn(message ?? {});
    return usedLinks.has(link) ? undefined : link;
  };
  /** Uses a control unconnected, connects by the link that is offered, and resolves with what then comes. */
  return async (name: PersonName, use: () => Promise<unknown>, words: string): Promise<StoredMessage> => {
    const { slack } = world;
    const { id } = world.people[name];
    const before = slack.ephemerals(id).length;
    await use();
    const link = await slack.waitFor(
      () =>
        [slack.view(id), ...slack.ephemerals(id).slice(before)]
          .map(offered)
          .find((found) => found !== undefined),
      { what: `the offer to connect, before "${words}"` },
    );
    usedLinks.add(link);
    const seen = slack.ephemerals(id).length;
    await followLink(world, name, link);
    const answer = await slack.waitFor(
      () =>
        slack
          .ephemerals(id)
          .slice(seen)
          .find((one) => slack.visibleText(one).includes(words)),
      { what: `"${words}", after connecting` },
    );
    await world.command(name, '/slipway', 'disconnect');
    return answer;
  };
};

const as = (world: TestWorld, name: PersonName) => world.slack.as(world.people[name].id);

const titled = (world: TestWorld, name: PersonName, title: string) =>
  world.slack.waitFor(
    () => {
      const view = world.slack.view(world.people[name].id);
      return view?.title === title ? view : undefined;
    },
    { what: `a dialog "${title}"` },
  );

/** A private answer to somebody connected, who gives the connection up before they use its buttons. */
async function keptAnswer(
  world: TestWorld,
  name: PersonName,
  command: string,
  text: string,
): Promise<StoredMessage> {
  await world.connect(name);
  const answer = await messageAfter(world, name, () =>
    as(world, name).command(command, text, world.channel.id),
  );
  await world.command(name, '/slipway', 'disconnect');
  return answer;
}

test('what somebody asked of a waiting card goes on once they are connected', async () => {
  const world = await startWorld();
  await world.watchShop('on:approvals,manual,failed');
  world.gitlab.world.setRole('acme/release', 'ana', 'maintainer');
  const { id, card } = await waitingCard(world);
  const goesOn = walker(world);
  const ana = as(world, 'ana');

  await goesOn('ana', () => ana.click(card, 'What ships'), 'What ships');
  await goesOn('ana', () => ana.click(card, 'Who can approve?'), 'You can approve as');
  const choice = await goesOn('ana', () => ana.click(card, 'Approve'), 'under more than one rule');
  await goesOn('ana', () => ana.click(choice, 'Security'), 'You approved acme/shop → production');
  await goesOn(
    'kim',
    async () => {
      await as(world, 'kim').command('/slipway', 'disconnect', world.channel.id);
      await as(world, 'kim').click(card, 'Reject…');
      await titled(world, 'kim', 'Reject deployment');
      await as(world, 'kim').submit({ Reason: 'Not today' });
    },
    'You rejected acme/shop → production',
  );
  expect(decisionsSent(world)).toEqual(['ana approved', 'kim rejected']);
  await cardSays(world, id, 'Rejected by Kim Berg');
  nothingStrange(world);
});

test('what somebody asked of a card that is ready, or has failed, goes on once they are connected', async () => {
  const world = await startWorld();
  await world.watchShop('on:approvals,manual,failed');
  const { id } = await waitingCard(world);
  world.gitlab.world.approve(id, 'ana');
  world.gitlab.world.approve(id, 'kim');
  const goesOn = walker(world);
  const dana = as(world, 'dana');

  const ready = await cardSays(world, id, 'Approved, ready to run');
  await goesOn('dana', () => dana.click(ready, 'Run'), 'You started the job');
  world.gitlab.world.run(id);
  world.gitlab.world.log(id, 'Error: disk <!channel> full');
  world.gitlab.world.fail(id, 'script_failure');
  const failed = await cardSays(world, id, 'Failed at ');
  const log = await goesOn('dana', () => dana.click(failed, 'Show log'), 'Error: disk <!channel> full');
  expect(world.slack.mentions(log).broadcasts).toEqual([]);
  await goesOn('dana', () => dana.click(failed, 'Retry'), 'acme/shop → production');
  const said = world.slack.messages(world.channel.id);
  expect(said.filter((one) => JSON.stringify(one).includes('disk'))).toEqual([]);
  nothingStrange(world);
});

test('whoever may not read a log is told so after connecting, and sees nothing of it', async () => {
  const world = await startWorld();
  await world.watchShop('on:failed');
  const { id } = world.gitlab.world.startPipeline(SHOP, { environment: 'staging', by: 'dana' });
  world.gitlab.world.run(id);
  world.gitlab.world.log(id, 'disk full');
  world.gitlab.world.fail(id);
  const failed = await cardSays(world, id, 'Failed at ');

  await walker(world)('gus', () => as(world, 'gus').click(failed, 'Show log'), '403');

  const { id: gus } = world.people.gus;
  expect(JSON.stringify(world.slack.ephemerals(gus))).not.toContain('disk');
  nothingStrange(world);
});

test('a dialog that needed an account has its button in a private message once there is one', async () => {
  const world = await startWorld();
  await world.watchShop();
  const older = await waitingCard(world, { ref: 'v2.13.0' });
  const newer = await waitingCard(world, { ref: 'v2.14.0' });
  const card = await cardSays(world, newer.id, `It replaces #${older.id}`);
  const goesOn = walker(world);
  const ana = as(world, 'ana');

  const first = await goesOn('ana', () => ana.click(card, 'Reject older…'), 'press Reject older… once more');
  const again = await goesOn('ana', () => ana.click(first, 'Reject older…'), 'press Reject older… once more');
  expect(decisionsSent(world)).toEqual([]);
  await world.connect('ana');
  await ana.click(again, 'Reject older…');
  const dialog = await titled(world, 'ana', 'Reject older ones');
  expect(world.slack.visibleText(dialog)).toContain(`#${older.id} · v2.13.0`);
  await ana.submit({ Reason: 'v2.14.0 goes out instead' });
  await cardSays(world, older.id, 'Rejected by Ana Costa');
  nothingStrange(world);
});

test('whoever lost the connection while the dialog stood open is asked to choose once more', async () => {
  const world = await startWorld();
  await world.watchShop();
  const older = await waitingCard(world, { ref: 'v2.13.0' });
  const newer = await waitingCard(world, { ref: 'v2.14.0' });
  const card = await cardSays(world, newer.id, `It replaces #${older.id}`);
  const kim = as(world, 'kim');
  await kim.click(card, 'Reject older…');
  await titled(world, 'kim', 'Reject older ones');
  await world.command('kim', '/slipway', 'disconnect');

  await walker(world)('kim', () => kim.submit({ Reason: 'Too old' }), 'press Reject older… once more');

  expect(decisionsSent(world)).toEqual([]);
  nothingStrange(world);
});

test('what waited for a connection is kept until it is answered', async () => {
  const world = await startWorld();
  await world.watchShop('on:failed');
  const { id } = world.gitlab.world.startPipeline(SHOP, { environment: 'staging', by: 'dana' });
  world.gitlab.world.run(id);
  world.gitlab.world.log(id, 'disk full');
  world.gitlab.world.fail(id);
  const failed = await cardSays(world, id, 'Failed at ');
  world.gitlab.faults.add({ user: 'dana', path: /\/trace$/u, kind: 'delay', delayMs: 1_500, times: 1 });
  const active = async () => (await world.app().ports.queueCounts()).acts?.active;
  const { slack, people, gitlab } = world;

  const goesOn = walker(world)('dana', () => as(world, 'dana').click(failed, 'Show log'), 'disk full');

  await slack.waitFor(
    () => gitlab.requests.some(({ path, user }) => user === 'dana' && path.endsWith('/trace')),
    {
      what: 'the request for the log',
    },
  );
  await expect.poll(active).toBe(1);
  await goesOn;
  expect(slack.ephemerals(people.dana.id).length).toBeGreaterThan(0);
  await expect.poll(active).toBe(0);
});

test('what somebody asked of a list goes on once they are connected', async () => {
  const world = await startWorld();
  world.gitlab.world.protectEnvironment(SHOP, 'staging', {
    deployers: [{ role: 'developer' }],
    rules: [{ group: 'acme/security' }, { group: 'acme/release' }],
  });
  const start = (environment: string, manual = false) =>
    world.gitlab.world.startPipeline(SHOP, { environment, by: 'dana', ref: 'main', manual }).id;
  const waits = start('staging');
  const goesOn = walker(world);
  const ana = as(world, 'ana');

  const pending = await keptAnswer(world, 'ana', '/deploy', `pending ${SHOP}`);
  const approve = { actionId: 'deployment-row:0', option: 'Approve' };
  await goesOn('ana', () => ana.click(pending, approve), 'You approved acme/shop → staging');
  const shown = await keptAnswer(world, 'kim', '/deploy', `show ${SHOP} ${waits}`);
  await goesOn('kim', () => as(world, 'kim').click(shown, 'Approve'), 'You approved acme/shop → staging');
  const ready = await keptAnswer(world, 'dana', '/deploy', `show ${SHOP} ${waits}`);
  await goesOn('dana', () => as(world, 'dana').click(ready, 'Run'), 'You started the job');
  const environments = await keptAnswer(world, 'kim', '/env', `list ${SHOP}`);
  const row = { actionId: 'environment-row:0', option: 'Show' };
  await goesOn('kim', () => as(world, 'kim').click(environments, row), 'production · acme/shop');
  const stop = { actionId: 'environment-row:1', option: 'Stop…' };
  const question = await goesOn('kim', () => as(world, 'kim').click(environments, stop), 'Stop');
  await goesOn('kim', () => as(world, 'kim').click(question, 'Stop'), 'staging');
  expect(world.gitlab.requests.filter(({ path }) => path.endsWith('/stop'))).toHaveLength(1);
  nothingStrange(world);
});

test('looking at a watch before connecting does not change it', async () => {
  const world = await startWorld();
  await world.watchShop('env:production on:failed');
  const goesOn = walker(world);
  const ana = as(world, 'ana');
  const list = await messageAfter(world, 'ana', () => ana.command('/slipway', 'watches', world.channel.id));
  const rule = world.slack.visibleText(list);

  const row = { actionId: 'watch-row:0', option: 'Edit…' };
  const first = await goesOn('ana', () => ana.click(list, row), 'press Edit once more');
  const again = await goesOn('ana', () => ana.click(first, 'Edit'), 'press Edit once more');
  expect(await world.command('ana', '/slipway', 'watches')).toBe(rule);
  await world.connect('ana');
  await ana.click(again, 'Edit');
  await titled(world, 'ana', 'Change a watch');
  nothingStrange(world);
});
