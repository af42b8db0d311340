import { describe, expect, test } from 'vitest';
import { freePort } from '../../../sandbox/free-port.ts';
import { cardIn, cards } from '../../support/card.ts';
import { SHOP, startWorld, type TestWorld } from '../../support/world.ts';
import { polled, polls } from './polls.ts';

const startDeployment = (world: TestWorld, ref = 'v2.14.0') =>
  world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana', ref });

/** Requests by the bot's own token since a moment of the sandbox's clock. */
const watcherSince = (world: TestWorld, at: number) =>
  world.gitlab.requests.filter((one) => one.user === 'watcher' && one.at >= at);

const OUTAGES = [
  { what: 'answers 502 with a page of a proxy', fault: { kind: 'html', status: 502 } },
  { what: 'answers a sign-in page with 200', fault: { kind: 'html', status: 200 } },
  { what: 'answers 503', fault: { status: 503 } },
  { what: 'breaks every connection', fault: { kind: 'reset' } },
  { what: 'breaks every answer off', fault: { kind: 'truncate' } },
] as const;

describe('GitLab', () => {
  test.for(OUTAGES)(
    '$what for a while: no storm, and the cards catch up with what happened meanwhile',
    async ({ fault }) => {
      const world = await startWorld();
      await world.watchShop();
      const { id } = startDeployment(world);
      const card = await cardIn(world, 'Approval needed');
      const mend = world.gitlab.faults.add(fault);
      const since = Date.now();
      await world.slack.waitFor(() => Date.now() - since > 4_000, { what: 'four seconds of outage' });
      // Polls every second, each tried five times at most, and never in parallel.
      expect(watcherSince(world, since).length).toBeLessThan(60);
      world.gitlab.world.approve(id, 'kim');
      world.gitlab.world.reject(id, 'ana');
      const second = startDeployment(world, 'v2.15.0');
      mend();
      await cardIn(world, 'v2.15.0');
      await world.slack.waitFor(
        () =>
          world.slack
            .visibleText(cards(world).find((one) => one.ts === card.ts) ?? card)
            .includes('Rejected'),
        { what: 'the rejection on the first card' },
      );
      expect(cards(world)).toHaveLength(2);
      expect(world.gitlab.world.deployment(second.id).approvals).toEqual([]);
    },
  );

  test('asks for patience with 429: the bot’s token rests until then', async () => {
    const world = await startWorld();
    await world.watchShop();
    startDeployment(world);
    await cardIn(world, 'Approval needed');
    const limited = { status: 429, headers: { 'retry-after': '3' }, body: 'Retry later\n' };
    world.gitlab.faults.add({ ...limited, times: 1 });
    const { at: hit } = await world.slack.waitFor(
      () => world.gitlab.requests.find((one) => one.status === 429),
      { what: 'the 429' },
    );
    await world.slack.waitFor(() => watcherSince(world, hit + 1_000).some((one) => one.status === 200), {
      what: 'the polls to go on',
    });
    // Requests that were under way with the refused one are not counted.
    const next = watcherSince(world, hit + 500)[0];
    expect((next?.at ?? 0) - hit).toBeGreaterThanOrEqual(2_900);
    world.gitlab.world.approve(startDeployment(world, 'v3').id, 'kim');
    await cardIn(world, '1 of 1 (Kim Berg)');
  });

  test('asks one process for patience with 429: no process polls any project until then, and nobody storms in afterwards', async () => {
    const world = await startWorld();
    const { gitlab } = world;
    await world.startBot({}, { PORT: String(await freePort()) });
    await world.watchShop();
    for (let count = 1; count <= 12; count += 1) {
      gitlab.world.addProject({
        path: `acme/app-${count}`,
        members: { kim: 'maintainer', watcher: 'reporter' },
      });
      await world.command('kim', '/slipway', `watch acme/app-${count}`);
    }
    await polled(world, 13);
    const limited = { status: 429, headers: { 'retry-after': '2' }, body: 'Retry later\n' };
    gitlab.faults.add({ ...limited, path: /\/deployments$/u, times: 1 });
    const { at: hit } = await world.slack.waitFor(() => gitlab.requests.find((one) => one.status === 429), {
      what: 'the 429',
    });
    const since = (ms: number) => polls(world).filter(({ at }) => at > hit + ms);
    await world.slack.waitFor(() => new Set(since(1_900).map(({ path }) => path)).size === 13, {
      what: 'every project to be polled again',
    });
    // What was under way at that moment is not held against anybody.
    const meanwhile = since(150).filter(({ at }) => at < hit + 1_900);
    expect(meanwhile).toEqual([]);
    const atOnce = since(1_900).filter(({ at }) => at < hit + 2_100);
    expect(atOnce.length).toBeLessThan(13);
  });

  test.for([{ kind: 'hang' }, { status: 500 }, { status: 403, body: { message: '403 Forbidden' } }] as const)(
    'cannot be read in one project (%o): another one’s cards do not wait for it',
    async (fault) => {
      const world = await startWorld();
      const { gitlab } = world;
      gitlab.world.addProject({ path: 'acme/tools', members: { kim: 'maintainer', watcher: 'reporter' } });
      await world.watchShop();
      await world.command('kim', '/slipway', 'watch acme/tools');
      const { id } = gitlab.world.project('acme/tools');
      const { length: before } = gitlab.requests;
      gitlab.faults.add({ path: new RegExp(`/projects/${id}/`, 'u'), ...fault });
      const isTools = ({ path }: { path: string }): boolean => path.includes(`/projects/${id}/`);
      await world.slack.waitFor(() => gitlab.requests.slice(before).some(isTools), {
        what: 'a poll that fails',
      });
      for (const ref of ['v1', 'v2', 'v3']) {
        const started = Date.now();
        startDeployment(world, ref);
        await cardIn(world, ref);
        expect(Date.now() - started).toBeLessThan(5_000);
      }
    },
  );

  test('hangs on a click’s approval and comes back: the person is told that it is open, and then how it ended', async () => {
    const world = await startWorld();
    const { slack, people, gitlab } = world;
    await world.watchShop();
    const { id } = startDeployment(world);
    const card = await cardIn(world, 'Approval needed');
    gitlab.faults.add({ method: 'POST', path: /\/approval$/u, kind: 'lost-response', times: 1 });
    await slack.as(people.kim.id).click(card, 'Approve');
    await cardIn(world, 'Release managers: 1 of 1 (Kim Berg)');
    const told = () =>
      slack
        .ephemerals(people.kim.id)
        .map((one) => slack.visibleText(one))
        .filter((text) => text.includes('production'));
    await slack.waitFor(() => told().length >= 2, { what: 'both answers' });
    expect(gitlab.world.deployment(id).approvals).toHaveLength(1);
    expect(gitlab.requests.filter((one) => one.path.endsWith('/approval'))).toHaveLength(1);
  });
});
