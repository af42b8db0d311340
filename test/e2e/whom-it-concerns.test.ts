import { expect, test } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { UserGroupId } from '../../src/core/ids.ts';
import { BOT_SCOPES } from '../../src/manifest.ts';
import { cardSays, click, messageAfter, nothingStrange, waitingCard } from '../support/acts.ts';
import { auditLines } from '../support/audit.ts';
import { followLink, linkIn, type PersonName, SHOP, startWorld, type TestWorld } from '../support/world.ts';

const SECURITY = 'acme/security';

/** A world whose watcher may see who is in the groups. */
async function openWorld(options: Parameters<typeof startWorld>[0] = {}): Promise<TestWorld> {
  const world = await startWorld(options);
  world.gitlab.world.setRole('acme', 'watcher', 'reporter');
  return world;
}

/** Ana keeps the group Security, and is connected. */
async function withMaintainer(options: Parameters<typeof startWorld>[0] = {}): Promise<TestWorld> {
  const world = await openWorld(options);
  world.gitlab.world.setRole(SECURITY, 'ana', 'maintainer');
  await world.connect('ana');
  return world;
}

const userGroup = ({ slack, people }: TestWorld, handle: string, ...names: PersonName[]): string =>
  slack.addUserGroup({ handle, name: handle, users: names.map((name) => people[name].id) }).id;

/** As Slack sends a user group that was picked from its list. */
const picked = (id: string, handle: string): string => `<!subteam^${id}|@${handle}>`;

const map = (world: TestWorld, name: PersonName, text: string): Promise<string> =>
  world.command(name, '/slipway', `map ${text}`);

const asked = (world: TestWorld, card: StoredMessage): string =>
  world.slack
    .visibleText(card)
    .split('\n')
    .find((line) => line.startsWith('Asked:')) ?? '';

const called = (world: TestWorld, card: StoredMessage) => {
  const { users, usergroups } = world.slack.mentions(card);
  const names = Object.entries(world.people).filter(([, { id }]) => users.includes(id));
  return { people: names.map(([name]) => name).sort(), count: users.length, groups: usergroups };
};

test('a card calls the user group that stands for a rule’s group, once, and others by name', async () => {
  const world = await withMaintainer();
  const id = userGroup(world, 'sec-approvers', 'ana');
  expect(await map(world, 'ana', `${SECURITY} ${picked(id, 'sec-approvers')}`)).toContain('now call');
  await world.watchShop();

  const { id: deployment, card } = await waitingCard(world);

  expect(called(world, card)).toEqual({ people: ['kim'], count: 1, groups: [id] });
  expect(await click(world, 'ana', card, 'Approve')).toContain('You approved');
  const later = await cardSays(world, deployment, 'Security: 1 of 1 (Ana Costa)');
  expect(called(world, later)).toEqual({ people: ['kim'], count: 1, groups: [id] });
  const rung = world.slack.calls.filter(
    ({ method, args }) => method === 'chat.postMessage' && JSON.stringify(args).includes(id),
  );
  expect(rung).toHaveLength(1);
  expect(await auditLines(world, 'map')).toEqual(['map done ana']);
  nothingStrange(world);
});

test('without a user group a card calls the connected people, and names five of the others', async () => {
  const world = await openWorld();
  world.gitlab.world.setRole(SECURITY, 'watcher', 'reporter');
  for (let at = 0; at < 500; at += 1) {
    world.gitlab.world.addUser({ username: `sec${at}`, name: `Sec ${at}` });
    world.gitlab.world.setRole(SECURITY, `sec${at}`, 'developer');
  }
  world.gitlab.world.blockUser('sec0');
  await world.watchShop();

  const { card } = await waitingCard(world);

  expect(called(world, card)).toEqual({ people: ['kim'], count: 1, groups: [] });
  expect(asked(world, card)).toContain('Ana Costa, Sec 1, Sec 2, Sec 3, Sec 4 and 495 more');
  expect(asked(world, card)).not.toContain('Watcher');
  const reads = world.gitlab.requests.filter(({ path }) => /\/groups\/\d+\/members/u.test(path));
  expect(reads.length).toBeLessThan(10);
});

test('ten cards of one environment cost one question a group', async () => {
  const world = await openWorld();
  world.gitlab.world.setRole(SECURITY, 'watcher', 'reporter');
  await world.watchShop();

  for (let count = 0; count < 10; count += 1) {
    const { card } = await waitingCard(world, { ref: `v${count}` });
    expect(asked(world, card)).toContain('Ana Costa');
  }

  const reads = world.gitlab.requests.filter(
    ({ path, user }) => user === 'watcher' && /\/groups\/\d+\/members/u.test(path),
  );
  expect(new Set(reads.map(({ path }) => path)).size).toBe(2);
  expect(reads).toHaveLength(2);
});

test('the requester, whoever voted, and anybody twice are not called', async () => {
  const world = await openWorld();
  const { gitlab } = world;
  for (const [name, group] of [
    ['dana', SECURITY],
    ['kim', SECURITY],
    ['ana', 'acme/release'],
  ] as const)
    gitlab.world.setRole(group, name, 'developer');
  for (const name of ['dana', 'ana'] as const) await world.connect(name);
  const { id } = gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana' });
  gitlab.world.approve(id, 'ana', { as: 'Release managers' });
  await world.watchShop();

  const card = await cardSays(world, id, 'Approval needed');

  expect(called(world, card)).toEqual({ people: ['kim'], count: 1, groups: [] });
  expect(asked(world, card)).not.toMatch(/Ana|Dana/u);
});

test('somebody in a user group that is called is not called by themselves as well', async () => {
  const world = await withMaintainer();
  const id = userGroup(world, 'sec-approvers', 'ana', 'kim');
  await map(world, 'ana', `${SECURITY} ${picked(id, 'sec-approvers')}`);
  await world.watchShop();

  const { card } = await waitingCard(world);

  expect(called(world, card)).toEqual({ people: [], count: 0, groups: [id] });
});

test('a rule for a role asks those who have it', async () => {
  const world = await openWorld();
  world.gitlab.world.protectEnvironment(SHOP, 'production', {
    deployers: [{ role: 'developer' }],
    rules: [{ role: 'maintainer' }],
  });
  await world.watchShop();

  const { card } = await waitingCard(world);

  expect(called(world, card)).toEqual({ people: ['kim'], count: 1, groups: [] });
  expect(asked(world, card)).not.toContain('Ana');
});

test('members GitLab does not show are asked by nobody, and the dialog says that it does not show them', async () => {
  const world = await openWorld();
  world.gitlab.faults.add({
    path: /\/groups\/\d+\/members$/u,
    status: 403,
    body: { message: '403 Forbidden' },
  });
  await world.watchShop();

  const { card } = await waitingCard(world);

  expect(asked(world, card)).toBe('');
  const { slack, people } = world;
  await slack.as(people.kim.id).click(card, 'Who can approve?');
  await slack.waitFor(
    () => {
      const view = slack.view(people.kim.id);
      return (
        view !== undefined &&
        slack.visibleText(view).includes('does not let you see who belongs to this rule')
      );
    },
    { what: 'the dialog to say that members are hidden' },
  );
});

test('the dialog tells rule by rule who can approve, who did, and what one can do oneself', async () => {
  const world = await withMaintainer();
  const id = userGroup(world, 'sec-approvers', 'ana');
  await map(world, 'ana', `${SECURITY} ${picked(id, 'sec-approvers')}`);
  await world.watchShop();
  const { card } = await waitingCard(world);
  await click(world, 'kim', card, 'Approve');
  const { slack, people } = world;
  const says = async (name: PersonName, words: string): Promise<string> => {
    await slack.as(people[name].id).click(card, 'Who can approve?');
    return slack.waitFor(
      () => {
        const view = slack.view(people[name].id);
        const text = view === undefined ? '' : slack.visibleText(view);
        return text.includes(words) && text;
      },
      { what: `the dialog of ${name} to say "${words}"` },
    );
  };

  const text = await says('ana', 'You can approve as Security.');
  expect(text).toContain('Security: 0 of 1');
  expect(text).toContain('Release managers: 1 of 1 (Kim Berg)');
  expect(text).toContain('Met already.');
  await says('kim', 'You have voted already.');
});

test('a user group that is gone from Slack stands for nobody, and the list says so', async () => {
  const world = await withMaintainer();
  const { id: group } = world.gitlab.world.user('ana');
  const { groupMaps } = world.app().ports;
  const gone = userGroup(world, 'sec-approvers', 'ana');
  await map(world, 'ana', `${SECURITY} ${picked(gone, 'sec-approvers')}`);
  const [made] = await groupMaps.all(world.app().ports.settings.team);
  if (made === undefined) throw new Error(`nothing is mapped for ${group}`);
  await groupMaps.put({ ...made, userGroup: UserGroupId.parse('S0DELETED') });
  await world.watchShop();

  const { card } = await waitingCard(world);

  expect(called(world, card)).toEqual({ people: ['ana', 'kim'], count: 2, groups: [] });
  expect(await map(world, 'ana', '')).toContain('Slack has no such user group any more');
});

test('a mapping is its group’s maintainers’ and the operators’ to make and to end, and each try is on record', async () => {
  const world = await openWorld();
  const id = userGroup(world, 'sec-approvers', 'ana');
  const wish = `${SECURITY} ${picked(id, 'sec-approvers')}`;
  await world.connect('kim');
  await world.connect('ana');

  expect(await map(world, 'ana', wish)).toContain('is for its maintainers to say');
  expect(await map(world, 'kim', `acme/nowhere ${picked(id, 'sec-approvers')}`)).toContain(
    'shows you no group',
  );
  world.slack.changeUser(world.people.dana.id, { isAdmin: true });
  world.gitlab.world.setRole('acme', 'dana', 'developer');
  await world.connect('dana');
  expect(await map(world, 'dana', wish)).toContain('now call');
  expect(await map(world, 'dana', `${SECURITY} <!subteam^S0NOSUCH|@x>`)).toContain('no such user group');
  expect(await world.command('ana', '/slipway', `unmap ${SECURITY}`)).toContain(
    'is for its maintainers to say',
  );
  expect(await world.command('dana', '/slipway', `unmap ${SECURITY}`)).toContain('no longer stands for');
  expect(await world.command('dana', '/slipway', `unmap ${SECURITY}`)).toContain('No user group stands for');
  expect(await auditLines(world, 'map', 'unmap')).toEqual([
    'map map-forbidden ana',
    'map group-not-found kim',
    'map done dana',
    'map user-group-not-found dana',
    'unmap map-forbidden ana',
    'unmap done dana',
    'unmap map-not-found dana',
  ]);
  nothingStrange(world);
});

test('whoever sees a group without being one of its members maps nothing to it', async () => {
  const world = await withMaintainer();
  const id = userGroup(world, 'sec-approvers', 'ana');
  world.gitlab.faults.add({ path: /\/members\/all\/\d+$/u, user: 'ana', status: 404 });

  expect(await map(world, 'ana', `${SECURITY} ${picked(id, 'sec-approvers')}`)).toContain(
    'is for its maintainers to say',
  );
  expect(await auditLines(world, 'map')).toEqual(['map map-forbidden ana']);
});

test('the list shows only groups that GitLab shows the reader; operators see all', async () => {
  const world = await withMaintainer();
  world.gitlab.world.addUser({ username: 'eve', name: 'Eve' });
  world.gitlab.world.addGroup({ path: 'secret/plans', name: 'Plans', members: { ana: 'maintainer' } });
  const id = userGroup(world, 'planners', 'ana');
  await map(world, 'ana', `secret/plans ${picked(id, 'planners')}`);
  await map(world, 'ana', `${SECURITY} @planners`);
  world.gitlab.world.setRole(SECURITY, 'kim', 'developer');
  await world.connect('kim');

  expect(await map(world, 'ana', '')).toContain('secret/plans');
  const kims = await map(world, 'kim', '');
  expect(kims).toContain(SECURITY);
  expect(kims).not.toContain('secret');
  world.slack.changeUser(world.people.dana.id, { isAdmin: true });
  expect(await map(world, 'dana', '')).toContain('secret/plans');
});

test('a mapping by somebody who is not connected is made once they are', async () => {
  const world = await openWorld();
  world.gitlab.world.setRole(SECURITY, 'ana', 'maintainer');
  const id = userGroup(world, 'sec-approvers', 'ana');
  const { slack, people, channel } = world;
  const offer = await messageAfter(world, 'ana', () =>
    slack.as(people.ana.id).command('/slipway', `map ${SECURITY} ${picked(id, 'sec-approvers')}`, channel.id),
  );

  await followLink(world, 'ana', linkIn(offer));

  await slack.waitFor(
    () => slack.ephemerals(people.ana.id).some((one) => slack.visibleText(one).includes('now call')),
    { what: 'the answer to the command' },
  );
  expect((await world.app().ports.groupMaps.all(world.app().ports.settings.team)).length).toBe(1);
});

test('an app that may not look at user groups takes what was picked from Slack’s list, and no typed names', async () => {
  const scopes = Object.keys(BOT_SCOPES).filter((scope) => scope !== 'usergroups:read');
  const world = await withMaintainer({ slack: { scopes } });
  const id = userGroup(world, 'sec-approvers', 'ana');

  expect(await map(world, 'ana', `${SECURITY} @sec-approvers`)).toContain("can't look up");
  expect(await map(world, 'ana', `${SECURITY} ${picked(id, 'sec-approvers')}`)).toContain('now call');
  await world.watchShop();
  expect(called(world, (await waitingCard(world)).card)).toEqual({ people: ['kim'], count: 1, groups: [id] });
});

test.each([
  ['acme/security', 'the user group is missing'],
  ['acme/security everybody', 'does not fit'],
  ['acme/security <!channel>', 'does not fit'],
  ['https://evil.example/groups/acme <!subteam^S0SEC|@x>', 'not on'],
])('map %s is refused with words', async (text, words) => {
  const world = await openWorld();
  expect(await map(world, 'kim', text)).toContain(words);
});
