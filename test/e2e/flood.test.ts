import { expect, test } from 'vitest';
import type { Delivery, StoredMessage } from '../../sandbox/slack/model.ts';
import { ALLOWANCE } from '../../src/handlers/pace.ts';
import { decisionsSent, nothingStrange, waitingCard, writes } from '../support/acts.ts';
import { clickOn, commandOf, turnedAwayAre } from '../support/raw-slack.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

const FLOOD = 100;

/** A world in which people are kept to the pace of the product, not of tests. */
async function pacedWorld(): Promise<TestWorld> {
  const world = await startWorld({ withoutBot: true });
  await world.startBot({ allowance: ALLOWANCE });
  await world.watchShop();
  return world;
}

/** So many clicks of Kim's, ten at a time, each on another deployment, so that none is the same wish twice. */
async function flood(world: TestWorld, card: StoredMessage): Promise<Delivery[]> {
  const kim = world.slack.as(world.people.kim.id);
  const acks: Delivery[] = [];
  for (let at = 0; at < FLOOD; at += 10) {
    const clicks = Array.from({ length: 10 }, (_, more) =>
      kim.raw(
        clickOn(
          world,
          card,
          'details-approve',
          JSON.stringify({ project: 101, deployment: 100_000 + at + more }),
        ),
      ),
    );
    acks.push(...(await Promise.all(clicks)));
  }
  return acks;
}

test('a flood by one person is taken in, told once, and keeps nobody else waiting', async () => {
  const world = await pacedWorld();
  const { slack, people, channel } = world;
  await world.connect('ana');
  const { card, id } = await waitingCard(world);
  const told = slack.ephemerals(people.kim.id).length;
  const asked = world.gitlab.requests.filter(({ user }) => user === 'kim').length;

  const flooding = flood(world, card);
  const others = await Promise.all([
    slack.as(people.ana.id).command('/deploy', `approve ${SHOP} ${id}`, channel.id),
    slack.as(people.dana.id).command('/deploy', 'help', channel.id),
  ]);
  const acks = await flooding;

  expect(others.map(({ ackedInTime }) => ackedInTime)).toEqual([true, true]);
  expect(new Set(acks.map(({ status }) => status))).toEqual(new Set([200]));
  await slack.waitFor(() => decisionsSent(world).includes('ana approved'), { what: 'what Ana asked for' });
  const { burst } = ALLOWANCE;
  await slack.waitFor(() => slack.ephemerals(people.kim.id).length > told, { what: 'words for Kim' });
  await turnedAwayAre(world, `click too-many-requests ${people.kim.id}`);
  const toldToKim = slack
    .ephemerals(people.kim.id)
    .slice(told)
    .filter((message) => slack.visibleText(message).includes('more than I take from one person'));
  expect(toldToKim.length).toBeGreaterThanOrEqual(1);
  expect(toldToKim.length).toBeLessThanOrEqual(2);
  // At most what one person may ask for reaches GitLab: each click reads its deployment and project.
  const reached = new Set(
    world.gitlab.requests
      .filter(({ user }) => user === 'kim')
      .slice(asked)
      .map(({ path }) => /deployments\/(\d+)/u.exec(path)?.[1])
      .filter((deployment) => deployment !== undefined),
  );
  expect(reached.size).toBeLessThanOrEqual(burst + Math.ceil(ALLOWANCE.perSecond * 10));
});

test('whoever is too fast is refused in words by command, and nobody else is', async () => {
  const world = await startWorld({ withoutBot: true });
  await world.startBot({ allowance: { burst: 3, perSecond: 0.001 } });
  const kim = world.slack.as(world.people.kim.id);
  // Two alike within a second would be the same bytes, which is something else.
  const help = (number: number) =>
    kim.raw(commandOf(world, '/deploy', `help ${'list show run'.split(' ')[number % 3]} ${number}`));

  for (let request = 0; request < 3; request += 1) expect((await help(request)).body).toBe('');
  for (let request = 0; request < 3; request += 1)
    expect((await help(request + 3)).body).toContain('more than I take from one person at a time');
  await turnedAwayAre(world, `command too-many-requests ${world.people.kim.id}`);
  // Somebody else has a pace of their own.
  expect(await world.command('dana', '/deploy', 'help')).toContain('/deploy');
  expect(writes(world)).toEqual([]);
  nothingStrange(world);
});
