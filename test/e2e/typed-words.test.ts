import { expect, test } from 'vitest';
import { buttons } from '../../sandbox/slack/elements.ts';
import { decisionsSent, messageAfter, nothingStrange, waitingCard, writes } from '../support/acts.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

const startConnected = async (): Promise<TestWorld> => {
  const world = await startWorld();
  await world.connect('kim');
  return world;
};

const refusals: readonly (readonly [
  what: string,
  command: string,
  text: string,
  says: string,
  next: string,
])[] = [
  [
    'a mistyped sub-command',
    '/deploy',
    'aprove 4711',
    "I don't know /deploy aprove",
    'Did you mean /deploy approve?',
  ],
  [
    'a mistyped word of another root',
    '/slipway',
    'wathc acme/shop',
    "I don't know /slipway wathc",
    'Did you mean /slipway watch?',
  ],
  ['a word that resembles nothing', '/deploy', 'sandwich', "I don't know /deploy sandwich", '/deploy help'],
  [
    'a command of ours that does not exist',
    '/rollout',
    'now',
    "I don't know the command /rollout",
    '/deploy',
  ],
  [
    'a missing deployment',
    '/deploy',
    `approve ${SHOP}`,
    'the deployment is missing',
    '/deploy approve [project] <deployment>',
  ],
  [
    'a missing project',
    '/deploy',
    'list',
    'Which project do you mean? This channel watches none',
    'group/app',
  ],
  [
    'a deployment that is no number',
    '/deploy',
    `show ${SHOP} soon`,
    'soon is not a deployment',
    '/deploy list',
  ],
  [
    'a number no deployment has',
    '/deploy',
    `show ${SHOP} 999999`,
    'no deployment 999999 in acme/shop',
    '/deploy list',
  ],
  [
    'a number too large to be one',
    '/deploy',
    `show ${SHOP} 99999999999999999999`,
    'is not a deployment',
    '/deploy list',
  ],
  ['a project that is no path', '/deploy', 'list shop', 'shop is not a project', 'group/app'],
  ['a path that climbs', '/deploy', 'list ../../admin', 'is not a project', 'group/app'],
  ['an address elsewhere', '/deploy', 'list https://gitlab.example.org/acme/shop', 'not on', 'group/app'],
  [
    'an address that pretends',
    '/deploy',
    'list https://127.0.0.1@evil.example/acme/shop',
    'not on',
    'group/app',
  ],
  [
    'an unclosed quote',
    '/deploy',
    `approve ${SHOP} 4711 "looks good`,
    'a quote is not closed',
    '/deploy approve [project]',
  ],
  [
    'an option without its value',
    '/deploy',
    `list ${SHOP} env:`,
    'env needs a value',
    '/deploy list [project]',
  ],
  ['an unknown option', '/deploy', `list ${SHOP} --colour=red`, "I don't know the filter colour", 'status'],
  ['an unknown key', '/deploy', `list ${SHOP} colour:red`, "I don't know the filter colour", 'status'],
  [
    'a word too many',
    '/deploy',
    `show ${SHOP} 4711 please`,
    '"please" is more than this command takes',
    '/deploy show',
  ],
  [
    'a mistyped filter of a watch',
    '/slipway',
    `watch ${SHOP} enviroment:production`,
    "I don't know the filter enviroment",
    'Here you can use env, tier, ref, on, by, confirm, mention and mode',
  ],
  [
    'a status GitLab does not have',
    '/deploy',
    `list ${SHOP} status:happy`,
    'happy does not fit status',
    'success',
  ],
  ['a moment nobody can read', '/deploy', `list ${SHOP} after:someday`, 'someday does not fit after', '2d'],
  ['a page that is none', '/deploy', `list ${SHOP} page:0`, '0 does not fit page', '1 or 2'],
  [
    'help for nothing',
    '/deploy',
    'help aprove',
    "I don't know /deploy aprove",
    'Did you mean /deploy approve?',
  ],
];

test.each(refusals)(
  '%s (%s %s) is refused in words, with the next step',
  async (_, command, text, says, next) => {
    const world = await startConnected();
    world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana' });

    const words = await world.command('kim', command, text);

    expect(words).toContain(says);
    expect(words).toContain(next);
    expect(words).not.toContain('Did you mean /deploy?');
    expect(words).not.toMatch(/undefined|\[object|internal|\bzod\b/iu);
    expect(writes(world)).toEqual([]);
    nothingStrange(world);
  },
);

test('a deployment of another project is not found in this one', async () => {
  const world = await startConnected();
  world.gitlab.world.addProject({ path: 'acme/api', members: { kim: 'developer', dana: 'developer' } });
  const other = world.gitlab.world.startPipeline('acme/api', { environment: 'production', by: 'dana' });

  const words = await world.command('kim', '/deploy', `approve ${SHOP} ${other.id}`);

  expect(words).toContain(`no deployment ${other.id}`);
  expect(decisionsSent(world)).toEqual([]);
  nothingStrange(world);
});

test("the address of a deployment's page works, as phones paste it too", async () => {
  const world = await startWorld();
  await world.watchShop();
  const { id } = await waitingCard(world);
  const { webUrl } = world.gitlab.world.deployment(id);

  expect(await world.command('kim', '/deploy', `show <${webUrl}>`)).toContain(`#${id}`);
  const words = await world.command('kim', '/deploy', `approve <${webUrl}|${webUrl}> “Looks good”`);

  expect(words).toContain('You approved');
  expect(world.gitlab.world.deployment(id).approvals).toMatchObject([
    { username: 'kim', comment: 'Looks good' },
  ]);
  nothingStrange(world);
});

test('what phones make of dashes and quotes means the same', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { id } = await waitingCard(world);

  for (const text of [
    'env:production',
    '--env production',
    '--env=production',
    '—env production',
    'env:“production”',
  ])
    expect(await world.command('kim', '/deploy', `list ${SHOP} ${text}`)).toContain(`#${id}`);
  expect(await world.command('kim', '/deploy', `approve ${id} —as “Release managers” don't worry`)).toContain(
    'as Release managers',
  );
  expect(world.gitlab.world.deployment(id).approvals[0]?.comment).toBe("don't worry");
  nothingStrange(world);
});

test('public shows an answer to the channel, and never a refusal, an account or a sign-in link', async () => {
  const world = await startConnected();
  const { slack, people, channel } = world;
  const { id } = world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana' });

  await slack.as(people.kim.id).command('/deploy', `show ${SHOP} ${id} public`, channel.id);
  const shown = await slack.waitFor(() => slack.messages(channel.id)[0], { what: 'the public answer' });
  expect(slack.visibleText(shown)).toContain(`#${id}`);

  expect(await world.command('kim', '/deploy', `show ${SHOP} 999999 public`)).toContain(
    'no deployment 999999',
  );
  expect(await world.command('ana', '/deploy', `show ${SHOP} ${id} public`)).toContain(
    'connect your GitLab account',
  );
  expect(await world.command('kim', '/slipway', 'connect public')).toContain('connected as kim');
  expect(await world.command('kim', '/slipway', 'me public')).toContain('Kim Berg');
  expect(slack.messages(channel.id)).toHaveLength(1);
  nothingStrange(world);
});

test('a long list is paged by its buttons, back and forth, in place and as whoever presses', async () => {
  const world = await startConnected();
  const { slack, people, channel } = world;
  for (let count = 0; count < 23; count += 1)
    world.gitlab.world.startPipeline(SHOP, { environment: 'staging', by: 'dana' });
  const newest = world.gitlab.world.deployments(SHOP).at(-1)?.id ?? 0;

  const list = await messageAfter(world, 'kim', () =>
    slack.as(people.kim.id).command('/deploy', `list ${SHOP} env:staging`, channel.id),
  );
  expect(buttons(list)).toEqual(['Next']);
  expect(slack.visibleText(list)).toContain(`#${newest}`);
  const now = () => slack.ephemerals(people.kim.id).at(-1) ?? list;
  await slack.as(people.kim.id).click(list, 'Next');
  await slack.waitFor(() => slack.visibleText(now()).includes('Page 2'), { what: 'page 2' });
  expect(buttons(now())).toEqual(['Previous', 'Next']);
  await slack.as(people.kim.id).click(now(), 'Next');
  await slack.waitFor(() => slack.visibleText(now()).includes('Page 3'), { what: 'page 3' });
  expect(buttons(now())).toEqual(['Previous']);
  await slack.as(people.kim.id).click(now(), 'Previous');
  await slack.waitFor(() => slack.visibleText(now()).includes('Page 2'), { what: 'page 2 again' });
  nothingStrange(world);
});

test('a list in the channel stays when somebody presses its buttons who may not see it', async () => {
  const world = await startConnected();
  const { slack, people, channel } = world;
  for (let count = 0; count < 12; count += 1)
    world.gitlab.world.startPipeline(SHOP, { environment: 'staging', by: 'dana' });
  await slack.as(people.kim.id).command('/deploy', `list ${SHOP} public`, channel.id);
  const list = await slack.waitFor(() => slack.messages(channel.id)[0], { what: 'the public list' });
  const before = slack.visibleText(list);

  const words = await messageAfter(world, 'ana', () => slack.as(people.ana.id).click(list, 'Next'));

  expect(slack.visibleText(words)).toContain('connect your GitLab account');
  expect(slack.messages(channel.id).map((message) => slack.visibleText(message))).toEqual([before]);
  nothingStrange(world);
});

test('help explains every command, and every command it names is one', async () => {
  const world = await startWorld();
  const { slack, people, channel } = world;
  for (const root of ['/deploy', '/env', '/slipway']) {
    const help = await world.command('kim', root, '');
    const named = [...help.matchAll(new RegExp(`^${root} ([a-z-]+)`, 'gmu'))].map((match) => match[1] ?? '');
    expect(new Set(named).size).toBeGreaterThan(5);
    for (const word of new Set(named)) {
      const one = await messageAfter(world, 'kim', () =>
        slack.as(people.kim.id).command(root, `help ${word}`, channel.id),
      );
      const [how = '', examples = ''] = slack.visibleText(one).split('Examples');
      expect(how).toContain(`${root} ${word}`);
      const shown = examples.split('\n').filter((line) => line.startsWith(`${root} ${word}`));
      const takesWords = !how.trimEnd().endsWith(`${root} ${word}`);
      expect(new Set(shown).size, `examples of ${root} ${word}`).toBeGreaterThanOrEqual(takesWords ? 2 : 1);
    }
  }
  nothingStrange(world);
});
