import { expect, test } from 'vitest';
import { buttons } from '../../sandbox/slack/elements.ts';
import {
  cardOf,
  cardSays,
  click,
  decisionsSent,
  messageAfter,
  nothingStrange,
  toldAfter,
  waitingCard,
  writes,
} from '../support/acts.ts';
import { cards } from '../support/card.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

/** What the thread of a card says, oldest first. */
const threadOf = (world: TestWorld, id: number): string[] => {
  const card = cardOf(world, id);
  return card === undefined
    ? []
    : world.slack.thread(world.channel.id, card.ts).map((one) => world.slack.visibleText(one));
};

test('a rejection by the dialog ends the deployment, names who and why on the card, and pings nobody', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  await world.watchShop();
  await world.connect('dana');
  const { id, card } = await waitingCard(world);

  await slack.as(people.kim.id).click(card, 'Reject…');
  await slack.waitFor(() => slack.view(people.kim.id), { what: 'the dialog' });
  const words = await toldAfter(world, 'kim', () =>
    slack.as(people.kim.id).submit({ Reason: 'The <!channel> migration is *not* reviewed' }),
  );

  expect(words).toContain('You rejected');
  const rejected = await cardSays(world, id, 'Rejected by Kim Berg');
  expect(slack.visibleText(rejected)).toContain('migration is');
  expect(buttons(rejected)).toEqual(['Open in GitLab']);
  await slack.waitFor(() => threadOf(world, id)[0], { what: 'the vote in the thread' });
  for (const message of [rejected, ...slack.thread(world.channel.id, rejected.ts)]) {
    expect(slack.mentions(message).users).not.toContain(people.dana.id);
    expect(slack.mentions(message).broadcasts).toEqual([]);
  }
  const end = await slack.waitFor(
    () =>
      slack.directMessages(people.dana.id).find((one) => slack.visibleText(one).includes('Rejected by Kim')),
    { what: 'the end for its requester' },
  );
  expect(slack.mentions(end).broadcasts).toEqual([]);
  expect(world.gitlab.world.deployment(id)).toMatchObject({
    status: 'failed',
    failureReason: 'deployment_rejected',
  });
  expect(decisionsSent(world)).toEqual(['kim rejected']);
  nothingStrange(world);
});

test('an empty reason stands at its input, and the dialog stays open', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  await world.watchShop();
  const { card } = await waitingCard(world);
  await slack.as(people.kim.id).click(card, 'Reject…');
  await slack.waitFor(() => slack.view(people.kim.id), { what: 'the dialog' });

  await slack.as(people.kim.id).submit({ Reason: '   ' });

  expect(Object.values(slack.view(people.kim.id)?.errors ?? {})).toHaveLength(1);
  expect(decisionsSent(world)).toEqual([]);
  nothingStrange(world);
});

test('an approval by the dialog carries the comment and the rule, and runs the job when it was the last one', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  await world.watchShop();
  await world.connect('ana');
  const { id, card } = await waitingCard(world);

  await slack.as(people.ana.id).click(card, 'Approve with a comment…');
  await slack.waitFor(() => slack.view(people.ana.id), { what: 'the dialog' });
  const first = await toldAfter(world, 'ana', () =>
    slack
      .as(people.ana.id)
      .submit({ Comment: 'Scanned, clean', 'Approve as': 'Security', Afterwards: ['run'] }),
  );
  expect(first).toContain('1 approval still missing');
  expect(writes(world).some((request) => request.path.endsWith('/play'))).toBe(false);

  await slack.as(people.kim.id).click(await cardSays(world, id, '(Ana Costa)'), 'Approve with a comment…');
  await slack.waitFor(() => slack.view(people.kim.id), { what: 'the dialog' });
  const second = await toldAfter(world, 'kim', () =>
    slack.as(people.kim.id).submit({ Comment: 'Go', Afterwards: ['run'] }),
  );

  expect(second).toContain('the job has been started');
  expect(world.gitlab.world.deployment(id).approvals).toMatchObject([
    { username: 'ana', comment: 'Scanned, clean' },
    { username: 'kim', comment: 'Go' },
  ]);
  await cardSays(world, id, 'Queued');
  await slack.waitFor(() => threadOf(world, id)[1], { what: 'both votes in the thread' });
  expect(threadOf(world, id)[0]).toContain('Scanned, clean');
  expect(writes(world).map((one) => `${one.user} ${one.path.split('/').at(-1)}`)).toEqual([
    'ana approval',
    'kim approval',
    'kim play',
  ]);
  nothingStrange(world);
});

test('whoever may approve but not run gets the approval counted and is told that somebody else must run it', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  world.gitlab.world.protectEnvironment(SHOP, 'production', {
    deployers: [{ user: 'kim' }],
    rules: [{ group: 'acme/security' }],
  });
  await world.watchShop();
  await world.connect('ana');
  const { id, card } = await waitingCard(world);

  await slack.as(people.ana.id).click(card, 'Approve with a comment…');
  await slack.waitFor(() => slack.view(people.ana.id), { what: 'the dialog' });
  const words = await toldAfter(world, 'ana', () => slack.as(people.ana.id).submit({ Afterwards: ['run'] }));

  expect(words).toContain('GitLab did not let you run the job');
  const ready = await cardSays(world, id, 'Approved, ready to run');
  const refused = await click(world, 'ana', ready, 'Run');
  expect(refused).toContain('it takes deploy permission for production');
  expect(await click(world, 'kim', ready, 'Run')).toContain('You started the job');
  nothingStrange(world);
});

test.each([
  ['is lost', { kind: 'lost-response' }, "I can't tell whether it started"],
  ['is a server fault', { kind: 'status', status: 502 }, "I can't tell whether it started"],
  ['is that it asks too often', { kind: 'status', status: 429 }, 'GitLab did not let you run the job'],
  ['is that the sign-in has ended', { kind: 'status', status: 401 }, 'GitLab did not let you run the job'],
] as const)(
  'an approval that should run the job stands, where the answer to the run %s',
  async (_what, fault, words) => {
    const world = await startWorld();
    const { slack, people } = world;
    world.gitlab.world.protectEnvironment(SHOP, 'production', {
      deployers: [{ role: 'developer' }],
      rules: [{ group: 'acme/security' }],
    });
    await world.watchShop();
    await world.connect('ana');
    const { id, card } = await waitingCard(world);
    world.gitlab.faults.add({ method: 'POST', path: /\/play$/u, ...fault });

    await slack.as(people.ana.id).click(card, 'Approve with a comment…');
    await slack.waitFor(() => slack.view(people.ana.id), { what: 'the dialog' });
    const told = await toldAfter(world, 'ana', () => slack.as(people.ana.id).submit({ Afterwards: ['run'] }));

    expect(told).toContain('You approved');
    expect(told).toContain(words);
    expect(world.gitlab.world.deployment(id).approvals).toHaveLength(1);
    expect(decisionsSent(world)).toEqual(['ana approved']);
  },
);

test('the command approves as the named rule with a comment', async () => {
  const world = await startWorld();
  await world.watchShop();
  await world.connect('ana');
  const { id } = await waitingCard(world);

  const words = await world.command('ana', '/deploy', `approve ${id} as:Security looks good, ship it`);

  expect(words).toContain('as Security');
  expect(world.gitlab.world.deployment(id).approvals).toEqual([
    { username: 'ana', status: 'approved', comment: 'looks good, ship it' },
  ]);
  await cardSays(world, id, 'Security: 1 of 1 (Ana Costa)');
  const unknown = await world.command('kim', '/deploy', `approve ${id} as:Marketing`);
  expect(unknown).toContain('No approval rule of this deployment is called Marketing');
  expect(decisionsSent(world)).toEqual(['ana approved']);
  nothingStrange(world);
});

test('a person in two rules is asked which, and gives the one and then the other', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  world.gitlab.world.setRole('acme/security', 'kim', 'developer');
  await world.watchShop();
  const { id, card } = await waitingCard(world);

  const question = await messageAfter(world, 'kim', () => slack.as(people.kim.id).click(card, 'Approve'));
  expect(buttons(question)).toEqual(['Security', 'Release managers']);
  expect(decisionsSent(world)).toEqual([]);

  const chosen = await toldAfter(world, 'kim', () =>
    slack.as(people.kim.id).click(question, 'Release managers'),
  );
  expect(chosen).toContain('as Release managers');
  const half = await cardSays(world, id, 'Release managers: 1 of 1 (Kim Berg)');
  expect(slack.visibleText(half)).toContain('Security: 0 of 1');

  const second = await click(world, 'kim', half, 'Approve');
  expect(second).toContain('as Security');
  await cardSays(world, id, 'Approved, ready to run');
  expect(decisionsSent(world)).toEqual(['kim approved', 'kim approved']);
  expect(world.gitlab.world.deployment(id).pendingApprovals).toBe(0);
  nothingStrange(world);
});

test('two people who click in the same moment both count, once each, on one card', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  await world.watchShop();
  await world.connect('ana');
  const { id, card } = await waitingCard(world);

  await Promise.all([
    slack.as(people.kim.id).click(card, 'Approve'),
    slack.as(people.ana.id).click(card, 'Approve'),
  ]);

  await cardSays(world, id, 'Approved, ready to run');
  await slack.waitFor(() => threadOf(world, id)[1], { what: 'both votes in the thread' });
  expect(decisionsSent(world).toSorted()).toEqual(['ana approved', 'kim approved']);
  expect(cards(world)).toHaveLength(1);
  expect(threadOf(world, id)).toHaveLength(2);
  nothingStrange(world);
});

test('a double click is one approval', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  await world.watchShop();
  const { id, card } = await waitingCard(world);

  await Promise.all([
    slack.as(people.kim.id).click(card, 'Approve'),
    slack.as(people.kim.id).click(card, 'Approve'),
  ]);

  await cardSays(world, id, 'Release managers: 1 of 1 (Kim Berg)');
  await slack.waitFor(() => threadOf(world, id)[0], { what: 'the vote in the thread' });
  expect(decisionsSent(world)).toEqual(['kim approved']);
  expect(threadOf(world, id)).toHaveLength(1);
  nothingStrange(world);
});

test('votes cast in GitLab show on the card and in its thread as those cast here', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { id } = await waitingCard(world);

  world.gitlab.world.approve(id, 'ana', { comment: 'From the page' });
  await cardSays(world, id, 'Security: 1 of 1 (Ana Costa)');
  world.gitlab.world.approve(id, 'kim');
  await cardSays(world, id, 'Approved, ready to run');
  world.gitlab.world.play(id, 'kim');
  await cardSays(world, id, 'Queued');
  world.gitlab.world.run(id);
  await cardSays(world, id, 'Deploying');
  world.gitlab.world.succeed(id);
  await cardSays(world, id, 'Deployed');

  expect(threadOf(world, id)).toHaveLength(2);
  expect(threadOf(world, id)[0]).toContain('From the page');
  expect(writes(world)).toEqual([]);
  nothingStrange(world);
});

test('a rejection in GitLab takes the buttons from the card', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { id } = await waitingCard(world);

  world.gitlab.world.reject(id, 'ana', { comment: 'Wrong version' });

  const card = await cardSays(world, id, 'Rejected by Ana Costa');
  expect(world.slack.visibleText(card)).toContain('Wrong version');
  expect(buttons(card)).toEqual(['Open in GitLab']);
  nothingStrange(world);
});
