import { describe, expect, test } from 'vitest';
import type { OpenView } from '../../sandbox/slack/model.ts';
import { nothingStrange, writes } from '../support/acts.ts';
import { followLink, linkIn, type PersonName, SHOP, startWorld, type TestWorld } from '../support/world.ts';

type World = TestWorld;

async function kimsWorld(options?: Parameters<typeof startWorld>[0]): Promise<World> {
  const world = await startWorld(options);
  await world.connect('kim');
  return world;
}

/** The dialog somebody has before them, once it says these words. */
const showing = (world: World, words: string, name: PersonName = 'kim'): Promise<OpenView> =>
  world.slack.waitFor(
    () => {
      const view = world.slack.view(world.people[name].id);
      const text = view === undefined ? '' : `${view.title} ${world.slack.visibleText(view)}`;
      return view !== undefined && text.includes(words) ? view : undefined;
    },
    { what: `a dialog that says "${words}"` },
  );

const send = (world: World, command: string, text: string, name: PersonName = 'kim') =>
  world.slack.as(world.people[name].id).command(command, text, world.channel.id);

const submit = (world: World, values: Parameters<ReturnType<World['slack']['as']>['submit']>[0]) =>
  world.slack.as(world.people.kim.id).submit(values);

const commit = (world: World): string =>
  world.gitlab.world.addCommit(SHOP, { title: 'Ship it', author: 'dana' });

/** What an input of a dialog holds before anybody touches it, and what can be chosen in it. */
function input(view: OpenView, blockId: string) {
  const block = view.blocks.find((one) => one.block_id === blockId);
  return block === undefined ? undefined : JSON.stringify(block);
}

const told = (world: World, name: PersonName = 'kim'): number =>
  world.slack.ephemerals(world.people[name].id).length;

describe('a command that lacks words opens its form', () => {
  test('records a deployment: what was given is there, the project’s own environments can be chosen', async () => {
    const world = await kimsWorld();
    const sha = commit(world);
    const before = told(world);
    await send(world, '/deploy', `create ${SHOP} ref:main tag:no status:running`);
    const view = await showing(world, 'in acme/shop');
    expect(view.title).toBe('Record a deployment');
    expect(input(view, 'choice-environment')).toContain('"staging"');
    expect(input(view, 'text-ref')).toContain('"initial_value":"main"');
    expect(input(view, 'choice-status')).toMatch(/"initial_option":\{[^}]*\{[^}]*"running"/u);
    await submit(world, { 'choice-environment': 'staging', 'text-sha': sha });
    const done = await showing(world, 'was created in acme/shop');
    expect(world.slack.visibleText(done)).toContain('Status: running');
    expect(writes(world).map(({ method, user, body }) => ({ method, user, body }))).toEqual([
      {
        method: 'POST',
        user: 'kim',
        body: expect.objectContaining({ environment: 'staging', ref: 'main', sha, status: 'running' }),
      },
    ]);
    expect(told(world)).toBe(before);
    nothingStrange(world);
  });

  test('a single word with a slash is the project where the channel watches none', async () => {
    const world = await kimsWorld();
    await send(world, '/env', `create ${SHOP}`);
    const view = await showing(world, 'in acme/shop');
    expect(input(view, 'text-name')).not.toContain(SHOP);
    nothingStrange(world);
  });

  test('refs deployed lately can be chosen, and a new environment typed', async () => {
    const world = await kimsWorld();
    const sha = commit(world);
    await world.command('kim', '/deploy', `create ${SHOP} env:staging ref:main sha:${sha}`);
    await send(world, '/deploy', `create ${SHOP}`);
    const view = await showing(world, 'in acme/shop');
    expect(input(view, 'choice-ref')).toContain('"main"');
    await submit(world, { 'choice-ref': 'main', 'text-environment': 'demo', 'text-sha': sha });
    expect(world.slack.visibleText(await showing(world, 'was created'))).toContain('Environment: demo');
    nothingStrange(world);
  });

  test('sets a status: the deployments recorded by hand can be chosen', async () => {
    const world = await kimsWorld();
    const sha = commit(world);
    const made = await world.command(
      'kim',
      '/deploy',
      `create ${SHOP} env:staging ref:main sha:${sha} status:running`,
    );
    const id = /#(\d+)/u.exec(made)?.[1] ?? '';
    await send(world, '/deploy', `update ${SHOP}`);
    const view = await showing(world, 'in acme/shop');
    expect(input(view, 'choice-deployment')).toContain(`#${id} · staging · main`);
    await submit(world, { 'choice-deployment': id, 'choice-status': 'failed' });
    expect(world.slack.visibleText(await showing(world, 'was updated'))).toContain('Status: failed');
    nothingStrange(world);
  });

  test('makes an environment, in the project the channel watches', async () => {
    const world = await startWorld();
    await world.watchShop();
    await send(world, '/env', 'create');
    await showing(world, 'in acme/shop');
    await submit(world, {
      'text-name': 'demo',
      'choice-tier': 'testing',
      'text-url': 'https://demo.example.com',
      'text-description': 'For demos',
    });
    const done = world.slack.visibleText(await showing(world, 'was created'));
    expect(done).toContain('Tier: testing');
    expect(done).toContain('Address: https://demo.example.com');
    nothingStrange(world);
  });

  test('changes an environment, and leaves what is left empty', async () => {
    const world = await kimsWorld();
    await send(world, '/env', `update ${SHOP} production`);
    const view = await showing(world, 'in acme/shop');
    expect(input(view, 'choice-environment')).toMatch(/"initial_option":\{[^}]*\{[^}]*"production"/u);
    expect(input(view, 'text-environment')).toBeUndefined();
    await submit(world, { 'text-description': 'The shop' });
    const done = world.slack.visibleText(await showing(world, 'was updated'));
    expect(done).toContain('Description: The shop');
    expect(done).toContain('Address: https://shop.example.com');
    expect(writes(world).map(({ body }) => body)).toEqual([{ description: 'The shop' }]);
    nothingStrange(world);
  });

  test('asks for the project where none is known, without asking GitLab', async () => {
    const world = await kimsWorld();
    const before = world.gitlab.requests.length;
    await send(world, '/env', 'create');
    const view = await showing(world, 'New environment');
    expect(input(view, 'text-project')).toBeDefined();
    expect(world.gitlab.requests).toHaveLength(before);
    await submit(world, { 'text-project': SHOP, 'text-name': 'demo' });
    await showing(world, 'demo was created in acme/shop');
    nothingStrange(world);
  });

  test('with every word there, no form opens', async () => {
    const world = await kimsWorld();
    expect(await world.command('kim', '/env', `create ${SHOP} demo`)).toContain('demo was created');
    expect(world.slack.view(world.people.kim.id)).toBeUndefined();
  });

  test('a word that is wrong is told, not asked for', async () => {
    const world = await kimsWorld();
    expect(await world.command('kim', '/deploy', `create ${SHOP} status:blocked`)).toContain('canceled');
    expect(await world.command('kim', '/env', `create ${SHOP} demo url:ftp://x tier:prod`)).toContain('url');
    expect(world.slack.view(world.people.kim.id)).toBeUndefined();
    expect(writes(world)).toEqual([]);
  });
});

/** A second project that the channel watches too, with an environment and a ref of its own. */
async function twoProjects(): Promise<World> {
  const world = await startWorld();
  const { world: gitlab } = world.gitlab;
  gitlab.addProject({
    path: 'acme/site',
    name: 'Site',
    members: { dana: 'developer', kim: 'maintainer', watcher: 'reporter' },
  });
  gitlab.addEnvironment('acme/site', { name: 'edge' });
  gitlab.startPipeline('acme/site', { environment: 'edge', by: 'dana', ref: 'site-2.0' });
  gitlab.startPipeline(SHOP, { environment: 'staging', by: 'dana', ref: 'shop-1.0' });
  await world.watchShop('on:failed');
  await world.command('kim', '/slipway', 'watch acme/site on:failed');
  return world;
}

/** The project is the first thing a form asks for. */
const chooseProject = async (world: World, path: string) =>
  world.slack.as(world.people.kim.id).select(await showing(world, 'Project'), 'input-choice', path);
const typeProject = async (world: World, path: string) =>
  world.slack.as(world.people.kim.id).select(await showing(world, 'Project'), 'input-text', path);

describe('another project chosen in the form', () => {
  test('brings its own environments and refs, and what else was entered stays', async () => {
    const world = await twoProjects();
    const sha = world.gitlab.world.addCommit('acme/site', { title: 'Site', author: 'dana' });
    await send(world, '/deploy', `create sha:${sha} status:running`);
    const first = await showing(world, 'Project');
    expect(input(first, 'choice-environment')).toBeUndefined();

    await chooseProject(world, SHOP);
    const shop = await showing(world, 'in acme/shop');
    expect(input(shop, 'choice-environment~1')).toContain('"staging"');
    expect(input(shop, 'choice-ref~1')).toContain('"shop-1.0"');

    await submit(world, {
      'choice-environment~1': 'staging',
      'choice-ref~1': 'shop-1.0',
      'text-ref~1': 'next',
    });
    expect((await showing(world, 'in acme/shop')).errors).not.toEqual({});
    await chooseProject(world, 'acme/site');
    const site = await showing(world, 'in acme/site');
    expect(input(site, 'text-environment~2')).not.toContain('staging');
    expect(input(site, 'text-ref~2')).toContain('"initial_value":"next"');
    expect(input(site, 'choice-environment~2')).toContain('"edge"');
    expect(input(site, 'choice-environment~2')).not.toContain('"staging"');
    expect(input(site, 'choice-ref~2')).toContain('"site-2.0"');
    expect(input(site, 'choice-ref~2')).not.toContain('"shop-1.0"');
    expect(input(site, 'choice-project~2')).toMatch(/"initial_option":\{[^}]*\{[^}]*"acme\/site"/u);

    await submit(world, { 'choice-environment~2': 'edge', 'choice-ref~2': 'site-2.0', 'text-ref~2': '' });
    const done = world.slack.visibleText(await showing(world, 'was created in acme/site'));
    expect(done).toContain('Status: running');
    expect(writes(world).map(({ body }) => body)).toEqual([
      expect.objectContaining({ environment: 'edge', ref: 'site-2.0', sha, status: 'running' }),
    ]);
    nothingStrange(world);
  });

  test('what was chosen in the first project is not carried into the second, what was typed is', async () => {
    const world = await twoProjects();
    await send(world, '/env', 'update');
    await chooseProject(world, SHOP);
    await showing(world, 'in acme/shop');
    await submit(world, {
      'choice-environment~1': 'staging',
      'text-url': 'no address',
      'text-description': 'At the edge',
    });
    expect((await showing(world, 'in acme/shop')).errors).not.toEqual({});
    await chooseProject(world, 'acme/site');
    const site = await showing(world, 'in acme/site');
    expect(input(site, 'choice-environment~2')).not.toContain('initial_option');
    await submit(world, { 'choice-environment~2': 'edge', 'text-url': '' });
    await showing(world, 'edge in acme/site was updated');
    expect(writes(world).map(({ body }) => body)).toEqual([{ description: 'At the edge' }]);
    nothingStrange(world);
  });

  test('may be typed, and one that cannot be seen is told where it was typed', async () => {
    const world = await twoProjects();
    await send(world, '/deploy', 'update');
    await typeProject(world, 'acme/nowhere');
    const refused = await showing(world, 'GitLab shows you no project');
    expect(input(refused, 'text-project~1')).toContain('"initial_value":"acme/nowhere"');
    await typeProject(world, 'acme/site');
    await showing(world, 'in acme/site');
    expect(writes(world)).toEqual([]);
    nothingStrange(world);
  });

  test('by somebody who is not connected says so, and the form stays', async () => {
    const world = await twoProjects();
    await world.command('kim', '/slipway', 'disconnect');
    await send(world, '/deploy', 'create');
    await chooseProject(world, SHOP);
    const view = await showing(world, 'not connected yet');
    expect(view.submit).toBe('Record');
    expect(input(view, 'choice-project~1')).toContain('acme/site');
    nothingStrange(world);
  });
});

describe('a value is taken away', () => {
  const settings = { externalUrl: 'https://demo.example.com', description: 'For demos' };

  test('by a command with an empty value', async () => {
    const world = await kimsWorld();
    world.gitlab.world.addEnvironment(SHOP, { name: 'demo', ...settings });
    const done = await world.command('kim', '/env', `update ${SHOP} demo url:"" description:“” --agent ""`);
    expect(done).toContain('Address: none');
    expect(done).toContain('Description: none');
    expect(done).toContain('Kubernetes agent: none');
    expect(writes(world).map(({ body }) => body)).toEqual([
      { external_url: '', description: '', cluster_agent_id: null },
    ]);
    expect(await world.command('kim', '/env', `show ${SHOP} demo`)).not.toContain('demo.example.com');
    nothingStrange(world);
  });

  test('in the form, which shows what there is to take away', async () => {
    const world = await kimsWorld();
    world.gitlab.world.addEnvironment(SHOP, { name: 'demo', ...settings });
    await send(world, '/env', `update ${SHOP} demo`);
    const view = await showing(world, 'Take away');
    expect(input(view, 'remove')).toContain('Address: https://demo.example.com');
    expect(input(view, 'remove')).toContain('Description: For demos');
    await submit(world, { remove: ['url', 'flux'], 'text-description': 'Still here' });
    const done = world.slack.visibleText(await showing(world, 'was updated'));
    expect(done).toContain('Address: none');
    expect(done).toContain('Flux resource: none');
    expect(done).toContain('Description: Still here');
    expect(writes(world).map(({ body }) => body)).toEqual([
      { external_url: '', description: 'Still here', flux_resource_path: null },
    ]);
    nothingStrange(world);
  });

  test('not where nothing is: an address that is not set is not offered', async () => {
    const world = await kimsWorld();
    await send(world, '/env', `update ${SHOP} staging`);
    const view = await showing(world, 'Take away');
    expect(input(view, 'remove')).not.toContain('Address');
    nothingStrange(world);
  });

  test('not where it is filled in too: that is asked back, and what was ticked stays ticked after a refusal', async () => {
    const world = await kimsWorld();
    world.gitlab.world.addEnvironment(SHOP, { name: 'demo', ...settings });
    await send(world, '/env', `update ${SHOP} demo`);
    await showing(world, 'Take away');
    await submit(world, { remove: ['url'], 'text-url': 'https://new.example.com' });
    expect((await showing(world, 'Take away')).errors).toEqual({
      'text-url': 'Fill it in or take it away, not both.',
    });
    await submit(world, { 'text-url': '', 'text-agent': '7' });
    const refused = await showing(world, "cluster agent doesn't exist");
    expect(input(refused, 'remove')).toMatch(/"initial_options":\[\{[^\]]*"url"/u);
    expect(writes(world)).toHaveLength(1);
    nothingStrange(world);
  });

  test('never by an option that GitLab always gives a value, nor from a new environment', async () => {
    const world = await kimsWorld();
    expect(await world.command('kim', '/env', `update ${SHOP} staging tier:""`)).toContain(
      'tier needs a value',
    );
    expect(await world.command('kim', '/env', `create ${SHOP} demo url:""`)).toContain('url needs a value');
    expect(writes(world)).toEqual([]);
    nothingStrange(world);
  });
});

describe('what is wrong stands in the form', () => {
  test('our own checks at the inputs, before anything is sent', async () => {
    const world = await kimsWorld();
    await send(world, '/deploy', `create ${SHOP}`);
    await showing(world, 'in acme/shop');
    await submit(world, { 'text-ref': 'main', 'text-sha': 'abc' });
    const { errors } = await showing(world, 'in acme/shop');
    expect(errors).toEqual({ 'text-environment': 'Choose an environment, or type its name.' });
    await submit(world, { 'choice-environment': 'staging', 'text-environment': 'demo' });
    expect((await showing(world, 'in acme/shop')).errors['text-environment']).toContain('not both');

    await send(world, '/env', 'create');
    await showing(world, 'New environment');
    await submit(world, {
      'text-project': 'shop',
      'text-name': 'x',
      'text-url': 'javascript:1',
      'text-agent': 'a',
    });
    const wrong = (await showing(world, 'New environment')).errors;
    expect(wrong['text-url']).toContain('https://…');
    expect(wrong['text-agent']).toContain('42');
    expect(wrong['text-project']).toContain('shop is not a project');
    expect(writes(world)).toEqual([]);
    nothingStrange(world);
  });

  test('a refusal of GitLab’s, with everything entered kept, to be mended and sent again', async () => {
    const world = await kimsWorld();
    const sha = commit(world);
    await send(world, '/deploy', `create ${SHOP}`);
    await showing(world, 'in acme/shop');
    await submit(world, { 'choice-environment': 'staging', 'text-ref': 'main', 'text-sha': 'f'.repeat(40) });
    const refused = await showing(world, 'The commit does not exist');
    expect(refused.title).toBe('Record a deployment');
    expect(world.slack.visibleText(refused)).toContain('Mend it below');
    expect(input(refused, 'text-ref')).toContain('"initial_value":"main"');
    expect(input(refused, 'choice-environment')).toMatch(/"initial_option":\{[^}]*\{[^}]*"staging"/u);
    await submit(world, { 'text-sha': sha });
    await showing(world, 'was created in acme/shop');
    expect(writes(world)).toHaveLength(2);
    nothingStrange(world);
  });

  test('a project nobody shows the person', async () => {
    const world = await kimsWorld();
    await send(world, '/env', 'create');
    await showing(world, 'New environment');
    await submit(world, { 'text-project': 'acme/nowhere', 'text-name': 'demo' });
    const refused = await showing(world, 'GitLab shows you no project');
    expect(input(refused, 'text-project')).toContain('"initial_value":"acme/nowhere"');
    await submit(world, { 'text-project': SHOP });
    await showing(world, 'demo was created in acme/shop');
    nothingStrange(world);
  });

  test('a write whose answer was lost is told as open, without the form, and is not sent again', async () => {
    const world = await kimsWorld();
    await send(world, '/env', 'create');
    await showing(world, 'New environment');
    world.gitlab.faults.add({ method: 'POST', path: /\/environments$/u, kind: 'lost-response' });
    await submit(world, { 'text-project': SHOP, 'text-name': 'demo' });
    const view = await showing(world, 'no clear answer');
    expect(view.submit).toBe('');
    expect(writes(world)).toHaveLength(1);
    nothingStrange(world);
  });
});

describe('around the form', () => {
  test('one closed before GitLab answered is told privately', async () => {
    const world = await kimsWorld();
    const { slack, people } = world;
    await send(world, '/env', 'create');
    await showing(world, 'New environment');
    const before = told(world);
    await submit(world, { 'text-project': SHOP, 'text-name': 'demo' });
    await slack.as(people.kim.id).closeView();
    const message = await slack.waitFor(() => slack.ephemerals(people.kim.id)[before], { what: 'the end' });
    expect(slack.visibleText(message)).toContain('demo was created in acme/shop');
    nothingStrange(world);
  });

  test('who is not connected is offered to connect in it, and the command continues', async () => {
    const world = await startWorld();
    await send(world, '/env', `update ${SHOP} production`);
    const view = await showing(world, 'connect your GitLab account');
    const before = told(world);
    await followLink(world, 'kim', linkIn(view));
    const message = await world.slack.waitFor(() => world.slack.ephemerals(world.people.kim.id)[before], {
      what: 'words of the command',
    });
    expect(world.slack.visibleText(message)).toContain('/env update');
    nothingStrange(world);
  });

  test('a form sent by somebody who is not connected is carried out after connecting', async () => {
    const world = await startWorld();
    await send(world, '/env', 'create');
    await showing(world, 'New environment');
    await submit(world, { 'text-project': SHOP, 'text-name': 'demo' });
    const view = await showing(world, 'connect your GitLab account');
    await followLink(world, 'kim', linkIn(view));
    await showing(world, 'demo was created in acme/shop');
    expect(writes(world)).toHaveLength(1);
    nothingStrange(world);
  });

  test('without a trigger that lives, the usage is told', async () => {
    const world = await kimsWorld({ slack: { triggerLifeMs: -1 } });
    expect(await world.command('kim', '/deploy', `create ${SHOP} env:staging`)).toContain('/deploy create');
    expect(await world.command('kim', '/env', 'create')).toContain('Which project do you mean?');
    expect(world.slack.view(world.people.kim.id)).toBeUndefined();
    expect(writes(world)).toEqual([]);
  });

  test.each([
    ['no JSON', 'x'],
    ['another operation', JSON.stringify({ op: 'delete-deployment', channel: 'C0DEPLOYS' })],
    ['no channel', JSON.stringify({ op: 'create-environment' })],
    ['a project that is none', JSON.stringify({ op: 'create-environment', channel: 'C1', project: '../x' })],
  ])('forged metadata is refused: %s', async (_what, metadata) => {
    const world = await kimsWorld();
    const { status, body } = await forged(world, 'kim', metadata, { name: 'demo', project: SHOP });
    expect(status).toBe(200);
    expect(body).toContain("don't recognise");
    expect(writes(world)).toEqual([]);
  });

  test('another project in the metadata is still only what the person may do', async () => {
    const world = await startWorld();
    await world.connect('gus');
    const before = told(world, 'gus');
    const metadata = { op: 'create-environment', channel: world.channel.id, project: 1 };
    const { body } = await forged(world, 'gus', JSON.stringify(metadata), { name: 'demo' });
    expect(body).toContain('Asking GitLab');
    const message = await world.slack.waitFor(() => world.slack.ephemerals(world.people.gus.id)[before], {
      what: 'the refusal',
    });
    expect(world.slack.visibleText(message)).toMatch(/does not allow|shows you no project/u);
    nothingStrange(world);
  });

  test('a form with an input taken out is none of ours', async () => {
    const world = await kimsWorld();
    const metadata = { op: 'create-environment', channel: world.channel.id };
    const { body } = await forged(world, 'kim', JSON.stringify(metadata), {});
    expect(body).toContain("don't recognise");
    expect(writes(world)).toEqual([]);
  });
});

/** A signed submission whose metadata and inputs are made up. */
function forged(
  { slack, people }: World,
  name: PersonName,
  metadata: string,
  inputs: Record<string, string>,
) {
  const values = Object.fromEntries(
    Object.entries(inputs).map(([field, value]) => [
      `text-${field}`,
      { 'input-text': { type: 'plain_text_input', value } },
    ]),
  );
  return slack.as(people[name].id).raw({
    type: 'view_submission',
    team: { id: slack.teamId },
    user: { id: people[name].id, team_id: slack.teamId },
    view: { id: 'V0FORGED', callback_id: 'modal-form', private_metadata: metadata, state: { values } },
  });
}
