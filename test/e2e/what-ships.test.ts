import { expect, test } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { cardOf, cardSays, messageAfter, nothingStrange, waitingCard } from '../support/acts.ts';
import { followLink, linkIn, type PersonName, SHOP, startWorld, type TestWorld } from '../support/world.ts';

/** Production runs one version, and then work goes on. */
async function shippedOnce(): Promise<TestWorld> {
  const world = await startWorld();
  const { gitlab } = world;
  gitlab.world.addCommit(SHOP, { title: 'The first version' });
  deployed(world);
  return world;
}

/** A deployment that everybody approves, and that succeeds. */
function deployed({ gitlab }: TestWorld): number {
  const { id } = gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana' });
  gitlab.world.approve(id, 'ana');
  gitlab.world.approve(id, 'kim');
  gitlab.world.play(id, 'dana');
  gitlab.world.succeed(id);
  return id;
}

const words = ({ slack, people }: TestWorld, name: PersonName): string => {
  const view = slack.view(people[name].id);
  return view === undefined ? '' : slack.visibleText(view);
};

/** Resolves with what the person's dialog says, once it says `text`. */
const dialogSays = (world: TestWorld, name: PersonName, text: string): Promise<string> =>
  world.slack.waitFor(() => words(world, name).includes(text) && words(world, name), {
    what: `the dialog to say "${text}"`,
  });

const showAll = (world: TestWorld, name: PersonName, card: StoredMessage) =>
  world.slack.as(world.people[name].id).click(card, 'Show all');

test('a card names what ships within seconds, however it was merged, and who wrote it', async () => {
  const world = await shippedOnce();
  await world.watchShop();
  const { gitlab } = world;
  const merged = gitlab.world.addMergeRequest(SHOP, { title: 'Checkout retries', author: 'dana' });
  gitlab.world.addCommit(SHOP, { title: 'A hotfix by hand', author: 'kim' });
  const squashed = gitlab.world.addMergeRequest(SHOP, {
    title: 'New tax rates',
    author: 'ana',
    squash: true,
  });
  const { id } = await waitingCard(world);

  const card = await cardSays(world, id, 'What ships');

  const text = world.slack.visibleText(card);
  expect(text).toContain('2 merge requests, 3 commits by');
  for (const name of ['Dana Ruiz', 'Kim Berg', 'Ana Costa']) expect(text).toContain(name);
  expect(text).toContain(`!${merged.iid} Checkout retries`);
  expect(text).toContain(`!${squashed.iid} New tax rates`);
  expect(text).toContain('1 commit without a merge request');
  nothingStrange(world);
});

test('a commit that only claims a merge request is one without', async () => {
  const world = await shippedOnce();
  await world.watchShop();
  const { gitlab } = world;
  const open = gitlab.world.addMergeRequest(SHOP, {
    title: 'Not merged',
    author: 'dana',
    mergeCommitSha: null,
  });
  const message = `Innocent\n\nSee merge request ${SHOP}!${open.iid}`;
  gitlab.world.addCommit(SHOP, { title: 'Innocent', message });
  const { id } = await waitingCard(world);

  const text = world.slack.visibleText(await cardSays(world, id, 'What ships'));

  expect(text).toContain('0 merge requests, 1 commit');
  expect(text).toContain('1 commit without a merge request');
  expect(text).not.toContain('Not merged');
});

test('the first deployment has nothing to compare with, and an older version says how old it is', async () => {
  const world = await startWorld();
  await world.watchShop();
  world.gitlab.world.addCommit(SHOP, { title: 'The first version' });
  const old = world.gitlab.world.addCommit(SHOP, { title: 'What works' });
  const first = await waitingCard(world);
  await cardSays(world, first.id, 'Nothing is deployed there yet.');
  world.gitlab.world.cancel(first.id);

  world.gitlab.world.addCommit(SHOP, { title: 'One' });
  world.gitlab.world.addCommit(SHOP, { title: 'Two' });
  deployed(world);
  const { id } = await waitingCard(world, { sha: old });

  const text = world.slack.visibleText(await cardSays(world, id, 'What ships'));
  expect(text).toContain('an older version, 2 commits behind what runs now');
});

test('what ships is compared anew once something else was deployed there', async () => {
  const world = await shippedOnce();
  await world.watchShop();
  const { gitlab } = world;
  gitlab.world.addMergeRequest(SHOP, { title: 'Checkout retries', author: 'dana' });
  const older = await waitingCard(world);
  gitlab.world.addMergeRequest(SHOP, { title: 'New tax rates', author: 'ana' });
  const newer = await waitingCard(world);
  await cardSays(world, newer.id, '2 merge requests, 2 commits');

  for (const name of ['ana', 'kim']) gitlab.world.approve(older.id, name);
  gitlab.world.play(older.id, 'dana');
  gitlab.world.succeed(older.id);

  const text = world.slack.visibleText(await cardSays(world, newer.id, '1 merge request, 1 commit'));
  expect(text).toContain('New tax rates');
  expect(text).not.toContain('Checkout retries');
});

test('what ships is compared anew also where nobody was shown what was deployed', async () => {
  const world = await shippedOnce();
  await world.watchShop('ref:v*');
  const { gitlab } = world;
  gitlab.world.addMergeRequest(SHOP, { title: 'Checkout retries', author: 'dana' });
  const older = gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana', ref: 'main' });
  gitlab.world.addMergeRequest(SHOP, { title: 'New tax rates', author: 'ana' });
  const newer = await waitingCard(world);
  await cardSays(world, newer.id, '2 merge requests, 2 commits');

  for (const name of ['ana', 'kim']) gitlab.world.approve(older.id, name);
  gitlab.world.play(older.id, 'dana');
  gitlab.world.succeed(older.id);

  await cardSays(world, newer.id, '1 merge request, 1 commit');
  expect(cardOf(world, older.id)).toBeUndefined();
});

test('where GitLab lets nobody compare, the card says so and can be decided all the same', async () => {
  const world = await shippedOnce();
  await world.watchShop();
  world.gitlab.faults.add({ path: /repository\/compare/u, status: 403, body: { message: '403 Forbidden' } });
  world.gitlab.world.addCommit(SHOP, { title: 'One' });
  const { id } = await waitingCard(world);

  await cardSays(world, id, 'GitLab does not show Slipway what changed.');
});

test('what fails for a moment is asked again until the card has it', async () => {
  const world = await shippedOnce();
  await world.watchShop();
  const body = { message: '500 Internal Server Error' };
  world.gitlab.faults.add({ path: /repository\/compare/u, status: 500, body, times: 12 });
  world.gitlab.world.addCommit(SHOP, { title: 'One' });
  const { id } = await waitingCard(world);

  await cardSays(world, id, '0 merge requests, 1 commit');
});

test('all of it opens page by page, as the reader may see it', async () => {
  const world = await shippedOnce();
  await world.watchShop();
  for (let at = 1; at <= 40; at += 1)
    world.gitlab.world.addMergeRequest(SHOP, { title: `Change ${at}`, author: 'dana' });
  world.gitlab.world.addCommit(SHOP, { title: 'A hotfix by hand', author: 'kim' });
  const { id } = await waitingCard(world);
  const card = await cardSays(world, id, '40 merge requests');

  await showAll(world, 'kim', card);

  const first = await dialogSays(world, 'kim', 'Page 1 of 2');
  expect(first).toContain('!40 Change 40 – Dana Ruiz');
  expect(first).not.toContain('hotfix');
  await world.slack.as(world.people.kim.id).clickInView('Next');
  const second = await dialogSays(world, 'kim', 'Page 2 of 2');
  expect(second).toContain('!1 Change 1 ');
  expect(second).toContain('1 commit without a merge request');
  expect(second).toContain('A hotfix by hand – Kim Berg');
  await world.slack.as(world.people.kim.id).clickInView('Previous');
  await dialogSays(world, 'kim', 'Page 1 of 2');
  const reads = world.gitlab.requests.filter(({ path }) => path.includes('/repository/compare'));
  expect(new Set(reads.map(({ user }) => user))).toEqual(new Set(['watcher', 'kim']));
  nothingStrange(world);
});

test('a guest of the project is told that GitLab does not let them read it, in the dialog', async () => {
  const world = await shippedOnce();
  await world.watchShop();
  world.gitlab.world.addCommit(SHOP, { title: 'One' });
  const { id } = await waitingCard(world);
  const card = await cardSays(world, id, '1 commit');
  await world.connect('gus');

  await showAll(world, 'gus', card);

  const text = await dialogSays(world, 'gus', "That didn't work");
  expect(text).toContain('403');
});

test.each(['Show all', 'Who can approve?'] as const)(
  '%s of somebody who is not connected is answered once they are',
  async (label) => {
    const world = await shippedOnce();
    await world.watchShop();
    world.gitlab.world.addMergeRequest(SHOP, { title: 'Checkout retries', author: 'dana' });
    const { id } = await waitingCard(world);
    const card = await cardSays(world, id, 'Checkout retries');
    const { slack, people } = world;
    await slack.as(people.ana.id).click(card, label);
    await dialogSays(world, 'ana', 'Connect');
    const dialog = slack.view(people.ana.id);
    if (dialog === undefined) throw new Error('no dialog is open');

    const answer = await messageAfter(world, 'ana', () => followLink(world, 'ana', linkIn(dialog)));

    await slack.waitFor(
      () =>
        slack
          .ephemerals(people.ana.id)
          .some((message) =>
            slack
              .visibleText(message)
              .includes(
                label === 'Show all' ? '!1 Checkout retries – Dana Ruiz' : 'You can approve as Security',
              ),
          ),
      { what: 'the answer to the click' },
    );
    expect(answer).toBeDefined();
    nothingStrange(world);
  },
);
