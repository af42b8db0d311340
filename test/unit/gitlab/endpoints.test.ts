import { describe, expect, it } from 'vitest';
import { DeploymentId, EnvironmentId, GitLabUserId, JobId, ProjectId } from '../../../src/core/ids.ts';
import type { GitLabApi } from '../../../src/core/ports/gitlab.ts';
import { apiAt, bot, json, loopback } from './loopback.ts';
import {
  approvalRow,
  commitRow,
  deploymentRow,
  environmentRow,
  jobRow,
  mergeRequestRow,
  projectRow,
  userRow,
} from './rows.ts';

const project = ProjectId.parse(4);
const deployment = DeploymentId.parse(8);
const job = JobId.parse(15663409982);
const user = GitLabUserId.parse(7);
const environment = EnvironmentId.parse(3);

interface Endpoint {
  readonly call: (api: GitLabApi) => Promise<unknown>;
  readonly sent: string;
  readonly body?: unknown;
  readonly answer: unknown;
  readonly read: unknown;
}

const endpoints: Record<string, Endpoint> = {
  'deployments.list': {
    call: (api) => api.deployments.list(project),
    sent: 'GET /projects/4/deployments',
    answer: [deploymentRow],
    read: { items: [{ id: 1503250272 }], next: undefined },
  },
  'deployments.list by change, with every parameter that goes with it': {
    call: (api) =>
      api.deployments.list('acme/shop', {
        environment: 'review/a b&c',
        status: 'success',
        orderBy: 'updated_at',
        sort: 'desc',
        updatedAfter: '2026-08-02T10:00:00+02:00',
        updatedBefore: '2026-08-03T10:00:00Z',
        page: 2,
        perPage: 100,
      }),
    sent:
      'GET /projects/acme%2Fshop/deployments?environment=review%2Fa+b%26c&status=success&order_by=updated_at&sort=desc' +
      '&updated_after=2026-08-02T10%3A00%3A00%2B02%3A00&updated_before=2026-08-03T10%3A00%3A00Z' +
      '&page=2&per_page=100',
    answer: [],
    read: { items: [], next: undefined },
  },
  'deployments.get': {
    call: (api) => api.deployments.get(project, deployment),
    sent: 'GET /projects/4/deployments/8',
    answer: { ...deploymentRow, pending_approval_count: 2 },
    read: { id: 1503250272, approval: { pending: 2 } },
  },
  'deployments.mergeRequests': {
    call: (api) => api.deployments.mergeRequests(project, deployment),
    sent: 'GET /projects/4/deployments/8/merge_requests?per_page=100&page=1',
    answer: [mergeRequestRow],
    read: [{ iid: 31, title: 'Blue', webUrl: mergeRequestRow.web_url, author: 'Kim' }],
  },
  'deployments.decide': {
    call: (api) => api.deployments.decide(project, deployment, { status: 'rejected' }),
    sent: 'POST /projects/4/deployments/8/approval',
    body: { status: 'rejected' },
    answer: { ...approvalRow, status: 'rejected', comment: null },
    read: { status: 'rejected', comment: null, user: { id: 7 } },
  },
  'deployments.decide with comment and rule': {
    call: (api) =>
      api.deployments.decide(project, deployment, {
        status: 'approved',
        comment: 'ünd',
        representedAs: 'Sec "1"',
      }),
    sent: 'POST /projects/4/deployments/8/approval',
    body: { status: 'approved', comment: 'ünd', represented_as: 'Sec "1"' },
    answer: approvalRow,
    read: { status: 'approved', comment: 'fine' },
  },
  'jobs.get': {
    call: (api) => api.jobs.get(project, job),
    sent: 'GET /projects/4/jobs/15663409982',
    answer: jobRow,
    read: { id: 15663409982, status: 'manual' },
  },
  'jobs.play': {
    call: (api) => api.jobs.play(project, job),
    sent: 'POST /projects/4/jobs/15663409982/play',
    answer: { ...jobRow, status: 'pending' },
    read: { status: 'pending' },
  },
  'jobs.retry': {
    call: (api) => api.jobs.retry(project, job),
    sent: 'POST /projects/4/jobs/15663409982/retry',
    answer: { ...jobRow, id: 9 },
    read: { id: 9 },
  },
  'projects.get': {
    call: (api) => api.projects.get('acme/shop'),
    sent: 'GET /projects/acme%2Fshop',
    answer: projectRow,
    read: { id: 4, path: 'acme/shop', name: 'Shop', webUrl: projectRow.web_url, archived: false },
  },
  'projects.compare': {
    call: (api) => api.projects.compare(project, 'v1+2', 'main'),
    sent: 'GET /projects/4/repository/compare?from=v1%2B2&to=main',
    answer: { commits: [commitRow], diffs: [] },
    read: { commits: [{ sha: commitRow.id, title: 'Blue', message: commitRow.message, author: 'Kim' }] },
  },
  'projects.mergeRequests': {
    call: (api) => api.projects.mergeRequests(project, [31, 32]),
    sent: 'GET /projects/4/merge_requests?iids%5B%5D=31&iids%5B%5D=32&per_page=100',
    answer: [mergeRequestRow],
    read: [{ iid: 31 }],
  },
  'projects.hasMember': {
    call: (api) => api.projects.hasMember(project, user, 40),
    sent: 'GET /projects/4/members/all/7',
    answer: { ...userRow, access_level: 40 },
    read: true,
  },
  'projects.hasMember of too low a level': {
    call: (api) => api.projects.hasMember(project, user, 40),
    sent: 'GET /projects/4/members/all/7',
    answer: { ...userRow, access_level: 30 },
    read: false,
  },
  'environments.get': {
    call: (api) => api.environments.get(project, environment),
    sent: 'GET /projects/4/environments/3',
    answer: environmentRow,
    read: { tier: 'production', lastDeployment: { id: 11, iid: 2, sha: 'b'.repeat(40), ref: 'main' } },
  },
  'environments.list': {
    call: (api) => api.environments.list(project, { search: 'rev', page: 3 }),
    sent: 'GET /projects/4/environments?search=rev&page=3&per_page=100',
    answer: [environmentRow],
    read: { items: [{ id: 3, name: 'production', externalUrl: null }] },
  },
  'groups.hasMember': {
    call: (api) => api.groups.hasMember(9, user),
    sent: 'GET /groups/9/members/all/7',
    answer: { ...userRow, access_level: 10 },
    read: true,
  },
  'groups.members': {
    call: (api) => api.groups.members(9),
    sent: 'GET /groups/9/members/all?per_page=100&page=1',
    answer: [
      { ...userRow, access_level: 30 },
      { ...userRow, id: 8, state: 'blocked', access_level: 30 },
      { ...userRow, id: 9, username: 'group_9_bot_1f', access_level: 40 },
    ],
    read: [{ id: 7, username: 'kim', name: 'Kim', accessLevel: 30 }],
  },
  'groups.members of the group itself': {
    call: (api) => api.groups.members(9, false),
    sent: 'GET /groups/9/members?per_page=100&page=1',
    answer: [{ ...userRow, access_level: 30 }],
    read: [{ id: 7 }],
  },
  'groups.hasMember of the group itself': {
    call: (api) => api.groups.hasMember(9, user, false),
    sent: 'GET /groups/9/members/7',
    answer: { ...userRow, access_level: 10 },
    read: true,
  },
  'groups.accessLevel': {
    call: (api) => api.groups.accessLevel(9, user),
    sent: 'GET /groups/9/members/all/7',
    answer: { ...userRow, access_level: 40 },
    read: 40,
  },
  'groups.get': {
    call: (api) => api.groups.get('acme/security'),
    sent: 'GET /groups/acme%2Fsecurity?with_projects=false',
    answer: { id: 9, full_path: 'acme/security', name: 'Security' },
    read: { id: 9, path: 'acme/security', name: 'Security' },
  },
  'projects.members': {
    call: (api) => api.projects.members(project),
    sent: 'GET /projects/4/members/all?per_page=100&page=1',
    answer: [{ ...userRow, access_level: 40 }],
    read: [{ id: 7, accessLevel: 40 }],
  },
  'projects.merged': {
    call: (api) => api.projects.merged(project, '2026-11-20T10:00:00.000Z', 2),
    sent:
      'GET /projects/4/merge_requests?state=merged&order_by=updated_at&sort=desc' +
      '&updated_after=2026-11-20T10%3A00%3A00.000Z&page=2&per_page=100',
    answer: [{ ...mergeRequestRow, state: 'merged', squash_commit_sha: 'c'.repeat(40) }],
    read: { items: [{ iid: 31, isMerged: true, landedAs: ['c'.repeat(40)] }] },
  },
  'projects.mergeRequestsOfCommit': {
    call: (api) => api.projects.mergeRequestsOfCommit(project, 'c'.repeat(40)),
    sent: `GET /projects/4/repository/commits/${'c'.repeat(40)}/merge_requests`,
    answer: [{ ...mergeRequestRow, state: 'opened' }],
    read: [{ iid: 31, isMerged: false }],
  },
  'users.me': {
    call: (api) => api.users.me(),
    sent: 'GET /user',
    answer: userRow,
    read: { id: 7, username: 'kim', name: 'Kim' },
  },
  version: {
    call: (api) => api.version(),
    sent: 'GET /metadata',
    answer: { version: '18.9.0-ee', enterprise: true },
    read: '18.9.0-ee',
  },
};

describe.each(Object.entries(endpoints))('%s', (_name, { call, sent, body, answer, read }) => {
  it('is sent as GitLab expects it and read into our words', async () => {
    const server = await loopback(json(answer));
    const value = await call(apiAt(`${server.url}/gitlab/`));
    expect(server.arrived).toHaveLength(1);
    const [request] = server.arrived;
    expect(`${request?.method} ${request?.url}`).toBe(sent.replace(' ', ' /gitlab/api/v4'));
    expect(request?.headers['private-token']).toBe(bot.token);
    expect(request?.body === '' ? undefined : JSON.parse(request?.body ?? '')).toEqual(body);
    if (body !== undefined) expect(request?.headers['content-type']).toBe('application/json');
    if (typeof read === 'object' && read !== null) expect(value).toMatchObject(read);
    else expect(value).toBe(read);
  });

  it('passes a refusal on with the path but none of its values', async () => {
    const server = await loopback(json({ message: 'nope' }, 422, { 'x-request-id': '01JX-a' }));
    await expect(call(apiAt(server.url))).rejects.toMatchObject({
      code: 'gitlab-refused',
      said: 'nope',
      status: 422,
      requestId: '01JX-a',
      pathTemplate: expect.not.stringMatching(/\d|acme/),
    });
  });
});

describe('membership', () => {
  it.each([404, 403])('is denied, not failed, on %i', async (status) => {
    const server = await loopback(json({ message: `${status} No` }, status));
    expect(await apiAt(server.url).projects.hasMember(project, user, 30)).toBe(false);
    expect(await apiAt(server.url).groups.hasMember(9, user)).toBe(false);
  });

  it('is not guessed while GitLab cannot say', async () => {
    const server = await loopback(json({ message: '401 Unauthorized' }, 401));
    await expect(apiAt(server.url).groups.hasMember(9, user)).rejects.toMatchObject({
      code: 'gitlab-unauthorized',
    });
  });
});

describe('the version', () => {
  it('comes from /version on servers without /metadata', async () => {
    const server = await loopback(json({ error: '404 Not Found' }, 404), json({ version: '14.10.5' }));
    expect(await apiAt(server.url).version()).toBe('14.10.5');
    expect(server.arrived.map(({ url }) => url)).toEqual(['/api/v4/metadata', '/api/v4/version']);
  });
});

describe('merge requests by number', () => {
  it('are asked for a hundred at a time, and not at all for none', async () => {
    const server = await loopback(json([]));
    const api = apiAt(server.url);
    await api.projects.mergeRequests(
      project,
      Array.from({ length: 101 }, (_empty, index) => index + 1),
    );
    expect(server.arrived).toHaveLength(2);
    expect(server.arrived[1]?.url).toContain('?iids%5B%5D=101&per_page');
    await api.projects.mergeRequests(project, []);
    expect(server.arrived).toHaveLength(2);
  });
});

describe.each([
  ['private', 'private-token', 'secret'],
  ['oauth', 'authorization', 'Bearer secret'],
  ['job', 'job-token', 'secret'],
] as const)('a %s token', (kind, header, value) => {
  it(`travels in ${header} and nowhere else`, async () => {
    const server = await loopback(json(userRow));
    await apiAt(server.url, { userAgent: 'slipway/1' }, { kind, token: 'secret' }).users.me();
    const headers = server.arrived[0]?.headers ?? {};
    expect(headers[header]).toBe(value);
    expect(JSON.stringify(headers).split('secret')).toHaveLength(2);
    expect(headers['user-agent']).toBe('slipway/1');
  });
});
