import { describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../sandbox/gitlab/sandbox-gitlab.ts';
import { DeploymentId, EnvironmentId, JobId } from '../../src/core/ids.ts';
import type { GitLabApi } from '../../src/core/ports/gitlab.ts';
import { createGitLab } from '../../src/gitlab/gitlab.ts';
import { staticCredential } from '../../src/gitlab/static-credential.ts';
import { keptLog } from '../unit/gitlab/loopback.ts';
import { openShop, type Shop } from '../unit/sandbox/gitlab-shop.ts';

const SHOP = 'acme/shop';
const DAY = 86_400_000;

interface Standing extends Shop {
  as(username: string): GitLabApi;
  environment(name: string): EnvironmentId;
  deployment(environment: string): { id: DeploymentId; job: JobId; sha: string };
}

async function open(options: SandboxOptions = {}): Promise<Standing> {
  const shop = await openShop(options);
  const { gitlab, world } = shop;
  const host = createGitLab({ baseUrl: gitlab.url, log: keptLog(), clock: { now: options.now ?? Date.now } });
  const known = new Map<string, number>();
  return {
    ...shop,
    as: (username) => host.as(staticCredential({ kind: 'private', token: world.addToken(username) })),
    environment: (name) => {
      const id = known.get(name) ?? world.addEnvironment(SHOP, { name }).id;
      known.set(name, id);
      return EnvironmentId.parse(id);
    },
    deployment: (environment) => {
      const { id, jobId, sha } = world.startPipeline(SHOP, { environment, by: 'dana' });
      return { id: DeploymentId.parse(id), job: JobId.parse(jobId), sha };
    },
  };
}

type Act = (shop: Standing) => Promise<unknown>;

const external = (shop: Standing, by: GitLabApi, status: 'running' | 'success' = 'running') =>
  by.deployments.create(SHOP, {
    environment: 'staging',
    sha: shop.world.addCommit(SHOP, { title: 'Elsewhere' }),
    ref: 'main',
    tag: false,
    status,
  });

/** What the sandbox answers a maintainer, and what of it arrives. */
const answered: Record<string, { act: Act; read: object }> = {
  'a deployment made elsewhere': {
    act: (shop) => external(shop, shop.as('kim')),
    read: {
      status: 'running',
      job: null,
      environment: { name: 'staging' },
      requestedBy: { username: 'kim' },
    },
  },
  'its new status': {
    act: async (shop) => {
      const { id } = await external(shop, shop.as('kim'));
      return shop.as('kim').deployments.update(SHOP, id, 'success');
    },
    read: { status: 'success' },
  },
  'nothing of a deleted one': {
    act: async (shop) => {
      const kim = shop.as('kim');
      const { id } = await external(shop, kim);
      await kim.deployments.update(SHOP, id, 'failed');
      await kim.deployments.delete(SHOP, id);
      return (await kim.deployments.list(SHOP)).items;
    },
    read: [],
  },
  'deployments by their end': {
    act: async (shop) => {
      await external(shop, shop.as('kim'), 'success');
      const finishedAfter = new Date(0).toISOString();
      return shop
        .as('kim')
        .deployments.list(SHOP, { orderBy: 'finished_at', status: 'success', finishedAfter });
    },
    read: { items: [{ status: 'success' }] },
  },
  'merge requests, filtered and in pages': {
    act: async (shop) => {
      for (const [title, author] of [
        ['Blue', 'dana'],
        ['Red', 'kim'],
        ['Green', 'dana'],
      ] as const)
        shop.world.addMergeRequest(SHOP, { title, author });
      const { id } = shop.deployment('staging');
      shop.world.succeed(id);
      const filters = { authorUsername: 'dana', orderBy: 'title', sort: 'asc', perPage: 1 } as const;
      return shop.as('kim').deployments.mergeRequestPage(SHOP, id, filters);
    },
    read: { items: [{ title: 'Blue', author: 'Dana' }], next: 2 },
  },
  'a new environment with all that can be set': {
    act: (shop) =>
      shop.as('dana').environments.create(SHOP, {
        name: 'review/blue',
        externalUrl: 'https://blue.example',
        tier: 'testing',
        description: 'Blue',
        autoStopSetting: 'with_action',
        kubernetesNamespace: 'flux-system',
        fluxResourcePath: 'HelmRelease/flux-system',
      }),
    read: {
      name: 'review/blue',
      slug: expect.stringMatching(/^review-blue/),
      externalUrl: 'https://blue.example',
      tier: 'testing',
      state: 'available',
      description: 'Blue',
      autoStopSetting: 'with_action',
      createdAt: expect.stringMatching(/^20/),
      lastDeployment: null,
    },
  },
  'a changed environment': {
    act: (shop) => shop.as('dana').environments.update(SHOP, shop.environment('qa'), { tier: 'other' }),
    read: { name: 'qa', tier: 'other' },
  },
  'an environment with what it runs': {
    act: async (shop) => {
      const environment = shop.environment('qa');
      const { id } = shop.deployment('qa');
      shop.world.succeed(id);
      const { lastDeployment } = await shop.as('kim').environments.get(SHOP, environment);
      return { known: lastDeployment?.id === id, lastDeployment };
    },
    read: { known: true, lastDeployment: { ref: 'main', requestedBy: { username: 'dana' } } },
  },
  'environments by state': {
    act: async (shop) => {
      await shop.as('kim').environments.stop(SHOP, shop.environment('review/blue'));
      return shop.as('kim').environments.list(SHOP, { states: 'stopped', search: 'BLUE' });
    },
    read: { items: [{ name: 'review/blue', state: 'stopped' }] },
  },
  'a stop that waits for its job': {
    act: (shop) => {
      const { id } = shop.world.addEnvironment(SHOP, { name: 'qa', onStop: true });
      return shop.as('kim').environments.stop(SHOP, EnvironmentId.parse(id));
    },
    read: { state: 'stopping' },
  },
  'a stop that does not wait': {
    act: (shop) => {
      const { id } = shop.world.addEnvironment(SHOP, { name: 'qa', onStop: true });
      return shop.as('kim').environments.stop(SHOP, EnvironmentId.parse(id), { force: true });
    },
    read: { state: 'stopped' },
  },
  'nothing of a deleted environment': {
    act: async (shop) => {
      const kim = shop.as('kim');
      const environment = shop.environment('qa');
      await kim.environments.stop(SHOP, environment);
      await kim.environments.delete(SHOP, environment);
      return (await kim.environments.list(SHOP, { name: 'qa' })).items;
    },
    read: [],
  },
  'review apps, looked at and then scheduled': {
    act: async (shop) => {
      const kim = shop.as('kim');
      await kim.environments.stop(SHOP, shop.environment('review/blue'));
      const before = new Date(Date.now() + DAY).toISOString();
      const look = { before, limit: 10, dryRun: true } as const;
      const seen = await kim.environments.deleteReviewApps(SHOP, look);
      const again = await kim.environments.deleteReviewApps(SHOP, { ...look, dryRun: false });
      return { seen, again };
    },
    read: {
      seen: { scheduled: [{ name: 'review/blue' }], unprocessable: [] },
      again: { scheduled: [{ name: 'review/blue' }], unprocessable: [] },
    },
  },
  'a job that is canceled, and its log': {
    act: async (shop) => {
      const { id, job } = shop.deployment('staging');
      shop.world.run(id);
      shop.world.log(id, '\u001b[32mcopying\u001b[0m');
      const canceled = await shop.as('kim').jobs.cancel(SHOP, job);
      return { status: canceled.status, log: await shop.as('kim').jobs.log(SHOP, job, 50) };
    },
    read: { status: 'canceled', log: expect.arrayContaining(['copying']) },
  },
  'a job played with variables': {
    act: async (shop) => {
      const { id, job } = shop.deployment('production');
      const lee = shop.as('lee');
      await lee.deployments.decide(SHOP, id, { status: 'approved' });
      const kim = shop.as('kim');
      await kim.deployments.decide(SHOP, id, { status: 'approved', representedAs: 'Maintainers' });
      return kim.jobs.play(SHOP, job, [{ key: 'FAST', value: '1' }]);
    },
    read: { status: 'pending' },
  },
  'protected environments': {
    act: async (shop) => {
      const list = await shop.as('kim').protectedEnvironments.list(SHOP);
      const one = await shop.as('kim').protectedEnvironments.get(SHOP, 'production');
      return { list, same: JSON.stringify(list[0]) === JSON.stringify(one) };
    },
    read: {
      list: [
        { name: 'production', deployers: [{ accessLevel: 40 }], rules: [{ required: 1 }, { required: 1 }] },
      ],
      same: true,
    },
  },
  'protected tiers of a group': {
    act: async (shop) => {
      const wish = { deployers: [{ role: 'maintainer' }], rules: [] } as const;
      shop.world.protectTier('acme', 'staging', wish);
      const one = await shop.as('root').protectedEnvironments.getOfGroup('acme', 'staging');
      return [...(await shop.as('root').protectedEnvironments.listOfGroup('acme')), one];
    },
    read: [{ name: 'staging' }, { name: 'staging' }],
  },
  'freeze periods': {
    act: async (shop) => {
      const { id } = shop.world.addFreezePeriod(SHOP, { start: '0 23 * * 5', end: '0 8 * * 1' });
      const list = await shop.as('kim').freezePeriods.list(SHOP);
      return [...list, await shop.as('kim').freezePeriods.get(SHOP, id)];
    },
    read: [{ start: '0 23 * * 5' }, { end: '0 8 * * 1' }],
  },
  'projects of a group, archived ones apart': {
    act: async (shop) => {
      const members = { kim: 'developer' } as const;
      shop.world.addProject({ path: 'acme/web/site', members });
      shop.world.addProject({ path: 'acme/old', members });
      shop.world.archiveProject('acme/old');
      const kim = shop.as('kim');
      const paths = async (query: Parameters<typeof kim.groups.projects>[1]) =>
        (await kim.groups.projects('acme', query)).items
          .map(({ path, archived }) => `${path} ${archived}`)
          .sort();
      return {
        own: await paths({}),
        deep: await paths({ includeSubgroups: true, archived: false }),
        old: await paths({ archived: true }),
      };
    },
    read: {
      own: ['acme/old true', 'acme/shop false'],
      deep: ['acme/shop false', 'acme/web/site false'],
      old: ['acme/old true'],
    },
  },
  'projects by their name, of those one belongs to': {
    act: async (shop) => {
      shop.world.addProject({ path: 'other/shopping', visibility: 'public' });
      return (await shop.as('kim').projects.list({ search: 'SHO', archived: false })).items;
    },
    read: [{ path: SHOP, archived: false }],
  },
  'its metadata': {
    act: (shop) => shop.as('gus').metadata(),
    read: { version: '19.3.0-ee', enterprise: true },
  },
};

describe('the sandbox GitLab answers the adapter with', () => {
  it.each(Object.entries(answered))('%s', async (_what, { act, read }) => {
    const shop = await open();
    expect(await act(shop)).toMatchObject(read);
    expect(shop.gitlab.unknown).toEqual([]);
  });

  it('nothing at once where stale environments are stopped, and all of them later', async () => {
    let now = Date.now() - 30 * DAY;
    const shop = await open({ now: () => now });
    const environment = shop.environment('review/old');
    now += 30 * DAY;
    const kim = shop.as('kim');
    await kim.environments.stopStale(SHOP, new Date(now - 8 * DAY).toISOString());
    expect(await kim.environments.get(SHOP, environment)).toMatchObject({ state: 'stopped' });
    expect(await kim.environments.list(SHOP, { name: 'production' })).toMatchObject({
      items: [{ state: 'available' }],
    });
  });
});

const stale = () => new Date(Date.now() - 8 * DAY).toISOString();
const review = { before: undefined, dryRun: true } as const;

/** Who is refused what, how GitLab says it, and the code it gets. */
const refused: [string, Act, string, number][] = [
  ['a deployment of a guest', (shop) => external(shop, shop.as('gus')), 'gitlab-forbidden', 403],
  ['a deployment of a stranger', (shop) => external(shop, shop.as('stranger')), 'gitlab-not-found', 404],
  [
    'a deployment of no commit',
    (shop) =>
      shop.as('kim').deployments.create(SHOP, {
        environment: 'staging',
        sha: 'f'.repeat(40),
        ref: 'main',
        tag: false,
        status: 'success',
      }),
    'gitlab-refused',
    400,
  ],
  [
    'a status over the head of the job',
    (shop) => shop.as('kim').deployments.update(SHOP, shop.deployment('staging').id, 'success'),
    'gitlab-forbidden',
    403,
  ],
  [
    'a status that leads back',
    async (shop) => {
      const { id } = await external(shop, shop.as('kim'), 'success');
      return shop.as('kim').deployments.update(SHOP, id, 'running');
    },
    'gitlab-refused',
    400,
  ],
  [
    'the deletion of a running deployment',
    async (shop) => shop.as('kim').deployments.delete(SHOP, (await external(shop, shop.as('kim'))).id),
    'gitlab-refused',
    400,
  ],
  [
    'the deletion of what runs now',
    async (shop) =>
      shop.as('kim').deployments.delete(SHOP, (await external(shop, shop.as('kim'), 'success')).id),
    'gitlab-refused',
    400,
  ],
  [
    'a deletion by a developer',
    async (shop) => shop.as('dana').deployments.delete(SHOP, (await external(shop, shop.as('kim'))).id),
    'gitlab-forbidden',
    403,
  ],
  [
    'an environment of the same name',
    (shop) => shop.as('kim').environments.create(SHOP, { name: 'staging' }),
    'gitlab-refused',
    400,
  ],
  [
    'an agent that is not there',
    (shop) => shop.as('kim').environments.create(SHOP, { name: 'qa', clusterAgentId: 9 }),
    'gitlab-refused',
    400,
  ],
  [
    'the deletion of an environment that is not stopped',
    (shop) => shop.as('kim').environments.delete(SHOP, shop.environment('qa')),
    'gitlab-forbidden',
    403,
  ],
  [
    'the stop of an environment without a way to stop',
    async (shop) => {
      const { id } = await shop
        .as('kim')
        .environments.create(SHOP, { name: 'qa', autoStopSetting: 'with_action' });
      return shop.as('kim').environments.stop(SHOP, id);
    },
    'gitlab-refused',
    400,
  ],
  [
    'the stop of an environment by a guest',
    (shop) => shop.as('gus').environments.stop(SHOP, shop.environment('qa')),
    'gitlab-forbidden',
    403,
  ],
  [
    'the stop of stale environments by a developer',
    (shop) => shop.as('dana').environments.stopStale(SHOP, stale()),
    'gitlab-forbidden',
    403,
  ],
  [
    'review apps that are not there',
    (shop) => shop.as('kim').environments.deleteReviewApps(SHOP, review),
    'gitlab-refused',
    400,
  ],
  [
    'review apps to a guest',
    (shop) => shop.as('gus').environments.deleteReviewApps(SHOP, review),
    'gitlab-forbidden',
    401,
  ],
  [
    'a job to a guest',
    (shop) => shop.as('gus').jobs.cancel(SHOP, shop.deployment('staging').job),
    'gitlab-forbidden',
    403,
  ],
  [
    'protected environments to a developer',
    (shop) => shop.as('dana').protectedEnvironments.list(SHOP),
    'gitlab-forbidden',
    403,
  ],
  [
    'an environment that is not protected',
    (shop) => shop.as('kim').protectedEnvironments.get(SHOP, 'staging'),
    'gitlab-not-found',
    404,
  ],
  [
    'the tiers of a group to a maintainer of its project',
    (shop) => shop.as('kim').protectedEnvironments.listOfGroup('acme'),
    'gitlab-forbidden',
    403,
  ],
  [
    'a freeze period that is not there',
    (shop) => shop.as('kim').freezePeriods.get(SHOP, 9),
    'gitlab-not-found',
    404,
  ],
  ['the projects of no group', (shop) => shop.as('kim').groups.projects('nobody'), 'gitlab-not-found', 404],
];

describe('the sandbox GitLab refuses', () => {
  it.each(refused)('%s', async (_what, act, code, status) => {
    const shop = await open();
    await expect(act(shop)).rejects.toMatchObject({ code, status, isAmbiguous: false });
    expect(shop.gitlab.unknown).toEqual([]);
  });

  it('a deletion that another one is in the way of', async () => {
    const shop = await open();
    shop.gitlab.faults.add({
      path: /review_apps$/,
      status: 409,
      body: { message: { scheduled_entries: [], unprocessable_entries: [], message: 'Please retry later.' } },
    });
    await expect(shop.as('kim').environments.deleteReviewApps(SHOP, review)).rejects.toMatchObject({
      code: 'gitlab-conflict',
      said: 'Please retry later.',
    });
  });

  it('every write under the name of a project that moved, and none under its number', async () => {
    const shop = await open();
    const kim = shop.as('kim');
    const environment = shop.environment('qa');
    shop.world.renameProject(SHOP, 'acme/store');
    const writes: ((project: Parameters<typeof kim.projects.get>[0]) => Promise<unknown>)[] = [
      (project) => kim.environments.create(project, { name: 'new' }),
      (project) => kim.environments.update(project, environment, { tier: 'other' }),
      (project) => kim.environments.stop(project, environment),
      (project) => kim.environments.delete(project, environment),
    ];
    const { id } = await kim.projects.get(SHOP);
    for (const write of writes) {
      await expect(write(SHOP)).rejects.toMatchObject({ code: 'gitlab-moved', isAmbiguous: false });
      await write(id);
    }
  });
});

describe.each(['12.4.0', '13.12.0-ee', '14.10.5-ee', '16.11.0', '19.3.0-ee'])('a GitLab %s', (version) => {
  it('is read, whatever it leaves out', async () => {
    const shop = await open({ version });
    const kim = shop.as('kim');
    const { id } = shop.deployment('staging');
    shop.world.succeed(id);
    expect((await kim.deployments.list(SHOP)).items).toMatchObject([{ id, status: 'success' }]);
    expect(await kim.deployments.get(SHOP, id)).toMatchObject({ environment: { name: 'staging' } });
    const { items } = await kim.environments.list(SHOP, { name: 'staging' });
    const environment = EnvironmentId.parse(items[0]?.id);
    expect(await kim.environments.get(SHOP, environment)).toMatchObject({ lastDeployment: { id } });
    expect(await kim.metadata()).toMatchObject({ version, enterprise: version.endsWith('-ee') });
  });
});
