import { expect, test } from 'vitest';
import { buttons } from '../../sandbox/slack/elements.ts';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { cardOf, cardSays, click, nothingStrange, toldAfter, waitingCard } from '../support/acts.ts';
import { type PersonName, SHOP, startWorld, type TestWorld } from '../support/world.ts';
import { polled } from './reliability/polls.ts';

/** What a person was told of the end of deployments, by direct message. */
const endsFor = (world: TestWorld, name: PersonName): StoredMessage[] =>
  world.slack
    .directMessages(world.people[name].id)
    .filter((message) => buttons(message).includes('Stop these messages'));

const threadOf = (world: TestWorld, card: StoredMessage): StoredMessage[] =>
  world.slack.thread(world.channel.id, card.ts);

/** Both approvals, the run, and the job at work. */
function getsGoing(world: TestWorld, id: number): void {
  world.gitlab.world.approve(id, 'ana');
  world.gitlab.world.approve(id, 'kim');
  world.gitlab.world.play(id, 'kim');
  world.gitlab.world.run(id);
}

/** Resolves when nothing is left to be told. */
const quiet = (world: TestWorld): Promise<void> =>
  expect
    .poll(async () => {
      const { active = 0, waiting = 0, delayed = 0 } = (await world.app().ports.queueCounts()).cards ?? {};
      return active + waiting + delayed;
    })
    .toBe(0);

const firstEnd = (world: TestWorld): Promise<StoredMessage> =>
  world.slack.waitFor(() => endsFor(world, 'dana')[0], { what: 'the message about the end' });

test('a deployment that succeeds says how long it took, from which version on, and where it is; its requester is told once, whatever number of channels follow it', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  await world.connect('dana');
  const before = world.gitlab.world.startPipeline(SHOP, {
    environment: 'production',
    by: 'dana',
    ref: 'v2.13.0',
  });
  getsGoing(world, before.id);
  world.gitlab.world.succeed(before.id);
  await world.watchShop();
  const other = slack.addChannel({ name: 'release', members: [people.kim.id], botIsMember: true });
  await slack.as(people.kim.id).command('/slipway', `watch ${SHOP}`, other.id);
  await slack.waitFor(() => slack.messages(other.id)[0], { what: 'the announcement in the other channel' });
  const { id } = await waitingCard(world);
  getsGoing(world, id);
  const running = await cardSays(world, id, 'Deploying');
  expect(JSON.stringify(running.blocks)).toContain('It began <!date^');
  world.gitlab.world.succeed(id);

  const card = await cardSays(world, id, 'Deployed in ');
  expect(slack.visibleText(card)).toMatch(/^Deployed in \d+ s: acme\/shop → production/u);
  expect(slack.visibleText(card)).toMatch(/Previous version\s+v2\.13\.0/u);
  expect(buttons(card)).toEqual(['Open site (shop.example.com)', 'Open in GitLab']);
  expect(slack.visibleText(await firstEnd(world))).toMatch(/^Deployed in \d+ s: acme\/shop → production/u);
  await slack.waitFor(
    () => slack.messages(other.id).some((one) => slack.visibleText(one).includes('Deployed in')),
    { what: 'the other channel’s card' },
  );
  await quiet(world);
  expect(endsFor(world, 'dana')).toHaveLength(1);
  expect(endsFor(world, 'kim')).toEqual([]);
  for (const message of [card, ...threadOf(world, card)]) expect(slack.mentions(message).users).toEqual([]);
  nothingStrange(world);
});

test('a failure says at which job and why, mentions its requester once and nobody else, and the log is for those who may read it', async () => {
  const world = await startWorld();
  const { slack, people, channel } = world;
  await world.connect('dana');
  await world.connect('gus');
  await world.watchShop('on:approvals,failed');
  const other = slack.addChannel({ name: 'release', members: [people.kim.id], botIsMember: true });
  await slack.as(people.kim.id).command('/slipway', `watch ${SHOP} on:failed`, other.id);
  await slack.waitFor(() => slack.messages(other.id)[0], { what: 'the announcement in the other channel' });
  const { id } = await waitingCard(world);
  getsGoing(world, id);
  world.gitlab.world.log(id, 'Error: \u001b[31mdisk <!channel> full\u001b[0m');
  world.gitlab.world.fail(id, 'script_failure');

  const card = await cardSays(world, id, 'Failed at ');
  const job = world.gitlab.world.deployment(id).jobUrl ?? '';
  expect(JSON.stringify(card.blocks)).toContain(job);
  expect(slack.visibleText(card)).toContain('its script ended with an error');
  expect(buttons(card)).toEqual(['Retry', 'Show log', 'Open in GitLab']);
  const spoken = (): StoredMessage[] =>
    [channel.id, other.id].flatMap((id) =>
      slack.messages(id).flatMap((one) => [one, ...slack.thread(id, one.ts)]),
    );
  const note = await slack.waitFor(
    () => spoken().find((one) => slack.mentions(one).users.includes(people.dana.id)),
    { what: 'the mention' },
  );
  expect(slack.visibleText(note)).toContain('this deployment failed at');
  expect(slack.visibleText(await firstEnd(world))).toContain('its script ended with an error');
  await slack.waitFor(
    () => slack.messages(other.id).some((one) => slack.visibleText(one).includes('Failed at')),
    { what: 'the other channel’s card' },
  );
  await polled(world, 2);
  await quiet(world);
  const mentioned = spoken().flatMap((one) => slack.mentions(one).users);
  expect(mentioned.filter((user) => user === people.dana.id)).toEqual([people.dana.id]);
  expect(slack.mentions(card).users).toEqual([]);

  await slack.as(people.dana.id).click(card, 'Show log');
  const view = await slack.waitFor(
    () => {
      const open = slack.view(people.dana.id);
      return open !== undefined && slack.visibleText(open).includes('disk') ? open : undefined;
    },
    { what: 'the log' },
  );
  expect(slack.visibleText(view)).toContain('Error: disk <!channel> full');
  expect(slack.mentions(view).broadcasts).toEqual([]);
  const reads = world.gitlab.requests.filter((one) => one.path.endsWith('/trace'));
  expect(reads.map((one) => [one.user, one.tokenKind])).toEqual([['dana', 'oauth']]);
  const public_ = [...slack.messages(world.channel.id), ...threadOf(world, card), ...endsFor(world, 'dana')];
  expect(public_.filter((one) => JSON.stringify(one).includes('disk'))).toEqual([]);
  nothingStrange(world);
});

test('whoever may not read a log is told so, and sees nothing of it', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  await world.connect('gus');
  await world.watchShop('on:failed');
  const { id } = world.gitlab.world.startPipeline(SHOP, { environment: 'staging', by: 'dana' });
  world.gitlab.world.run(id);
  world.gitlab.world.log(id, 'disk full');
  world.gitlab.world.fail(id);
  const card = await cardSays(world, id, 'Failed at ');

  await slack.as(people.gus.id).click(card, 'Show log');

  const view = await slack.waitFor(
    () => {
      const open = slack.view(people.gus.id);
      return open !== undefined && !slack.visibleText(open).includes('Asking GitLab') ? open : undefined;
    },
    { what: 'the answer' },
  );
  expect(view.title).toBe("That didn't work");
  expect(slack.visibleText(view)).not.toContain('disk');
  nothingStrange(world);
});

test('somebody who stops the messages about their deployments gets no more, and gets them again when they ask', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  await world.connect('dana');
  await world.watchShop('on:approvals,failed,succeeded,canceled');
  const first = await waitingCard(world);
  world.gitlab.world.cancel(first.id);
  const end = await firstEnd(world);
  expect(slack.visibleText(end)).toContain('Canceled: acme/shop → production');
  expect(await world.command('dana', '/slipway', 'me')).toContain('You get a direct message when');

  const words = await toldAfter(world, 'dana', () =>
    slack.as(people.dana.id).click(end, 'Stop these messages'),
  );
  expect(words).toContain('You will get no more direct messages');
  expect(await world.command('dana', '/slipway', 'me')).toContain('You get no direct messages');
  const second = await waitingCard(world, { ref: 'v2.15.0' });
  world.gitlab.world.cancel(second.id);
  await cardSays(world, second.id, 'Canceled');
  await quiet(world);

  expect(await world.command('dana', '/slipway', 'me dm:on')).toContain(
    'From now on you get a direct message',
  );
  const third = await waitingCard(world, { ref: 'v2.16.0' });
  world.gitlab.world.reject(third.id, 'kim', { comment: 'Not today' });
  await slack.waitFor(() => endsFor(world, 'dana')[1], { what: 'a second message' });
  const told = endsFor(world, 'dana').map((one) => slack.visibleText(one));
  expect(told).toHaveLength(2);
  expect(told[1]).toContain('Rejected by Kim Berg');
  expect(told[1]).toContain('Not today');
  expect(await world.command('dana', '/slipway', 'me dm:perhaps')).toContain('does not fit');
  nothingStrange(world);
});

test('a requester who is not connected is neither mentioned nor written to', async () => {
  const world = await startWorld();
  const { slack } = world;
  await world.watchShop('on:failed');
  const { id } = world.gitlab.world.startPipeline(SHOP, { environment: 'staging', by: 'dana' });
  world.gitlab.world.run(id);
  world.gitlab.world.fail(id);

  const card = await cardSays(world, id, 'Failed at ');

  expect(slack.visibleText(card)).toContain('Dana Ruiz');
  expect(threadOf(world, card)).toEqual([]);
  expect(slack.directMessages(world.people.dana.id)).toEqual([]);
});

test('a start and its end are one message where no approval is asked for', async () => {
  const world = await startWorld();
  const { slack } = world;
  await world.watchShop('on:started,succeeded');
  const before = slack.messages(world.channel.id).length;
  const { id } = world.gitlab.world.startPipeline(SHOP, { environment: 'staging', by: 'dana' });
  world.gitlab.world.run(id);
  const started = await cardSays(world, id, 'Deploying: acme/shop → staging');
  world.gitlab.world.succeed(id);

  const ended = await cardSays(world, id, 'Deployed in');
  expect(ended.ts).toBe(started.ts);
  expect(slack.messages(world.channel.id)).toHaveLength(before + 1);
  expect(threadOf(world, ended)).toEqual([]);
  nothingStrange(world);
});

test('a newer deployment names the older ones that wait and has them rejected together, each as the person and each told', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  await world.watchShop();
  const oldest = await waitingCard(world, { ref: 'v2.12.0' });
  const older = await waitingCard(world, { ref: 'v2.13.0' });
  const newer = await waitingCard(world, { ref: 'v2.14.0' });
  await cardSays(world, oldest.id, `Superseded by #${newer.id}`);
  const retired = await cardSays(world, older.id, `Superseded by #${newer.id}`);
  expect(buttons(retired)).toEqual(['Open in GitLab']);
  const card = await cardSays(world, newer.id, `It replaces #${older.id} and #${oldest.id}`);
  expect(buttons(card)).toContain('Reject older…');
  const page = world.gitlab.world.deployment(older.id).webUrl;
  expect(slack.mentions(card).links.map(({ url }) => url)).toContain(page);

  await slack.as(people.kim.id).click(card, 'Reject older…');
  const view = await slack.waitFor(
    () => {
      const open = slack.view(people.kim.id);
      return open !== undefined && open.title === 'Reject older ones' ? open : undefined;
    },
    { what: 'the dialog' },
  );
  expect(slack.visibleText(view)).toContain(`#${older.id} · v2.13.0`);
  expect(slack.visibleText(view)).toContain(`#${oldest.id} · v2.12.0`);
  expect(slack.visibleText(view)).not.toContain(`#${newer.id} ·`);
  const before = slack.ephemerals(people.kim.id).length;
  await slack.as(people.kim.id).submit({ Reason: 'v2.14.0 goes out instead' });

  await slack.waitFor(() => slack.ephemerals(people.kim.id).length >= before + 2, { what: 'both answers' });
  const told = slack
    .ephemerals(people.kim.id)
    .slice(before)
    .map((one) => slack.visibleText(one));
  expect(told.every((one) => one.includes('You rejected acme/shop → production'))).toBe(true);
  await cardSays(world, older.id, 'Rejected by Kim Berg');
  await cardSays(world, oldest.id, 'Rejected by Kim Berg');
  await slack.waitFor(() => !slack.visibleText(cardOf(world, newer.id) ?? card).includes('It replaces'), {
    what: 'the newer card to name none',
  });
  expect(world.gitlab.world.deployment(older.id).failureReason).toBe('deployment_rejected');
  expect(await world.command('kim', '/slipway', `history ${SHOP}`)).toMatch(/Reject[\s\S]*Reject/u);
  expect(await click(world, 'kim', cardOf(world, newer.id) ?? card, 'Approve')).toContain('You approved');
  nothingStrange(world);
});

test('a newer deployment that the channel does not hear of retires the older card all the same, and gives it back', async () => {
  const world = await startWorld();
  const { gitlab, slack } = world;
  await world.watchShop('ref:v*');
  const { id } = await waitingCard(world, { ref: 'v2.13.0' });
  const wish = { environment: 'production', by: 'dana', ref: 'main' };

  const waits = gitlab.world.startPipeline(SHOP, wish);
  const retired = await cardSays(world, id, `Superseded by #${waits.id}`);
  expect(slack.visibleText(retired)).toContain(`#${id} is outdated`);
  expect(slack.mentions(retired).links.map(({ url }) => url)).toContain(waits.webUrl);
  expect(buttons(retired)).toEqual(['Open in GitLab']);
  gitlab.world.reject(waits.id, 'ana');
  expect(buttons(await cardSays(world, id, 'Approval needed'))).toContain('Approve');

  const ends = gitlab.world.startPipeline(SHOP, wish);
  getsGoing(world, ends.id);
  gitlab.world.succeed(ends.id);
  const over = await cardSays(world, id, `Superseded by #${ends.id}`);
  expect(slack.mentions(over).links.map(({ url }) => url)).toContain(ends.webUrl);
  for (const unseen of [waits, ends]) expect(cardOf(world, unseen.id)).toBeUndefined();
  nothingStrange(world);
});

test('the card of a newer deployment links an older one that the channel does not hear of', async () => {
  const world = await startWorld();
  await world.watchShop('ref:v*');
  const older = world.gitlab.world.startPipeline(SHOP, {
    environment: 'production',
    by: 'dana',
    ref: 'main',
  });
  const { id } = await waitingCard(world);

  const card = await cardSays(world, id, `It replaces #${older.id}`);

  expect(world.slack.mentions(card).links.map(({ url }) => url)).toContain(older.webUrl);
  expect(buttons(card)).toContain('Reject older…');
  expect(cardOf(world, older.id)).toBeUndefined();
  nothingStrange(world);
});

test('what is no longer outdated is not rejected for being older, and who may not reject is told of each', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  await world.watchShop();
  await world.connect('dana');
  const older = await waitingCard(world, { ref: 'v2.13.0' });
  const newer = await waitingCard(world, { ref: 'v2.14.0' });
  const card = await cardSays(world, newer.id, `It replaces #${older.id}`);
  const opened = async (name: PersonName) => {
    await slack.as(people[name].id).click(card, 'Reject older…', { asSeen: true });
    await slack.waitFor(() => slack.view(people[name].id)?.title === 'Reject older ones', {
      what: 'the dialog',
    });
  };
  await opened('dana');
  expect(
    await toldAfter(world, 'dana', () => slack.as(people.dana.id).submit({ Reason: 'Too old' })),
  ).toContain('You are not one of the approvers');
  await opened('kim');
  world.gitlab.world.reject(newer.id, 'ana', { comment: 'Wrong version' });

  const words = await toldAfter(world, 'kim', () => slack.as(people.kim.id).submit({ Reason: 'Too old' }));

  expect(words).toContain(`Deployment #${older.id} is not outdated any more`);
  expect(world.gitlab.world.deployment(older.id).status).toBe('blocked');
  await cardSays(world, older.id, 'Approval needed');
  nothingStrange(world);
});
