import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { SlipwayError } from '../../../src/core/errors.ts';
import { ChannelId } from '../../../src/core/ids.ts';
import { noteLostChannel } from '../../../src/flows/channel-trouble.ts';
import { troublesOf } from '../../../src/flows/trouble.ts';
import { cardIn, cards } from '../../support/card.ts';
import { keysOf } from '../../support/redis.ts';
import { SHOP, startWorld, type TestWorld } from '../../support/world.ts';
import { polled } from './polls.ts';

const startDeployment = (world: TestWorld, ref = 'v2.14.0') =>
  world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana', ref });

/** Everything the bot told Kim directly about a channel it cannot post in. */
const told = ({ slack, people }: TestWorld): string[] =>
  slack
    .directMessages(people.kim.id)
    .map((message) => slack.visibleText(message))
    .filter((text) => text.includes("can't post in") || text.includes('deleted twice'));

const toldOnce = (world: TestWorld, words: string) =>
  world.slack.waitFor(() => told(world).find((text) => text.includes(words)), { what: `"${words}" for Kim` });

/** What lists of watches show beside the channel's. */
async function marks({ app, channel }: TestWorld): Promise<string[]> {
  const { ports } = app();
  const watches = await ports.watches.ofChannel(ports.settings.team, ChannelId.parse(channel.id));
  return [...(await troublesOf(ports, watches)).values()].map(({ code }) => code);
}

/** Calls to Slack that would have changed the channel. */
const attempts = ({ slack, channel }: TestWorld): number =>
  slack.calls.filter(
    ({ method, args }) => /^chat\.(postMessage|update)$/u.test(method) && args.channel === channel.id,
  ).length;

describe('a channel that cannot be posted in', () => {
  test('its watcher hears once how to mend it; after the invitation the card of what waits comes by itself', async () => {
    const world = await startWorld();
    await world.watchShop();
    world.slack.kickBot(world.channel.id);
    startDeployment(world, 'v1');
    expect(await toldOnce(world, 'I was taken out of it')).toContain('/invite');
    startDeployment(world, 'v2');
    await polled(world, 8);
    expect(told(world)).toHaveLength(1);
    expect(cards(world)).toEqual([]);
    expect(await marks(world)).toEqual(['channel-lost']);
    await world.slack.inviteBot(world.channel.id, world.people.kim.id);
    await cardIn(world, 'v2');
    await polled(world, 3);
    expect(await marks(world)).toEqual([]);
    expect(told(world)).toHaveLength(1);
  });

  test('a card that stood there already follows GitLab again', async () => {
    const world = await startWorld();
    await world.watchShop();
    const { id } = startDeployment(world);
    await cardIn(world, 'Approval needed');
    world.slack.kickBot(world.channel.id);
    world.gitlab.world.approve(id, 'kim');
    await toldOnce(world, 'I was taken out of it');
    world.gitlab.world.approve(id, 'ana');
    world.gitlab.world.play(id, 'kim');
    world.gitlab.world.run(id);
    world.gitlab.world.succeed(id);
    await polled(world, 3);
    await world.slack.inviteBot(world.channel.id, world.people.kim.id);
    await cardIn(world, 'Deployed');
    expect(cards(world)).toHaveLength(1);
  });

  test('an archived one is tried less and less often, never in a loop', async () => {
    const world = await startWorld({ settings: { POLL_COLD: '10m' } });
    await world.watchShop();
    world.slack.archive(world.channel.id);
    startDeployment(world);
    await toldOnce(world, 'it is archived');
    const before = attempts(world);
    await polled(world, 20);
    expect(attempts(world) - before).toBeLessThanOrEqual(10);
    expect(told(world)).toHaveLength(1);
  });

  test('trouble that comes again the same day is marked and not told again, another kind of it is', async () => {
    const world = await startWorld();
    await world.watchShop();
    world.slack.kickBot(world.channel.id);
    startDeployment(world, 'v1');
    await toldOnce(world, 'I was taken out of it');
    await world.slack.inviteBot(world.channel.id, world.people.kim.id);
    await cardIn(world, 'v1');
    await expect.poll(() => marks(world)).toEqual([]);

    world.slack.kickBot(world.channel.id);
    startDeployment(world, 'v2');
    await expect.poll(() => marks(world), { timeout: 10_000 }).toEqual(['channel-lost']);
    expect(told(world)).toHaveLength(1);

    await world.slack.inviteBot(world.channel.id, world.people.kim.id);
    await cardIn(world, 'v2');
    await expect.poll(() => marks(world)).toEqual([]);
    world.slack.archive(world.channel.id);
    startDeployment(world, 'v3');
    await toldOnce(world, 'it is archived');
    await polled(world, 5);
    expect(told(world)).toHaveLength(2);
  });

  test('other trouble in the place of the first is told as well', async () => {
    const world = await startWorld();
    await world.watchShop();
    const { ports } = world.app();
    const place = { team: ports.settings.team, channel: ChannelId.parse(world.channel.id) };
    for (const reason of ['is_archived', 'is_archived', 'not_in_channel', 'not_in_channel'])
      await noteLostChannel(ports, place, new SlipwayError('channel-unreachable', { reason }));
    await toldOnce(world, 'it is archived');
    await toldOnce(world, 'I was taken out of it');
    expect(told(world)).toHaveLength(2);
  });

  test('a new name of it changes nothing', async () => {
    const world = await startWorld();
    await world.watchShop();
    world.slack.renameChannel(world.channel.id, 'releases');
    startDeployment(world);
    await cardIn(world, 'Approval needed');
    expect(told(world)).toEqual([]);
  });
});

describe('a card somebody deleted', () => {
  const remove = async (world: TestWorld) => {
    const [card] = cards(world);
    const answer = await fetch(`${world.slack.apiUrl}chat.delete`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.slack.botToken}` },
      body: new URLSearchParams({ channel: world.channel.id, ts: card?.ts ?? '' }),
    });
    expect(await answer.json()).toMatchObject({ ok: true });
  };

  test('comes back once while its deployment goes on; the second time its watcher hears of it', async () => {
    const world = await startWorld();
    await world.watchShop();
    const { id } = startDeployment(world);
    await cardIn(world, 'Approval needed');
    await remove(world);
    world.gitlab.world.approve(id, 'kim');
    await cardIn(world, 'Release managers: 1 of 1 (Kim Berg)');
    await remove(world);
    world.gitlab.world.approve(id, 'ana');
    await toldOnce(world, 'deleted twice');
    await polled(world, 4);
    expect(cards(world)).toEqual([]);
    expect(told(world)).toHaveLength(1);
  });

  test('stays away when its deployment is over', async () => {
    const world = await startWorld();
    await world.watchShop();
    const { id } = startDeployment(world);
    await cardIn(world, 'Approval needed');
    await remove(world);
    world.gitlab.world.reject(id, 'ana');
    await polled(world, 5);
    expect(cards(world)).toEqual([]);
    expect(told(world)).toEqual([]);
  });
});

describe('records that were lost', () => {
  test('a card found in the channel is taken up again rather than posted twice', async () => {
    let ago = 120_000;
    const world = await startWorld({ gitlab: { now: () => Date.now() - ago } });
    await world.watchShop();
    const { id } = startDeployment(world);
    ago = 0;
    const { ts } = await cardIn(world, 'Approval needed');
    await loseRecords(world);
    await world.watchShop();
    world.gitlab.world.approve(id, 'kim');
    await cardIn(world, 'Release managers: 1 of 1 (Kim Berg)');
    expect(cards(world).map((card) => card.ts)).toEqual([ts]);
  });
});

async function loseRecords({ environment }: TestWorld): Promise<void> {
  const redis = new Redis(environment.REDIS_URL ?? '');
  const keys = await keysOf(redis, environment.REDIS_PREFIX ?? '');
  // The queues are BullMQ's, which a running worker needs.
  await redis.unlink(keys.filter((key) => /:v1(:|$)/u.test(key)));
  redis.disconnect();
}
