import { describe, expect, test } from 'vitest';
import { cardIn, cards } from '../../support/card.ts';
import { SHOP, startWorld, type TestWorld } from '../../support/world.ts';
import { polled, polls } from './polls.ts';

const startDeployment = (world: TestWorld, ref = 'v2.14.0') =>
  world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana', ref });

/** Approves, runs and ends a deployment in GitLab, faster than anybody polls. */
function rushToEnd({ gitlab }: TestWorld, id: number): void {
  gitlab.world.approve(id, 'kim');
  gitlab.world.approve(id, 'ana');
  gitlab.world.play(id, 'kim');
  gitlab.world.run(id);
  gitlab.world.succeed(id);
}

/** Deployments the channel's cards are about, by id. */
const shownIds = (world: TestWorld): number[] =>
  cards(world)
    .map((card) => Number(/#(\d+)/u.exec(world.slack.visibleText(card))?.[1]))
    .sort((a, b) => a - b);

describe('the first look at a project', () => {
  test('finds what waits already, however old, and leaves the past alone', async () => {
    const world = await startWorld();
    const waiting = startDeployment(world, 'v1');
    for (let count = 0; count < 120; count += 1) {
      const { id } = world.gitlab.world.startPipeline(SHOP, { environment: 'staging', by: 'dana' });
      world.gitlab.world.fail(id);
    }
    await world.watchShop();
    await cardIn(world, 'Approval needed');
    await polled(world, 4);
    expect(shownIds(world)).toEqual([waiting.id]);
  });

  test('asks about the newest of those that wait, and about the one behind it when that one is rejected', async () => {
    const world = await startWorld();
    const older = startDeployment(world, 'v1');
    const newer = startDeployment(world, 'v2');
    await world.watchShop();
    await cardIn(world, 'Approval needed');
    await polled(world, 2);
    expect(shownIds(world)).toEqual([newer.id]);
    world.gitlab.world.reject(newer.id, 'ana');
    await world.slack.waitFor(() => shownIds(world).includes(older.id), { what: 'the older one’s card' });
    await cardIn(world, 'Approval needed');
    expect(shownIds(world)).toEqual([older.id, newer.id]);
  });

  test('works on a server that knows no blocked deployments, however many it has', async () => {
    const world = await startWorld({ gitlab: { version: '14.5.0-ee' } });
    const start = () => world.gitlab.world.startPipeline(SHOP, { environment: 'staging', by: 'dana' }).id;
    for (let count = 0; count < 120; count += 1) world.gitlab.world.succeed(start());
    await world.watchShop();
    await polled(world, 2);
    const id = start();
    world.gitlab.world.fail(id);
    await cardIn(world, 'Failed');
    expect(shownIds(world)).toEqual([id]);
  });

  test('is had by each new watch: another channel gets a card for what waits already', async () => {
    const world = await startWorld();
    const { slack, people } = world;
    await world.watchShop();
    const { id } = startDeployment(world);
    await cardIn(world, 'Approval needed');
    const other = slack.addChannel({ name: 'releases', members: [people.kim.id], botIsMember: true });
    await slack.as(people.kim.id).command('/slipway', `watch ${SHOP}`, other.id);
    const inOther = () =>
      slack.messages(other.id).filter((one) => slack.visibleText(one).includes('Approval needed'));
    await slack.waitFor(() => inOther().length === 1, { what: 'the card in the other channel' });
    world.gitlab.world.approve(id, 'kim');
    await slack.waitFor(() => inOther().some((one) => slack.visibleText(one).includes('1 of 1 (Kim Berg)')));
    expect(inOther()).toHaveLength(1);
    expect(cards(world)).toHaveLength(1);
  });
});

describe('nothing is missed', () => {
  test('of 150 deployments that changed at one moment', { timeout: 60_000 }, async () => {
    let frozen: number | undefined;
    const world = await startWorld({ gitlab: { now: () => frozen ?? Date.now() } });
    await world.watchShop('on:failed');
    await polled(world, 1);
    frozen = Date.now();
    const ids = Array.from({ length: 150 }, () => {
      const { id } = world.gitlab.world.startPipeline(SHOP, { environment: 'staging', by: 'dana' });
      world.gitlab.world.fail(id);
      return id;
    });
    await world.slack.waitFor(() => cards(world).length >= 150, { what: '150 cards', timeoutMs: 40_000 });
    frozen = undefined;
    await polled(world, 2);
    expect(shownIds(world)).toEqual(ids);
  });

  test('while deployments change between the pages', { timeout: 60_000 }, async () => {
    const world = await startWorld();
    await world.watchShop('on:failed');
    const ids: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      const started = Array.from(
        { length: 40 },
        () => world.gitlab.world.startPipeline(SHOP, { environment: 'staging', by: 'dana' }).id,
      );
      await polled(world, 1);
      for (const id of started) {
        if (id % 4 === 0) {
          world.gitlab.world.fail(id);
          ids.push(id);
        } else world.gitlab.world.succeed(id);
      }
    }
    await world.slack.waitFor(() => cards(world).length >= ids.length, {
      what: 'every failure',
      timeoutMs: 30_000,
    });
    expect(shownIds(world)).toEqual(ids);
  });

  test('of a row that turns up late, from a replica that lags behind', async () => {
    let behind = 0;
    const world = await startWorld({ gitlab: { now: () => Date.now() - behind } });
    await world.watchShop();
    startDeployment(world, 'v1');
    await cardIn(world, 'v1');
    await polled(world, 1);
    behind = 45_000;
    startDeployment(world, 'v2-late');
    behind = 0;
    await cardIn(world, 'v2-late');
    expect(cards(world)).toHaveLength(2);
  });

  test('when an approval is given in GitLab, which leaves the deployment’s time as it was', async () => {
    const world = await startWorld();
    await world.watchShop();
    const { id } = startDeployment(world);
    await cardIn(world, 'Approval needed');
    const before = world.gitlab.world.deployment(id).updatedAt;
    world.gitlab.world.approve(id, 'kim', { comment: 'looks fine' });
    const card = await cardIn(world, 'Release managers: 1 of 1 (Kim Berg)');
    expect(world.gitlab.world.deployment(id).updatedAt).toBe(before);
    await world.slack.waitFor(() => world.slack.thread(world.channel.id, card.ts).length > 0, {
      what: 'the vote in the thread',
    });
    expect(world.slack.visibleText(world.slack.thread(world.channel.id, card.ts)[0] ?? card)).toContain(
      'looks fine',
    );
  });

  test('when the status flips twice between two polls: the card shows the end', async () => {
    const world = await startWorld();
    await world.watchShop();
    const { id } = startDeployment(world);
    await cardIn(world, 'Approval needed');
    rushToEnd(world, id);
    await cardIn(world, 'Deployed');
    expect(cards(world)).toHaveLength(1);
  });

  test('but what was over before anybody could see it waiting asks nobody for approval', async () => {
    const world = await startWorld();
    await world.watchShop();
    const { id } = startDeployment(world);
    rushToEnd(world, id);
    await polled(world, 3);
    expect(cards(world)).toEqual([]);
  });

  test('when a superseded deployment is run all the same: its card lives on', async () => {
    const world = await startWorld();
    const { gitlab } = world;
    gitlab.world.addProject({
      path: 'acme/tools',
      members: { kim: 'maintainer', dana: 'developer', watcher: 'reporter' },
      preventOutdated: false,
    });
    await world.connect('kim');
    await world.command('kim', '/slipway', 'watch acme/tools on:manual');
    const start = () =>
      gitlab.world.startPipeline('acme/tools', { environment: 'live', by: 'dana', manual: true });
    const older = start();
    await world.slack.waitFor(() => cards(world).length === 1, { what: 'the first card' });
    const newer = start();
    await world.slack.waitFor(() => cards(world).length === 2, { what: 'the second card' });
    gitlab.world.play(newer.id, 'kim');
    gitlab.world.run(newer.id);
    gitlab.world.succeed(newer.id);
    const [card] = cards(world);
    const says = (words: string) =>
      world.slack.waitFor(
        () => cards(world).some((one) => one.ts === card?.ts && world.slack.visibleText(one).includes(words)),
        { what: `"${words}" on the older card` },
      );
    await says('Superseded');
    gitlab.world.play(older.id, 'kim');
    gitlab.world.run(older.id);
    gitlab.world.succeed(older.id);
    await says('Deployed');
    expect(cards(world)).toHaveLength(2);
  });

  test('by a deployment that was deleted in GitLab: the others go on', async () => {
    const world = await startWorld();
    await world.watchShop();
    const gone = startDeployment(world, 'v1');
    await cardIn(world, 'v1');
    world.gitlab.faults.add({
      path: new RegExp(`/deployments/${gone.id}$`, 'u'),
      status: 404,
      body: { message: '404 Not found' },
    });
    const { id } = startDeployment(world, 'v2');
    await cardIn(world, 'v2');
    world.gitlab.world.approve(id, 'kim');
    await cardIn(world, 'Release managers: 1 of 1 (Kim Berg)');
  });
});

describe('clocks', () => {
  test.for([-10, 10])('GitLab’s clock is off by %i minutes: nothing is missed', async (minutes) => {
    const world = await startWorld({ gitlab: { now: () => Date.now() + minutes * 60_000 } });
    await world.watchShop();
    const { id } = startDeployment(world);
    await cardIn(world, 'Approval needed');
    world.gitlab.world.approve(id, 'ana');
    await cardIn(world, 'Security: 1 of 1 (Ana Costa)');
    world.gitlab.world.reject(id, 'kim');
    await cardIn(world, 'Rejected');
    expect(cards(world)).toHaveLength(1);
  });
});

describe('what it costs', () => {
  test('one list for the project and one request for each deployment that waits', async () => {
    const world = await startWorld();
    await world.watchShop();
    const names = ['production', 'production-eu', 'production-us'];
    for (const name of names.slice(1)) {
      world.gitlab.world.addEnvironment(SHOP, { name, tier: 'production' });
      world.gitlab.world.protectEnvironment(SHOP, name, {
        deployers: [{ role: 'developer' }],
        rules: [{ group: 'acme/security' }],
      });
    }
    for (const environment of names) world.gitlab.world.startPipeline(SHOP, { environment, by: 'dana' });
    await world.slack.waitFor(() => cards(world).length === 3, { what: 'three cards' });
    // What the first sight of them costs is behind us once two polls found nothing new.
    await polled(world, 3);
    const lastList = () => {
      const list = polls(world).at(-1);
      return list === undefined ? 0 : world.gitlab.requests.indexOf(list);
    };
    const start = lastList();
    await polled(world, 5);
    const to = lastList();
    const between = world.gitlab.requests.slice(start, to);
    const asked = between.filter((one) => one.path.endsWith('/deployments'));
    expect(between).toHaveLength(asked.length * (1 + 3));
  });

  test('an unchanged card costs no call to Slack, and a life no more calls than it has visible states', async () => {
    const world = await startWorld();
    await world.watchShop();
    const { slack, gitlab } = world;
    const touching = () =>
      slack.calls.filter(
        (one) =>
          one.method === 'chat.update' ||
          (one.method === 'chat.postMessage' && JSON.stringify(one.args).includes('"header"')),
      );
    const { id } = startDeployment(world);
    await cardIn(world, 'Approval needed');
    await polled(world, 3);
    const still = slack.calls.length;
    await polled(world, 4);
    expect(slack.calls).toHaveLength(still);
    const states = ['1 of 1 (Kim Berg)', 'Approved', 'Queued', 'Deploying', 'Deployed'];
    const acts = [
      () => gitlab.world.approve(id, 'kim'),
      () => gitlab.world.approve(id, 'ana'),
      () => gitlab.world.play(id, 'kim'),
      () => gitlab.world.run(id),
      () => gitlab.world.succeed(id),
    ];
    for (const [index, act] of acts.entries()) {
      act();
      await cardIn(world, states[index] ?? '');
    }
    // The post, what it ships, and each state once.
    expect(touching().length).toBeLessThanOrEqual(2 + states.length);
  });

  test('what has ended is asked about no more', async () => {
    const world = await startWorld();
    await world.watchShop();
    const { id } = startDeployment(world);
    await cardIn(world, 'Approval needed');
    world.gitlab.world.reject(id, 'kim');
    await cardIn(world, 'Rejected');
    await polled(world, 2);
    const about = () => world.gitlab.requests.filter((one) => one.path.endsWith(`/deployments/${id}`)).length;
    const before = about();
    await polled(world, 3);
    expect(about()).toBe(before);
  });
});
