import { describe, expect, it } from 'vitest';
import { EnvironmentId, ProjectId } from '../../src/core/ids.ts';
import type { EnvironmentQuery } from '../../src/core/ports/gitlab-parameters.ts';
import { createGitLab } from '../../src/gitlab/gitlab.ts';
import { apiAt, json, keptLog, loopback } from '../unit/gitlab/loopback.ts';
import { environmentRow } from '../unit/gitlab/rows.ts';
import { describeEndpoints } from './endpoint-table.ts';

const project = ProjectId.parse(4);
const environment = EnvironmentId.parse(4_000_000_003);
const one = '/projects/4/environments/4000000003';
const template = '/projects/:id/environments/:environment_id';
const row = {
  ...environmentRow,
  slug: 'production-x1',
  description: 'The shop',
  created_at: '2025-05-25T18:55:13.252Z',
  updated_at: '2025-05-27T18:55:13.252Z',
  auto_stop_at: '2026-06-03T18:55:13.252Z',
  auto_stop_setting: 'with_action',
  kubernetes_namespace: 'flux-system',
  flux_resource_path: 'HelmRelease/flux-system',
  logs_api_path: '/gone',
};
const short = { id: 387, name: 'review/023f', slug: 'review-023f', external_url: null };

const forbidden = {
  what: 'a missing right',
  status: 403,
  body: { message: '403 Forbidden' },
  code: 'gitlab-forbidden',
} as const;
const unknown = {
  what: 'an unknown environment',
  status: 404,
  body: { message: '404 Not found' },
  code: 'gitlab-not-found',
} as const;

const none =
  'No environments found for scheduled deletion. Either your query did not match any environments ' +
  '(default parameters match environments that are 30 days or older), or you have insufficient permissions to ' +
  'delete matching environments.';
const nested = (message: string, unprocessable: unknown[] = []) => ({
  message: { scheduled_entries: [], unprocessable_entries: unprocessable, message },
});
const noRight = nested('You do not have permission to destroy environments in this project');

const before = '2026-01-01T00:00:00.000Z';

describeEndpoints({
  'environments.list': {
    call: (api) => api.environments.list(project),
    sent: 'GET /projects/4/environments?per_page=100',
    template: '/projects/:id/environments',
    answer: [{ ...row, project: { id: 4 } }],
    read: { items: [{ name: 'production', state: 'available' }], next: undefined },
    refused: [
      {
        ...forbidden,
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. It takes at least the Reporter role in the project: ask a maintainer for it.',
      },
    ],
  },
  'environments.list with its filters': {
    call: (api) =>
      api.environments.list('acme/shop', { search: 'rév', states: 'stopped', page: 2, perPage: 10 }),
    sent: 'GET /projects/acme%2Fshop/environments?search=r%C3%A9v&states=stopped&page=2&per_page=10',
    template: '/projects/:id/environments',
    answer: [],
    read: { items: [], next: undefined },
    refused: [
      {
        what: 'a state it does not know',
        status: 400,
        body: { error: 'states does not have a valid value' },
        code: 'gitlab-refused',
        said: 'states does not have a valid value',
        told: 'GitLab refused (400: states does not have a valid value). Nothing was changed. Check the filters: /env help shows what fits.',
      },
    ],
  },
  'environments.list by name': {
    call: (api) => api.environments.list(project, { name: 'review/a&b', states: 'available' }),
    sent: 'GET /projects/4/environments?name=review%2Fa%26b&states=available&per_page=100',
    template: '/projects/:id/environments',
    answer: [],
    read: { items: [] },
    refused: [],
  },
  'environments.get': {
    call: (api) => api.environments.get(project, environment),
    sent: `GET ${one}`,
    template,
    answer: {
      ...row,
      last_deployment: {
        ...environmentRow.last_deployment,
        created_at: '2026-08-02T10:41:35.000Z',
        user: { id: 7, username: 'kim', name: 'Kim' },
        deployable: null,
      },
    },
    read: {
      id: 3,
      name: 'production',
      externalUrl: null,
      tier: 'production',
      state: 'available',
      slug: 'production-x1',
      description: 'The shop',
      createdAt: '2025-05-25T18:55:13.252Z',
      updatedAt: '2025-05-27T18:55:13.252Z',
      autoStopAt: '2026-06-03T18:55:13.252Z',
      autoStopSetting: 'with_action',
      kubernetesNamespace: 'flux-system',
      fluxResourcePath: 'HelmRelease/flux-system',
      lastDeployment: {
        id: 11,
        iid: 2,
        sha: 'b'.repeat(40),
        ref: 'main',
        createdAt: '2026-08-02T10:41:35.000Z',
        requestedBy: { username: 'kim' },
      },
    },
    refused: [
      {
        ...forbidden,
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. It takes at least the Reporter role in the project: ask a maintainer for it.',
      },
      {
        ...unknown,
        told: "GitLab can't find this, or does not show it to you (404). Nothing was changed. Check the name, and that you are a member of the project.",
      },
    ],
  },
  'environments.get of an old server': {
    call: (api) => api.environments.get(project, environment),
    sent: `GET ${one}`,
    template,
    answer: { id: 3, name: 'production', last_deployment: null },
    read: {
      tier: null,
      state: null,
      slug: null,
      description: null,
      createdAt: null,
      updatedAt: null,
      autoStopAt: null,
      autoStopSetting: null,
      kubernetesNamespace: null,
      fluxResourcePath: null,
      lastDeployment: null,
    },
    refused: [],
  },
  'environments.create': {
    call: (api) => api.environments.create(project, { name: 'deploy' }),
    sent: 'POST /projects/4/environments',
    body: { name: 'deploy' },
    template: '/projects/:id/environments',
    status: 201,
    answer: { ...row, state: 'reopening' },
    read: { state: 'reopening', lastDeployment: { id: 11 } },
    refused: [
      {
        what: 'a name that is taken',
        status: 400,
        body: { message: ['Name has already been taken'] },
        code: 'gitlab-refused',
        said: 'Name has already been taken',
        told: 'GitLab refused (400: Name has already been taken). Nothing was changed. Mend what GitLab names, then send it again.',
      },
      {
        what: 'a name that is taken, on an older server',
        status: 400,
        body: { message: { name: ['has already been taken'] } },
        code: 'gitlab-refused',
        said: 'name has already been taken',
        told: 'GitLab refused (400: name has already been taken). Nothing was changed. Mend what GitLab names, then send it again.',
      },
      {
        ...forbidden,
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. It takes at least the Developer role in the project: ask a maintainer for it.',
      },
    ],
  },
  'environments.create with every parameter': {
    call: (api) =>
      api.environments.create(project, {
        name: 'review/blue',
        externalUrl: 'https://blue.example',
        tier: 'testing',
        description: 'Blue',
        autoStopSetting: 'with_action',
        clusterAgentId: 5,
        kubernetesNamespace: 'flux-system',
        fluxResourcePath: 'HelmRelease/flux-system',
      }),
    sent: 'POST /projects/4/environments',
    body: {
      name: 'review/blue',
      external_url: 'https://blue.example',
      tier: 'testing',
      description: 'Blue',
      auto_stop_setting: 'with_action',
      cluster_agent_id: 5,
      kubernetes_namespace: 'flux-system',
      flux_resource_path: 'HelmRelease/flux-system',
    },
    template: '/projects/:id/environments',
    status: 201,
    answer: row,
    read: { id: 3 },
    refused: [
      {
        what: 'an agent that is not there',
        status: 400,
        body: {
          message:
            "400 Bad request - cluster agent doesn't exist or cannot be associated with this environment",
        },
        code: 'gitlab-refused',
        said: "cluster agent doesn't exist or cannot be associated with this environment",
        told: "GitLab refused (400: cluster agent doesn't exist or cannot be associated with this environment). Nothing was changed. Mend what GitLab names, then send it again.",
      },
    ],
  },
  'environments.update': {
    call: (api) =>
      api.environments.update(project, environment, {
        externalUrl: '',
        tier: 'other',
        description: 'Red',
        autoStopSetting: 'always',
        clusterAgentId: null,
        kubernetesNamespace: null,
        fluxResourcePath: null,
      }),
    sent: `PUT ${one}`,
    body: {
      external_url: '',
      tier: 'other',
      description: 'Red',
      auto_stop_setting: 'always',
      cluster_agent_id: null,
      kubernetes_namespace: null,
      flux_resource_path: null,
    },
    template,
    answer: row,
    read: { id: 3 },
    refused: [
      {
        what: 'a value the model refuses',
        status: 400,
        body: { message: { kubernetes_namespace: ['cannot be set without a cluster agent'] } },
        code: 'gitlab-refused',
        said: 'kubernetes_namespace cannot be set without a cluster agent',
        told: 'GitLab refused (400: kubernetes_namespace cannot be set without a cluster agent). Nothing was changed. Mend what GitLab names, then send it again.',
      },
      {
        ...forbidden,
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. It takes at least the Developer role in the project: ask a maintainer for it.',
      },
      {
        ...unknown,
        told: "GitLab can't find this, or does not show it to you (404). Nothing was changed. Check the name, and that you are a member of the project.",
      },
    ],
  },
  'environments.delete': {
    call: (api) => api.environments.delete(project, environment),
    sent: `DELETE ${one}`,
    template,
    status: 204,
    answer: undefined,
    read: undefined,
    refused: [
      {
        ...forbidden,
        what: 'an environment that is not stopped',
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. Only a stopped environment can be deleted: stop it first with /env stop. If it is stopped, ask somebody who may deploy there.',
      },
      {
        ...unknown,
        told: "GitLab can't find this, or does not show it to you (404). Nothing was changed. Check the name, and that you are a member of the project.",
      },
    ],
  },
  'environments.deleteReviewApps, only looking': {
    call: (api) => api.environments.deleteReviewApps(project, { dryRun: true }),
    sent: 'DELETE /projects/4/environments/review_apps?dry_run=true',
    template: '/projects/:id/environments/review_apps',
    answer: { scheduled_entries: [short], unprocessable_entries: [] },
    read: { scheduled: [{ id: 387, name: 'review/023f', externalUrl: null }], unprocessable: [] },
    refused: [
      {
        what: 'nothing found',
        status: 400,
        body: nested(none),
        code: 'gitlab-refused',
        said: none,
        told: 'GitLab refused (400: No environments found for scheduled deletion. Either your query did not match any environments (default parameters match environments that are 30 days or older), or you have insufficient permissions to delete matching environments). Nothing was changed. Name a later date with before:, or ask a maintainer: one that you may not delete keeps all the others.',
      },
      {
        what: 'one it may not delete',
        status: 400,
        body: nested(none, [short]),
        code: 'gitlab-refused',
        said: none,
        told: 'GitLab refused (400: No environments found for scheduled deletion. Either your query did not match any environments (default parameters match environments that are 30 days or older), or you have insufficient permissions to delete matching environments). Nothing was changed. Name a later date with before:, or ask a maintainer: one that you may not delete keeps all the others.',
      },
    ],
  },
  'environments.deleteReviewApps': {
    call: (api) => api.environments.deleteReviewApps(project, { before, limit: 1000, dryRun: false }),
    sent: `DELETE /projects/4/environments/review_apps?before=${encodeURIComponent(before)}&limit=1000&dry_run=false`,
    template: '/projects/:id/environments/review_apps',
    answer: { scheduled_entries: [short], unprocessable_entries: [short] },
    read: { scheduled: [{ id: 387 }], unprocessable: [{ id: 387 }] },
    refused: [
      {
        what: 'a missing right',
        status: 401,
        body: noRight,
        code: 'gitlab-forbidden',
        said: 'You do not have permission to destroy environments in this project',
        told: 'GitLab does not allow you to do this (401: You do not have permission to destroy environments in this project). Nothing was changed. It takes at least the Developer role in the project: ask a maintainer for it.',
      },
      {
        what: 'another deletion under way',
        status: 409,
        body: nested('Another process is already processing a delete request. Please retry later.'),
        code: 'gitlab-conflict',
        said: 'Another process is already processing a delete request. Please retry later.',
        told: 'Something else is changing this in GitLab at the same moment (409: Another process is already processing a delete request. Please retry later). Nothing was changed by you. Look at it again in a minute, then try once more.',
      },
    ],
  },
  'environments.stop': {
    call: (api) => api.environments.stop(project, environment),
    sent: `POST ${one}/stop`,
    template: `${template}/stop`,
    answer: { ...row, state: 'stopping' },
    read: { state: 'stopping' },
    refused: [
      {
        ...forbidden,
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. It takes the right to deploy there and to run its stop job: ask a maintainer.',
      },
      {
        ...unknown,
        told: "GitLab can't find this, or does not show it to you (404). Nothing was changed. Check the name, and that you are a member of the project.",
      },
      {
        what: 'an environment that has no way to stop',
        status: 400,
        body: {
          message: '400 Bad request - Attempted to stop the environment but failed to change the status',
        },
        code: 'gitlab-refused',
        said: 'Attempted to stop the environment but failed to change the status',
        told: 'GitLab refused (400: Attempted to stop the environment but failed to change the status). Nothing was changed. Without a stop job it can be marked as stopped by force: add force to /env stop.',
      },
    ],
  },
  'environments.stop by force': {
    call: (api) => api.environments.stop(project, environment, { force: true }),
    sent: `POST ${one}/stop`,
    body: { force: true },
    template: `${template}/stop`,
    answer: { ...row, state: 'stopped' },
    read: { state: 'stopped' },
    refused: [],
  },
  'environments.stopStale': {
    call: (api) => api.environments.stopStale(project, daysAgo(8)),
    sent: 'POST /projects/4/environments/stop_stale',
    body: { before: expect.stringMatching(/^\d{4}-/) },
    template: '/projects/:id/environments/stop_stale',
    answer: { message: 'Successfully requested stop for all stale environments' },
    read: undefined,
    refused: [
      {
        what: 'a moment GitLab does not take',
        status: 400,
        body: { message: '400 Bad request - Invalid Date' },
        code: 'gitlab-refused',
        said: 'Invalid Date',
        told: 'GitLab refused (400: Invalid Date). Nothing was changed. Name a date from ten years to one week ago with before:.',
      },
      {
        ...forbidden,
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. It takes the Maintainer role in the project: ask one of its maintainers.',
      },
    ],
  },
});

const DAY = 86_400_000;

function daysAgo(days: number): string {
  return new Date(Date.now() - days * DAY).toISOString();
}

describe('a list of environments', () => {
  it.each<[EnvironmentQuery, Record<string, unknown>]>([
    [
      { name: 'production', search: 'prod' },
      { option: 'search', value: 'prod', with: 'name' },
    ],
    [{ search: 'ab' }, { option: 'search', value: 'ab', takes: 'three characters or more' }],
    [{ search: '🚀🚀' }, { option: 'search', takes: 'three characters or more' }],
    [{ search: '' }, { option: 'search', takes: 'three characters or more' }],
  ])('is not asked for %j', async (query, facts) => {
    const server = await loopback(json([]));
    const asking = apiAt(server.url).environments.list(project, query);
    await expect(asking).rejects.toMatchObject({ code: 'bad-value', facts });
    expect(server.arrived).toEqual([]);
  });
});

describe('stopping what is stale', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  const stop = async (moment: string) => {
    const server = await loopback(json({ message: 'ok' }));
    const api = apiAt(server.url, { clock: { now: () => now } });
    await api.environments.stopStale(project, moment);
    return server.arrived;
  };

  it.each(['2026-11-15T12:00:00Z', '2016-11-22T12:00:00Z', '2021-10-10'])('takes %s', async (moment) => {
    expect(await stop(moment)).toHaveLength(1);
  });

  it.each(['2026-11-15T12:00:01Z', '2016-11-22T11:59:59Z', '2027-01-01', 'yesterday', ''])(
    'does not send %j',
    async (moment) => {
      await expect(stop(moment)).rejects.toMatchObject({
        code: 'bad-value',
        facts: { option: 'before', value: moment, takes: 'a moment from ten years to one week ago' },
      });
    },
  );
});

describe('deleting review apps', () => {
  it.each([0, 1001, 1.5, Number.NaN])('is not sent with a limit of %s', async (limit) => {
    const server = await loopback(json({}));
    const asking = apiAt(server.url).environments.deleteReviewApps(project, { limit, dryRun: false });
    await expect(asking).rejects.toMatchObject({ code: 'bad-value', facts: { option: 'limit' } });
    expect(server.arrived).toEqual([]);
  });

  async function renewing(first: unknown) {
    const deletion = { scheduled_entries: [], unprocessable_entries: [] };
    const server = await loopback(json(first, 401), json(deletion));
    const renewals: string[] = [];
    const api = createGitLab({ baseUrl: server.url, log: keptLog(), clock: { now: Date.now } }).as({
      current: async () => ({ kind: 'oauth', token: 'old' }),
      renewed: async ({ token }) => {
        renewals.push(token);
        return { kind: 'oauth', token: 'new' };
      },
    });
    const outcome = api.environments.deleteReviewApps(project, { dryRun: false });
    return { outcome, renewals, server };
  }

  it('takes the 401 of a missing right for what it is, and renews no token', async () => {
    const { outcome, renewals, server } = await renewing(noRight);
    await expect(outcome).rejects.toMatchObject({ code: 'gitlab-forbidden', status: 401 });
    expect(renewals).toEqual([]);
    expect(server.arrived).toHaveLength(1);
  });

  it.each([
    { error: 'invalid_token', error_description: 'Token is expired.' },
    { message: '401 Unauthorized' },
  ])('renews the token on the 401 of an ended one: %j', async (body) => {
    const { outcome, renewals } = await renewing(body);
    expect(await outcome).toEqual({ scheduled: [], unprocessable: [] });
    expect(renewals).toEqual(['old']);
  });
});
