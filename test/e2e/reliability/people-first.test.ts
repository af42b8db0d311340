import { expect, test } from 'vitest';
import { ChannelId, ProjectId, SlackUserId } from '../../../src/core/ids.ts';
import { cardSays, click, nothingStrange, waitingCard } from '../../support/acts.ts';
import { SHOP, startWorld, type TestWorld } from '../../support/world.ts';

/** How long a request that hangs is waited for, and far less than that. */
const PATIENCE_MS = 5_000;
const SOON_MS = 3_000;

/** Has the channel watch so many projects that no request of the bot's for one of them is answered well. */
async function watchMany(world: TestWorld, count: number): Promise<void> {
  const { ports } = world.app();
  for (let number = 1; number <= count; number += 1) {
    const project = ProjectId.parse(100_000 + number);
    await ports.watches.put({
      team: ports.settings.team,
      channel: ChannelId.parse(world.channel.id),
      project,
      projectPath: `acme/app-${number}`,
      environments: [],
      on: ['approvals', 'failed'],
      madeBy: SlackUserId.parse(world.people.kim.id),
      madeAt: ports.clock.now(),
    });
    await ports.polls.dueBy(project, ports.clock.now());
  }
}

const ofWatcher = (world: TestWorld) => world.gitlab.requests.filter(({ user }) => user === 'watcher');

/** Requests of the bot's that are waited for just now. */
const hanging = (world: TestWorld): number =>
  ofWatcher(world).filter(({ status, at }) => status === 0 && at > Date.now() - PATIENCE_MS).length;

const TROUBLES = [
  {
    what: 'hangs in all it asks for, for hundreds of projects at once',
    fault: { kind: 'hang' },
    shows: (world: TestWorld) => hanging(world) >= 100,
  },
  {
    what: 'rests because of a 429',
    fault: { status: 429, headers: { 'retry-after': '60' }, body: 'Retry later\n' },
    shows: (world: TestWorld) =>
      world.log.lines.some((line) => line.includes('takes no requests for a while')),
  },
  {
    what: 'rests because GitLab does not answer it',
    fault: { kind: 'reset' },
    shows: (world: TestWorld) => world.log.lines.some((line) => line.includes('polling rests')),
  },
] as const;

test.for(TROUBLES)(
  'while the bot $what, people are answered as always',
  { timeout: 40_000 },
  async (trouble) => {
    const world = await startWorld({ overrides: { gitlabTimeoutMs: PATIENCE_MS } });
    await world.watchShop();
    await world.connect('ana');
    const { id, card } = await waitingCard(world);
    const mend = world.gitlab.faults.add({ user: 'watcher', ...trouble.fault });
    await watchMany(world, 200);
    await world.slack.waitFor(() => trouble.shows(world), { what: 'the trouble', timeoutMs: 20_000 });

    const started = performance.now();
    const [list, shown, approved] = await Promise.all([
      world.command('kim', '/deploy', `list ${SHOP}`),
      world.command('dana', '/slipway', 'help'),
      click(world, 'ana', card, 'Approve'),
    ]);
    const took = performance.now() - started;

    expect(list).toContain(`#${id}`);
    expect(shown).toContain('/slipway');
    expect(approved).toContain('You approved');
    expect(took).toBeLessThan(SOON_MS);
    expect(trouble.shows(world)).toBe(true);
    mend();
    if (!('headers' in trouble.fault)) await cardSays(world, id, 'Security: 1 of 1 (Ana Costa)');
    nothingStrange(world);
  },
);
