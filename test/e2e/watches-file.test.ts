import { expect, test } from 'vitest';
import { freePort } from '../../sandbox/free-port.ts';
import { cardSays, messageAfter, nothingStrange, toldAfter } from '../support/acts.ts';
import { fileOf } from '../support/file-of.ts';
import { declaring, type FileWorld, startFileWorld } from '../support/watches-file.ts';
import { type PersonName, SHOP, type WorldOptions } from '../support/world.ts';

/** Looks at what is watched again and again. */
const OFTEN: WorldOptions = {
  overrides: {
    settings: {
      settlePost: { afterMs: 400, againMs: 200 },
      settleDecisionMs: 300,
      watchCheck: { everyMs: 400, graceMs: 3_600_000 },
    },
  },
};

const as = (world: FileWorld, name: PersonName) => world.slack.as(world.people[name].id);

test('what the file declares is watched, changed and ended with it, and the channel is told each once', async () => {
  const world = await startFileWorld();
  const { id } = world.channel;
  const shop = { project: SHOP, env: 'production', on: '[approvals, started]' };

  await world.start(declaring(id, shop));
  expect(await world.toldLast(1)).toContain("The operators' file set up deployment notices for acme/shop");
  expect(world.told()[0]).toContain('for environment production');
  await cardSays(
    world,
    world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana', ref: 'v1' }).id,
    'Approval needed',
  );
  await world.start(declaring(id, shop));
  await world.start(declaring(id, { ...shop, env: '[staging, review/*]' }));
  expect(await world.toldLast(3)).toContain(
    "The operators' file changed the deployment notices for acme/shop",
  );
  await world.start(declaring(id));
  expect(await world.toldLast(4)).toContain("they do not stand in the operators' file any more");

  expect(await world.command('kim', '/slipway', 'watches')).toContain('watches nothing yet');
  expect(await world.trail()).toEqual(['watch acme/shop', 'watch acme/shop', 'unwatch acme/shop']);
  expect(world.told()).toHaveLength(4);
  nothingStrange(world);
});

test('without a file, what one declared earlier ends', async () => {
  const world = await startFileWorld();
  await world.start(declaring(world.channel.id, { project: SHOP }));
  await world.toldLast(1);

  await world.start(undefined);

  expect(await world.toldLast(2)).toContain('have ended');
});

test('a watch set up by command gives way to the file, and everybody sees whose it was', async () => {
  const world = await startFileWorld();
  await world.start(undefined);
  await world.watchShop('env:staging');
  world.environment.OPERATORS = world.people.ana.id;
  const shop = declaring(world.channel.id, { project: SHOP, env: 'production' });

  await world.start(shop);

  expect(await world.toldLast(2)).toContain(
    'They take the place of those that @Kim Berg had set up by command',
  );
  const list = await world.command('ana', '/slipway', 'watches');
  expect(list).toContain('for environment production');
  expect(list).toContain("from the operators' file, in the place of the one @Kim Berg had set up by command");
  const status = await world.command('ana', '/slipway', 'status');
  expect(status).toContain('1, 1 from the file, 1 of them in the place of one set up by command');
  expect(await world.command('ana', '/slipway', 'watches all')).toContain(
    "from the operators' file, in the place",
  );
  expect(await world.command('ana', '/slipway', 'history')).toContain("the operators' file");
  expect(world.log.lines.join('')).toContain('a watch set up by command was replaced by the one in the file');
  await world.start(shop);
  expect(world.told()).toHaveLength(2);
});

test('no command and no button changes or ends what stands in the file, whoever asks', async () => {
  const world = await startFileWorld();
  const { slack, people, channel } = world;
  await world.start(undefined);
  await world.connect('kim');
  const made = await messageAfter(world, 'kim', () =>
    as(world, 'kim').command('/slipway', `watch ${SHOP}`, channel.id),
  );
  const old = await messageAfter(world, 'kim', () =>
    as(world, 'kim').command('/slipway', 'watches', channel.id),
  );
  world.environment.OPERATORS = people.kim.id;
  await world.start(declaring(channel.id, { project: SHOP, confirm: 'browser' }));
  await world.toldLast(2);
  const refused = 'comes from the operators';

  expect(await world.command('kim', '/slipway', `watch ${SHOP} env:staging`)).toContain(refused);
  expect(await world.command('kim', '/slipway', `unwatch ${SHOP}`)).toContain(refused);
  expect(await toldAfter(world, 'kim', () => as(world, 'kim').click(made, 'Undo'))).toContain(refused);
  const pick = (option: string) => as(world, 'kim').click(old, { actionId: 'watch-row:0', option });
  expect(await toldAfter(world, 'kim', () => pick('Remove'))).toContain(refused);
  await pick('Edit…');
  await slack.waitFor(() => JSON.stringify(slack.view(people.kim.id) ?? '').includes(refused), {
    what: 'a form that says why it cannot be edited',
  });
  const list = await messageAfter(world, 'kim', () =>
    as(world, 'kim').command('/slipway', 'watches', channel.id),
  );
  expect(JSON.stringify(list.blocks)).not.toMatch(/Remove|Edit…/u);
  expect(
    await toldAfter(world, 'kim', () =>
      as(world, 'kim').click(list, { actionId: 'watch-row:0', option: 'Send a test' }),
    ),
  ).toContain('stands in #deploys now');
  expect(await world.trail()).toEqual(['watch acme/shop confirm:browser']);
});

test("taking the confirmation in the browser away is on record as the file's act", async () => {
  const world = await startFileWorld();
  await world.start(declaring(world.channel.id, { project: SHOP, confirm: 'browser' }));
  await world.toldLast(1);

  await world.start(declaring(world.channel.id, { project: SHOP }));
  await world.toldLast(2);
  await world.start(declaring(world.channel.id, { project: SHOP, confirm: 'browser' }));
  await world.toldLast(3);
  await world.start(declaring(world.channel.id));
  await world.toldLast(4);

  expect(await world.trail()).toEqual([
    'watch acme/shop confirm:browser',
    'watch acme/shop confirm:browser dropped',
    'watch acme/shop confirm:browser',
    'unwatch acme/shop confirm:browser dropped',
  ]);
});

test('a group that the file declares shows what the bot reads, and new projects join', async () => {
  const world = await startFileWorld(OFTEN);
  const projects = world.gitlab.world;
  projects.addProject({ path: 'acme/hidden', members: { kim: 'developer', watcher: 'guest' } });
  const members = { dana: 'developer', watcher: 'reporter' } as const;
  const deploy = (path: string): number => {
    projects.addEnvironment(path, { name: 'staging', tier: 'staging' });
    return projects.startPipeline(path, { environment: 'staging', by: 'dana', ref: 'main' }).id;
  };

  await world.start(declaring(world.channel.id, { group: 'acme', on: 'started' }));

  expect(await world.toldLast(1)).toContain('set up deployment notices for all projects of acme');
  await expect
    .poll(() => world.command('kim', '/slipway', 'watches'), { timeout: 10_000 })
    .toMatch(/all projects of acme.* – 1 project.* – from the operators' file/u);
  projects.addProject({ path: 'acme/fresh', members });
  await expect
    .poll(() => world.command('kim', '/slipway', 'watches'), { timeout: 10_000 })
    .toContain('2 projects');
  await cardSays(world, deploy('acme/fresh'), 'Deploying');
  await world.connect('kim');
  expect(await world.command('kim', '/slipway', 'unwatch acme/*')).toContain(
    "comes from the operators' file",
  );
  expect(await world.command('kim', '/slipway', 'watch acme/*')).toContain("comes from the operators' file");
  const app = await world.start(declaring(world.channel.id));
  await expect.poll(() => app.ports.watches.all()).toEqual([]);
  expect(await world.trail()).toEqual(['watch acme/*', 'unwatch acme/*']);
});

test('what the bot cannot read is listed and told to the operators once, and begins by itself when it can', async () => {
  const world = await startFileWorld(OFTEN);
  world.environment.OPERATORS = world.people.ana.id;
  // Who may see the project, but not its deployments.
  world.gitlab.world.addProject({ path: 'acme/vault', members: { dana: 'developer', watcher: 'guest' } });

  await world.start(
    declaring(world.channel.id, { project: 'acme/vault' }, { project: SHOP }, { project: 'acme/nowhere' }),
  );

  const directs = () => world.slack.directMessages(world.people.ana.id);
  await world.slack.waitFor(() => directs()[0], { what: 'words for the operators' });
  expect(JSON.stringify(directs())).toContain('acme/nowhere');
  const list = await world.command('kim', '/slipway', 'watches');
  expect(list).toContain("acme/vault – from the operators' file");
  expect(list).toContain("Slipway's own reading token does not see it in GitLab");
  expect(list).toContain('acme/shop: approvals needed');
  const all = await world.command('ana', '/slipway', 'watches all');
  expect(all).toContain('1 watch in all channels');
  expect(all.slice(all.indexOf("Declared in the operators' file, without effect yet"))).toContain(
    'acme/vault',
  );
  world.gitlab.world.setRole('acme/vault', 'watcher', 'reporter');
  await expect
    .poll(() => world.told().join(), { timeout: 10_000 })
    .toContain('set up deployment notices for acme/vault');
  expect(directs()).toHaveLength(1);
});

test('the daily look at a watch of the file asks with the own token of the bot, and ends nothing', async () => {
  const world = await startFileWorld(OFTEN);
  await world.start(declaring(world.channel.id, { project: SHOP }));
  await world.toldLast(1);
  const looks = () =>
    world.log.lines.filter((line) => line.includes('a project of the watches file cannot be read'));

  world.gitlab.world.setRole(SHOP, 'watcher', 'guest');

  await expect.poll(looks, { timeout: 10_000 }).not.toEqual([]);
  expect(await world.command('kim', '/slipway', 'watches')).toContain(
    "failures, for every environment – from the operators' file",
  );
  world.gitlab.world.setRole(SHOP, 'watcher', 'reporter');
  const { id } = world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana', ref: 'v1' });
  await cardSays(world, id, 'Approval needed');
  expect(world.told()).toHaveLength(2);
  expect(await world.trail()).toEqual(['watch acme/shop']);
});

test('a channel the bot is not in is trouble like any other, and hears of its watch once the bot is', async () => {
  const world = await startFileWorld(OFTEN);
  world.environment.OPERATORS = world.people.ana.id;
  world.slack.kickBot(world.channel.id);

  await world.start(declaring(world.channel.id, { project: SHOP }));

  const directs = () =>
    world.slack.directMessages(world.people.ana.id).map((one) => world.slack.visibleText(one));
  await world.slack.waitFor(() => directs()[0], { what: 'words for the operators' });
  expect(directs().join()).toContain("The operators' file has acme/shop shown there");
  await world.slack.inviteBot(world.channel.id, world.people.kim.id);
  expect(await world.toldLast(1)).toContain("The operators' file set up deployment notices");
  await expect.poll(() => world.command('kim', '/slipway', 'watches')).not.toContain('I cannot post');
  expect(await world.trail()).toEqual(['watch acme/shop']);
});

test('two processes that start at once with the same file set each watch up once', async () => {
  const world = await startFileWorld();
  const path = fileOf(declaring(world.channel.id, { project: SHOP }, { group: 'acme' }));
  const [one, other] = [await freePort(), await freePort()];

  const [app] = await Promise.all(
    [one, other].map((port) => world.startBot({}, { WATCHES_FILE: path, PORT: String(port) })),
  );

  await world.toldLast(2);
  await expect
    .poll(() => app?.ports.fileWatches.all())
    .toMatchObject([{ id: expect.any(Number) }, { id: expect.any(Number) }]);
  // The shop for itself, and as one of the group's.
  await expect.poll(() => app?.ports.watches.all()).toHaveLength(2);
  expect(world.told()).toHaveLength(2);
});
