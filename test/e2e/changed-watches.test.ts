import { expect, test } from 'vitest';
import { placedElements } from '../../sandbox/slack/elements.ts';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { keyOfWatch } from '../../src/core/group-watch.ts';
import { ChannelId } from '../../src/core/ids.ts';
import { click, messageAfter, nothingStrange } from '../support/acts.ts';
import { auditLines } from '../support/audit.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

/** What tests shorten. */
const QUICK = { settlePost: { afterMs: 400, againMs: 200 }, settleDecisionMs: 300 };

const saying = (world: TestWorld, words: string): StoredMessage[] =>
  world.slack
    .messages(world.channel.id)
    .filter((message) => world.slack.visibleText(message).includes(words));

const said = (world: TestWorld, words: string, times = 1): Promise<StoredMessage> =>
  world.slack.waitFor(() => saying(world, words)[times - 1], { what: `a message that says "${words}"` });

test('a watch set up anew settles the question about the old one, and taken back it is asked again', async () => {
  const world = await startWorld({
    overrides: { settings: { ...QUICK, watchCheck: { everyMs: 150, graceMs: 72 * 3_600_000 } } },
  });
  await world.watchShop();
  await world.connect('ana');
  world.gitlab.world.setRole(SHOP, 'kim', null);
  const asked = await said(world, 'are paused in this channel');

  const changed = await messageAfter(world, 'ana', () =>
    world.slack.as(world.people.ana.id).command('/slipway', `watch ${SHOP} on:failed`, world.channel.id),
  );
  const closed = await said(world, '@Ana Costa keeps them');
  expect(closed.ts).toBe(asked.ts);
  expect(placedElements(closed.blocks)).toEqual([]);

  await click(world, 'ana', changed, 'Undo');
  const again = await said(world, 'are paused in this channel');
  expect(again.ts).not.toBe(asked.ts);
  expect(await world.command('ana', '/slipway', 'watches')).toContain('paused until');
  expect(await click(world, 'ana', again, 'Keep watching')).toContain('in your name now');
  nothingStrange(world);
});

test('a mark put on a watch while somebody is ending it keeps it', async () => {
  const world = await startWorld();
  await world.watchShop();
  await world.connect('ana');
  const { locks, watches, settings } = world.app().ports;
  const [watch] = await watches.ofChannel(settings.team, ChannelId.parse(world.channel.id));
  if (watch === undefined) throw new Error('nothing is watched');

  const answer = await locks.hold(`watch-${keyOfWatch(watch)}`, 5_000, async () => {
    const ended = world.command('ana', '/slipway', 'unwatch');
    const looked = () =>
      world.gitlab.requests.some(({ user, path }) => user === 'ana' && path.endsWith('/deployments'));
    await world.slack.waitFor(looked, { what: 'the look at what she may do' });
    await watches.put({ ...watch, confirm: 'browser' });
    return { ended };
  });

  expect(await answer.ended).toContain('it is not for you to take that away');
  expect(await world.command('kim', '/slipway', 'watches')).toContain('approvals confirmed in the browser');
});

test.each([
  ['may see nothing of the project', 'Somebody else set this watch up', 'watch-of-others', undefined],
  ['meets a GitLab that is down', 'GitLab has a problem of its own', 'gitlab-down', 503],
] as const)(
  'whoever %s while ending another person’s watch is told so',
  async (_what, words, code, status) => {
    const world = await startWorld();
    await world.watchShop();
    await world.connect('ana');
    if (status === undefined) world.gitlab.world.setRole(SHOP, 'ana', null);
    else world.gitlab.faults.add({ path: /\/deployments$/u, status, user: 'ana' });

    expect(await world.command('ana', '/slipway', 'unwatch')).toContain(words);

    expect(await auditLines(world, 'unwatch')).toEqual([`unwatch ${code} ana`]);
    expect(await world.command('kim', '/slipway', 'watches')).toContain(SHOP);
  },
);
