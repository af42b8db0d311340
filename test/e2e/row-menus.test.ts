import { describe, expect, test } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { decisionsSent, messageAfter, nothingStrange, toldAfter, writes } from '../support/acts.ts';
import { followLink, linkIn, type PersonName, SHOP, startWorld, type TestWorld } from '../support/world.ts';

type World = TestWorld;

async function worldOf(...names: PersonName[]): Promise<World> {
  const world = await startWorld();
  for (const name of names) await world.connect(name);
  return world;
}

const pipeline = (world: World, environment: string): number =>
  world.gitlab.world.startPipeline(SHOP, { environment, by: 'dana', ref: 'v2.14.0' }).id;

/** The answer to a command, whose menus the person may use. */
const answer = (world: World, name: PersonName, command: string, text: string): Promise<StoredMessage> =>
  messageAfter(world, name, () =>
    world.slack.as(world.people[name].id).command(command, text, world.channel.id),
  );

/** A list that Ana shows to the whole channel. */
async function publicList(world: World, command: string, text = ''): Promise<StoredMessage> {
  const { slack, people, channel } = world;
  await slack.as(people.ana.id).command(command, `list ${SHOP} ${text} public`, channel.id);
  return slack.waitFor(() => slack.messages(channel.id)[0], { what: 'the list' });
}

/** What everybody in the channel can read. */
const shownToAll = (world: World): string[] =>
  world.slack.messages(world.channel.id).map((message) => words(world, message));

/** What the menu in one row offers. */
function menu(message: StoredMessage, row = 0, family = 'deployment-row:'): string[] {
  const block = message.blocks.find((one) => JSON.stringify(one).includes(`"${family}${row}"`));
  return [...JSON.stringify(block?.accessory ?? {}).matchAll(/"text":"([^"]+)"/gu)].map(
    ([, text]) => text ?? '',
  );
}

const choose = (
  world: World,
  name: PersonName,
  message: StoredMessage,
  option: string,
  family = 'deployment-row:',
) =>
  messageAfter(world, name, () =>
    world.slack.as(world.people[name].id).click(message, { actionId: `${family}0`, option }),
  );

const words = (world: World, message: StoredMessage): string => world.slack.visibleText(message);

describe('the menu beside a deployment', () => {
  test('shows it, and what it ships', async () => {
    const world = await worldOf('ana');
    const id = pipeline(world, 'staging');
    world.gitlab.world.succeed(id);
    const list = await answer(world, 'ana', '/deploy', `list ${SHOP}`);
    expect(menu(list)).toEqual(['Show', 'What it ships', 'Open in GitLab']);
    expect(words(world, await choose(world, 'ana', list, 'Show'))).toContain(`#${id}`);
    expect(words(world, await choose(world, 'ana', list, 'What it ships'))).toContain('acme/shop');
    expect(writes(world)).toEqual([]);
    nothingStrange(world);
  });

  test('in production leads to a button that asks before it approves', async () => {
    const world = await worldOf('ana');
    pipeline(world, 'production');
    const list = await answer(world, 'ana', '/deploy', `list ${SHOP}`);
    expect(menu(list)).toEqual(['Show and approve…', 'What it ships', 'Open in GitLab']);
    const shown = await choose(world, 'ana', list, 'Show and approve…');
    expect(decisionsSent(world)).toEqual([]);
    expect(JSON.stringify(shown.blocks)).toContain('Approve for production?');
    await world.slack.as(world.people.ana.id).click(shown, 'Approve', { confirm: false });
    expect(decisionsSent(world)).toEqual([]);
    const told = await toldAfter(world, 'ana', () =>
      world.slack.as(world.people.ana.id).click(shown, 'Approve'),
    );
    expect(told).toContain('You approved acme/shop → production');
    expect(decisionsSent(world)).toEqual(['ana approved']);
    nothingStrange(world);
  });

  test('elsewhere approves as the person, and says why where that is refused', async () => {
    const world = await worldOf('ana', 'dana');
    world.gitlab.world.protectEnvironment(SHOP, 'staging', {
      deployers: [{ role: 'developer' }],
      rules: [{ group: 'acme/security' }],
    });
    pipeline(world, 'staging');
    const danas = await answer(world, 'dana', '/deploy', `pending ${SHOP}`);
    expect(words(world, await choose(world, 'dana', danas, 'Approve'))).toMatch(
      /your own|yourself|started/iu,
    );
    const anas = await answer(world, 'ana', '/deploy', `pending ${SHOP}`);
    expect(menu(anas)).toEqual(['Show', 'Approve', 'What it ships', 'Open in GitLab']);
    expect(words(world, await choose(world, 'ana', anas, 'Approve'))).toContain('You approved');
    // The list is as old as it looks: the act reads what is true now.
    expect(words(world, await choose(world, 'ana', anas, 'Approve'))).toMatch(
      /no longer|already|waits|not/iu,
    );
    expect(decisionsSent(world).filter((one) => one.startsWith('ana'))).toEqual(['ana approved']);
    nothingStrange(world);
  });

  test('runs what only waits to be run', async () => {
    const world = await worldOf('dana');
    world.gitlab.world.startPipeline(SHOP, { environment: 'staging', by: 'dana', ref: 'main', manual: true });
    const list = await answer(world, 'dana', '/deploy', `pending ${SHOP}`);
    expect(menu(list)).toEqual(['Show', 'Run', 'What it ships', 'Open in GitLab']);
    expect(words(world, await choose(world, 'dana', list, 'Run'))).toContain('You started the job');
    expect(writes(world).map(({ path }) => path.split('/').at(-1))).toEqual(['play']);
    nothingStrange(world);
  });

  test('of a list shown to the channel acts for whoever uses it', async () => {
    const world = await worldOf('ana', 'gus');
    pipeline(world, 'staging');
    const list = await publicList(world, '/deploy');
    const told = await choose(world, 'gus', list, 'Show');
    expect(words(world, told)).toContain('does not allow you');
    nothingStrange(world);
  });

  test.each([
    ['Show', 'Requested by'],
    ['What it ships', 'acme/shop'],
  ])('used before connecting offers to connect, and then goes on: %s', async (entry, answered) => {
    const world = await worldOf('ana');
    const id = pipeline(world, 'staging');
    const list = await publicList(world, '/deploy');
    const offer = await choose(world, 'kim', list, entry);
    expect(words(world, offer)).toContain('continues by itself');
    const told = await toldAfter(world, 'kim', () => followLink(world, 'kim', linkIn(offer)));
    expect(told).toContain(`#${id}`);
    expect(told).toContain(answered);
    expect(writes(world)).toEqual([]);
    nothingStrange(world);
  });

  test('the next page of a list, asked for before connecting, comes afterwards', async () => {
    const world = await worldOf('ana');
    for (let row = 0; row < 11; row += 1) world.gitlab.world.succeed(pipeline(world, 'staging'));
    const list = await publicList(world, '/deploy');
    const offer = await messageAfter(world, 'kim', () =>
      world.slack.as(world.people.kim.id).click(list, 'Next'),
    );
    expect(await toldAfter(world, 'kim', () => followLink(world, 'kim', linkIn(offer)))).toContain('Page 2');
    expect(shownToAll(world)).toEqual([expect.not.stringContaining('Page 2')]);
    nothingStrange(world);
  });

  test('the next page of a list shown to the channel is for whoever turned it, as far as they may read', async () => {
    const world = await worldOf('ana', 'kim', 'gus');
    for (let row = 0; row < 21; row += 1) world.gitlab.world.succeed(pipeline(world, 'staging'));
    const list = await publicList(world, '/deploy');
    const page = await messageAfter(world, 'kim', () =>
      world.slack.as(world.people.kim.id).click(list, 'Next'),
    );
    expect(words(world, page)).toContain('Page 2');
    const { length } = world.slack.ephemerals(world.people.kim.id);
    // What is private already turns in place.
    await world.slack.as(world.people.kim.id).click(page, 'Next');
    await world.slack.waitFor(
      () => words(world, world.slack.ephemerals(world.people.kim.id).at(-1) ?? page).includes('Page 3'),
      { what: 'the third page' },
    );
    expect(world.slack.ephemerals(world.people.kim.id)).toHaveLength(length);
    const refused = await messageAfter(world, 'gus', () =>
      world.slack.as(world.people.gus.id).click(list, 'Next'),
    );
    expect(words(world, refused)).toContain('does not allow you');
    expect(shownToAll(world)).toEqual([expect.not.stringContaining('Page 2')]);
    nothingStrange(world);
  });

  test.each(['{}', 'x', '{"project":1,"deployment":-1,"entry":"approve"}', '{"project":1,"deployment":1}'])(
    'refuses a made-up value: %s',
    async (value) => {
      const world = await worldOf('ana');
      pipeline(world, 'production');
      const list = await answer(world, 'ana', '/deploy', `list ${SHOP}`);
      const control = { actionId: 'deployment-row:0', option: 'What it ships' };
      const told = await toldAfter(world, 'ana', () =>
        world.slack.as(world.people.ana.id).click(list, control, { value }),
      );
      expect(told).toContain("don't recognise");
      expect(writes(world)).toEqual([]);
    },
  );

  test('ten rows a page, the waiting ones too, and every page within what Slack takes', async () => {
    const world = await worldOf('ana');
    for (let row = 0; row < 12; row += 1) {
      const environment = `review/${'x'.repeat(100)}-${row}`;
      world.gitlab.world.addEnvironment(SHOP, { name: environment });
      world.gitlab.world.protectEnvironment(SHOP, environment, {
        deployers: [{ role: 'developer' }],
        rules: [{ group: 'acme/security' }],
      });
      pipeline(world, environment);
    }
    const first = await answer(world, 'ana', '/deploy', `pending ${SHOP}`);
    expect(menu(first, 9)).toContain('Approve');
    expect(menu(first, 10)).toEqual([]);
    const user = world.people.ana.id;
    await world.slack.as(user).click(first, 'Next');
    const second = await world.slack.waitFor(
      () => world.slack.ephemerals(user).find((message) => words(world, message).includes('Page 2')),
      { what: 'the second page' },
    );
    expect(menu(second, 1)).toContain('Approve');
    expect(menu(second, 2)).toEqual([]);
    nothingStrange(world);
  });
});

describe('the menu beside an environment', () => {
  const FAMILY = 'environment-row:';

  test('shows it, and stops it after a question', async () => {
    const world = await worldOf('kim');
    world.gitlab.world.addEnvironment(SHOP, { name: 'a-demo' });
    const list = await answer(world, 'kim', '/env', `list ${SHOP} name:a-demo`);
    expect(menu(list, 0, FAMILY)).toEqual(['Show', 'Stop…', 'Open in GitLab']);
    expect(words(world, await choose(world, 'kim', list, 'Show', FAMILY))).toContain('a-demo · acme/shop');
    const asked = await choose(world, 'kim', list, 'Stop…', FAMILY);
    expect(words(world, asked)).toContain('Stop this environment?');
    expect(writes(world)).toEqual([]);
    await world.slack.as(world.people.kim.id).click(asked, 'Stop');
    await world.slack.waitFor(
      () =>
        words(world, world.slack.ephemerals(world.people.kim.id).at(-1) ?? asked).includes('State: stopped'),
      { what: 'that it is stopped' },
    );
    const after = await answer(world, 'kim', '/env', `list ${SHOP} name:a-demo`);
    expect(menu(after, 0, FAMILY)).toEqual(['Show', 'Open in GitLab']);
    nothingStrange(world);
  });

  test('used before connecting offers to connect, then shows it, or asks before it stops', async () => {
    const world = await worldOf('ana');
    world.gitlab.world.addEnvironment(SHOP, { name: 'a-demo' });
    const list = await publicList(world, '/env', 'name:a-demo');
    const stop = await choose(world, 'kim', list, 'Stop…', FAMILY);
    expect(words(world, stop)).toContain('continues by itself');
    const asked = await messageAfter(world, 'kim', () => followLink(world, 'kim', linkIn(stop)));
    expect(words(world, asked)).toContain('Stop this environment?');
    expect(writes(world)).toEqual([]);
    const show = await choose(world, 'dana', list, 'Show', FAMILY);
    expect(await toldAfter(world, 'dana', () => followLink(world, 'dana', linkIn(show)))).toContain(
      'a-demo · acme/shop',
    );
    nothingStrange(world);
  });

  test('refuses a made-up value', async () => {
    const world = await worldOf('kim');
    const list = await answer(world, 'kim', '/env', `list ${SHOP}`);
    const control = { actionId: `${FAMILY}0`, option: 'Stop…' };
    const told = await toldAfter(world, 'kim', () =>
      world.slack.as(world.people.kim.id).click(list, control, { value: '{"project":1,"entry":"stop"}' }),
    );
    expect(told).toContain("don't recognise");
    expect(writes(world)).toEqual([]);
  });
});
