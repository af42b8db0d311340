import { describe, expect, test } from 'vitest';
import { cardIn } from '../../support/card.ts';
import { HOOK_SECRET, hookUrl, SIGNING_TOKEN, SLOW } from '../../support/hooks.ts';
import { SHOP, startWorld, type TestWorld, type WorldOptions } from '../../support/world.ts';
import { polls } from '../reliability/polls.ts';

const plain = { ...SLOW, GITLAB_WEBHOOK_SECRET: HOOK_SECRET };
const signing = { ...SLOW, GITLAB_WEBHOOK_SIGNING_TOKEN: SIGNING_TOKEN };

/** Kim, a maintainer, is connected. */
async function maintainersWorld(options: WorldOptions = {}): Promise<TestWorld> {
  const world = await startWorld({ settings: plain, ...options });
  await world.connect('kim');
  return world;
}

const hook = (world: TestWorld, text = SHOP, who: 'kim' | 'dana' = 'kim') =>
  world.command(who, '/slipway', `hook ${text}`);

const writes = (world: TestWorld) =>
  world.gitlab.requests.filter(({ method, path }) => method !== 'GET' && path.includes('/hooks'));

const lines = async (world: TestWorld) =>
  (await world.app().ports.audit.newest(50)).filter(({ act }) => act === 'hook');

describe('/slipway hook', () => {
  test.each([
    ['a plain secret', plain],
    ['a signature', signing],
  ])(
    'sets a webhook with %s up as the person, says when its test arrived, and cards come at once',
    async (_what, settings) => {
      const world = await maintainersWorld({ settings });
      expect(await hook(world)).toMatch(
        /webhook of acme\/shop is set up.*test event arrived after \d\.\d s/su,
      );
      expect(writes(world).map(({ method, user, status }) => [method, user, status])).toEqual([
        ['POST', 'kim', 201],
        ['POST', 'kim', 201],
      ]);
      expect(writes(world)[0]?.body).toMatchObject({
        url: hookUrl(world),
        deployment_events: true,
        job_events: true,
        pipeline_events: true,
        push_events: false,
      });
      expect(await lines(world)).toMatchObject([
        {
          outcome: 'done',
          project: SHOP,
          person: { user: world.people.kim.id },
          gitlabUser: { username: 'kim' },
        },
      ]);
      await world.command('kim', '/slipway', `watch ${SHOP}`);
      await world.slack.waitFor(() => polls(world).length > 0, { what: 'the first look' });
      world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana' });
      await cardIn(world, 'Approval needed');
      expect(world.gitlab.unknown).toEqual([]);
    },
  );

  test('sent again brings the hook that leads here up to date, and makes no second one', async () => {
    const world = await maintainersWorld();
    world.gitlab.world.addHook(SHOP, { url: hookUrl(world), token: 'an-old-secret-of-ours', events: [] });
    expect(await hook(world)).toContain('arrived');
    expect(writes(world).map(({ method }) => method)).toEqual(['PUT', 'POST']);
    expect(await hook(world)).toContain('arrived');
    expect(writes(world).filter(({ path }) => path.endsWith('/hooks'))).toEqual([]);
  });

  test('sets up one for all projects of a group, as its owner', async () => {
    const world = await maintainersWorld();
    world.gitlab.world.setRole('acme', 'kim', 'owner');
    expect(await hook(world, 'acme/*')).toMatch(/webhook of the group acme is set up.*arrived/su);
    expect(writes(world)[0]?.path).toContain('/groups/acme/hooks');
  });

  test('waits for the account to be connected, and then goes on', async () => {
    const world = await startWorld({ settings: plain });
    expect(await hook(world)).toContain('connect your GitLab account');
    await world.connect('kim');
    await world.slack.waitFor(() => writes(world).length === 2, { what: 'the webhook' });
  });
});

describe('/slipway hook is refused', () => {
  test('to somebody who is no maintainer, with the steps for one', async () => {
    const world = await startWorld({ settings: plain });
    await world.connect('dana');
    const answer = await hook(world, SHOP, 'dana');
    expect(answer).toMatch(/only maintainers.*Nothing was changed.*Settings > Webhooks/su);
    expect(answer).toContain(hookUrl(world));
    expect(answer).not.toContain(HOOK_SECRET);
    expect(writes(world)).toEqual([]);
    expect(await lines(world)).toMatchObject([{ outcome: 'hook-forbidden', project: SHOP }]);
  });

  test('for a group to somebody who does not own it', async () => {
    const world = await maintainersWorld();
    expect(await hook(world, 'acme/*')).toContain('only owners of the group');
    expect(await hook(world, 'nowhere/*')).toContain('no group nowhere');
    expect(writes(world)).toEqual([]);
  });

  test('where this Slipway takes no webhooks, with words for whoever runs it', async () => {
    const world = await maintainersWorld({ settings: SLOW });
    expect(await hook(world)).toContain('GITLAB_WEBHOOK_SECRET');
    expect(writes(world)).toEqual([]);
  });

  test('where GitLab may not call the address, with words for its administrator', async () => {
    const world = await maintainersWorld();
    world.gitlab.world.allowLocalHooks(false);
    expect(await hook(world)).toMatch(/refused the address.*Outbound requests/su);
  });

  test('where only signatures are taken and GitLab cannot sign, and leaves nothing behind', async () => {
    const world = await maintainersWorld({ settings: signing, gitlab: { version: '18.9.0-ee' } });
    expect(await hook(world)).toContain("can't sign webhooks");
    expect(writes(world).map(({ method }) => method)).toEqual(['POST', 'DELETE']);
  });

  test('without a project', async () => {
    const world = await maintainersWorld();
    expect(await hook(world, '')).toContain('the project is missing');
  });
});

describe('the test of a webhook', () => {
  test('that GitLab could not deliver is told with its words', async () => {
    const world = await maintainersWorld();
    world.gitlab.faults.add({
      path: /\/test\/push_events$/u,
      status: 422,
      body: { message: 'Connection refused' },
    });
    const answer = await hook(world);
    expect(answer).toMatch(
      /is set up.*could not be delivered.*Connection refused.*Until then I keep polling/su,
    );
  });

  test('that never arrives is told after ten seconds', { timeout: 40_000 }, async () => {
    const world = await maintainersWorld();
    world.gitlab.faults.add({ path: /\/test\/push_events$/u, status: 201, body: { message: '201 Created' } });
    const { slack, people } = world;
    const before = slack.ephemerals(people.kim.id).length;
    await slack.as(people.kim.id).command('/slipway', `hook ${SHOP}`, world.channel.id);
    const answer = await slack.waitFor(() => slack.ephemerals(people.kim.id)[before], {
      what: 'the answer',
      timeoutMs: 20_000,
    });
    expect(slack.visibleText(answer)).toMatch(/did not arrive here.*leads to this Slipway/su);
  });

  test('is left to the person where GitLab is too old for it', async () => {
    const world = await maintainersWorld({ gitlab: { version: '16.0.0-ee' } });
    expect(await hook(world)).toMatch(/is set up.*did not test it/su);
  });
});
