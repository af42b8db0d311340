import { expect, test } from 'vitest';
import type { RecordedRequest } from '../../sandbox/gitlab/sandbox-gitlab.ts';
import { cardSays, click, decisionsSent, nothingStrange, waitingCard, writes } from '../support/acts.ts';
import { commandOf, turnedAwayAre } from '../support/raw-slack.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

/** A rule that two people of one group must meet, and a card that waits for both. */
async function twoNeeded(): Promise<{ world: TestWorld; id: number }> {
  const world = await startWorld();
  world.gitlab.world.setRole('acme/release', 'ana', 'developer');
  world.gitlab.world.protectEnvironment(SHOP, 'production', {
    deployers: [{ role: 'developer' }],
    rules: [{ group: 'acme/release', required: 2 }],
  });
  await world.watchShop();
  await world.connect('ana');
  const { id } = await waitingCard(world);
  return { world, id };
}

const approvals = (world: TestWorld): RecordedRequest[] =>
  writes(world).filter(({ path }) => path.endsWith('/approval'));

test('two approvals of one rule are two people’s: each goes out with their own token, and none with the bot’s', async () => {
  const { world, id } = await twoNeeded();

  await click(world, 'kim', await cardSays(world, id, 'Release managers: 0 of 2'), 'Approve');
  await click(world, 'ana', await cardSays(world, id, 'Release managers: 1 of 2'), 'Approve');

  await cardSays(world, id, 'Approved, ready to run');
  expect(world.gitlab.world.deployment(id).pendingApprovals).toBe(0);
  const tokens = approvals(world).map(({ headers }) => headers.authorization);
  expect(new Set(tokens).size).toBe(2);
  for (const token of tokens) {
    expect(token).toMatch(/^Bearer ./u);
    expect(token).not.toContain(world.environment.GITLAB_TOKEN);
  }
  expect(approvals(world).map(({ headers }) => headers['private-token'])).toEqual([undefined, undefined]);
  nothingStrange(world);
});

test('one person’s two approvals of a rule for two people count as one', async () => {
  const { world, id } = await twoNeeded();

  await click(world, 'kim', await cardSays(world, id, 'Release managers: 0 of 2'), 'Approve');
  const card = await cardSays(world, id, 'Release managers: 1 of 2');
  expect(await click(world, 'kim', card, 'Approve')).toContain('You approved this already');

  expect(decisionsSent(world)).toEqual(['kim approved']);
  expect(world.gitlab.world.deployment(id).pendingApprovals).toBe(1);
  nothingStrange(world);
});

test('GitLab’s own record of an approval names the person that the audit trail names', async () => {
  const { world, id } = await twoNeeded();
  await click(world, 'kim', await cardSays(world, id, 'Release managers: 0 of 2'), 'Approve');
  await click(world, 'ana', await cardSays(world, id, 'Release managers: 1 of 2'), 'Approve');
  await cardSays(world, id, 'Approved, ready to run');

  const { approvals: recorded } = world.gitlab.world.deployment(id);
  const lines = await world.app().ports.audit.newest(20);
  const ours = lines.filter(({ act }) => act === 'approve').toReversed();

  expect(recorded.map(({ username }) => username)).toEqual(['kim', 'ana']);
  expect(ours.map(({ gitlabUser }) => gitlabUser?.username)).toEqual(['kim', 'ana']);
  expect(ours.map(({ person }) => person?.user)).toEqual([world.people.kim.id, world.people.ana.id]);
  // The very requests, as GitLab's operators would find them.
  expect(ours.map(({ requestId }) => requestId)).toEqual([expect.any(String), expect.any(String)]);
});

test('what is for operators is refused in a channel, in a shared one and in a direct message alike', async () => {
  const world = await startWorld();
  const { slack, people, channel } = world;
  const shared = slack.addChannel({ name: 'partners', members: [people.ana.id], botIsMember: true });
  const kim = slack.as(people.ana.id);
  const told = async (channel_id: string, more: object = {}): Promise<string> => {
    const before = slack.ephemerals(people.ana.id).length;
    const fields = { ...commandOf(world, '/slipway', 'status', 'ana'), channel_id, ...more };
    const { body } = await kim.raw(fields);
    if (body !== '') return body;
    const answer = await slack.waitFor(
      () => slack.ephemerals(people.ana.id)[before] ?? slack.directMessages(people.ana.id).at(-1),
      { what: 'an answer' },
    );
    return slack.visibleText(answer);
  };

  for (const words of [
    await told(channel.id),
    await told(shared.id, { channel_name: 'partners' }),
    await told('D0000000001', { channel_name: 'directmessage' }),
  ]) {
    expect(words).toContain('This is for the people who run Slipway');
    expect(words).not.toContain('process');
  }

  await turnedAwayAre(world, `command operators-only ${people.ana.id}`);
  expect(writes(world)).toEqual([]);
});
