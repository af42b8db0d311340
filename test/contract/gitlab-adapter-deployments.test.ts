import { describe, expect, it } from 'vitest';
import { explainRefusal } from '../../src/core/decision-policy.ts';
import { GitLabError } from '../../src/core/gitlab-error.ts';
import { DeploymentId, ProjectId } from '../../src/core/ids.ts';
import type { DeploymentQuery } from '../../src/core/ports/gitlab.ts';
import type { MergeRequestQuery } from '../../src/core/ports/merge-request-query.ts';
import { aDeployment, aJob, aReading, aUser } from '../support/builders.ts';
import { apiAt, json, loopback } from '../unit/gitlab/loopback.ts';
import { approvalRow, deploymentRow, mergeRequestRow } from '../unit/gitlab/rows.ts';
import { describeEndpoints } from './endpoint-table.ts';

const project = ProjectId.parse(4);
const deployment = DeploymentId.parse(15663409982);
const one = '/projects/4/deployments/15663409982';
const template = '/projects/:id/deployments/:deployment_id';
const elsewhere = { ...deploymentRow, status: 'success', deployable: null };
const wish = {
  environment: 'review/a b',
  sha: 'a'.repeat(40),
  ref: 'main',
  tag: false,
  status: 'running',
} as const;

const forbidden = { what: 'a missing right', status: 403, body: { message: '403 Forbidden' } } as const;
const unknown = { what: 'an unknown deployment', status: 404, body: { message: '404 Not found' } } as const;

const me = aUser(9, 'Kim Berg');

/** What deciding makes of a refusal, by how the deployment stands when it is read again. */
const decided =
  (
    stands: Partial<Parameters<typeof aDeployment>[0]> = {},
    attempt: Partial<Parameters<typeof explainRefusal>[2]> = {},
  ) =>
  (error: unknown) =>
    error instanceof GitLabError
      ? explainRefusal(aReading(aDeployment(stands)), me, {
          status: error.status,
          decision: 'approved',
          said: error.said,
          ...attempt,
        })
      : error;

/** Every filter, and the query GitLab expects of it. */
const filters: [keyof MergeRequestQuery, MergeRequestQuery, string][] = [
  ['state', { state: 'merged' }, 'state=merged'],
  ['orderBy', { orderBy: 'merged_at' }, 'order_by=merged_at'],
  ['sort', { sort: 'asc' }, 'sort=asc'],
  ['authorId', { authorId: 7 }, 'author_id=7'],
  ['authorUsername', { authorUsername: 'kim' }, 'author_username=kim'],
  ['assigneeId', { assigneeId: 'None' }, 'assignee_id=None'],
  ['assigneeUsername', { assigneeUsername: 'lee' }, 'assignee_username=lee'],
  ['reviewerId', { reviewerId: 8 }, 'reviewer_id=8'],
  ['reviewerUsername', { reviewerUsername: 'lee' }, 'reviewer_username=lee'],
  ['labels', { labels: ['bug', 'a b'] }, 'labels=bug%2Ca+b'],
  ['milestone', { milestone: '1.0' }, 'milestone=1.0'],
  ['myReactionEmoji', { myReactionEmoji: 'star' }, 'my_reaction_emoji=star'],
  ['search', { search: 'ä&b' }, 'search=%C3%A4%26b'],
  ['in', { in: 'title' }, 'in=title'],
  ['scope', { scope: 'created_by_me' }, 'scope=created_by_me'],
  ['view', { view: 'simple' }, 'view=simple'],
  ['wip', { wip: 'no' }, 'wip=no'],
  ['approved', { approved: 'yes' }, 'approved=yes'],
  ['createdAfter', { createdAfter: '2026-01-01' }, 'created_after=2026-01-01'],
  ['createdBefore', { createdBefore: '2026-01-01' }, 'created_before=2026-01-01'],
  ['updatedAfter', { updatedAfter: '2026-01-01' }, 'updated_after=2026-01-01'],
  ['updatedBefore', { updatedBefore: '2026-01-01' }, 'updated_before=2026-01-01'],
  ['deployedAfter', { deployedAfter: '2026-01-01' }, 'deployed_after=2026-01-01'],
  ['deployedBefore', { deployedBefore: '2026-01-01' }, 'deployed_before=2026-01-01'],
  ['environment', { environment: 'production' }, 'environment=production'],
  ['sourceBranch', { sourceBranch: 'blue' }, 'source_branch=blue'],
  ['sourceProjectId', { sourceProjectId: 5 }, 'source_project_id=5'],
  ['targetBranch', { targetBranch: 'main' }, 'target_branch=main'],
  ['mergeUserId', { mergeUserId: 9 }, 'merge_user_id=9'],
  ['mergeUserUsername', { mergeUserUsername: 'kim' }, 'merge_user_username=kim'],
  ['withLabelsDetails', { withLabelsDetails: true }, 'with_labels_details=true'],
  ['withMergeStatusRecheck', { withMergeStatusRecheck: false }, 'with_merge_status_recheck=false'],
  ['not', { not: { labels: ['wip'], authorId: 3 } }, 'not%5Bauthor_id%5D=3&not%5Blabels%5D=wip'],
  ['page', { page: 2 }, 'page=2'],
  ['perPage', { perPage: 50 }, 'per_page=50'],
];

describeEndpoints({
  'deployments.list': {
    call: (api) => api.deployments.list(project, { status: 'skipped', orderBy: 'iid', sort: 'asc' }),
    sent: 'GET /projects/4/deployments?status=skipped&order_by=iid&sort=asc',
    template: '/projects/:id/deployments',
    answer: [{ ...deploymentRow, status: 'paused' }, elsewhere],
    read: { items: [{ status: 'paused' }, { job: null }], next: undefined },
    refused: [
      {
        what: 'a value it does not know',
        status: 400,
        body: { error: 'status does not have a valid value' },
        code: 'gitlab-refused',
        said: 'status does not have a valid value',
        told: 'GitLab refused (400: status does not have a valid value). Nothing was changed. Check the filters: /deploy help shows what fits.',
      },
      {
        ...forbidden,
        code: 'gitlab-forbidden',
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. It takes at least the Reporter role in the project: ask a maintainer for it.',
      },
    ],
  },
  'deployments.list by end': {
    call: (api) =>
      api.deployments.list('acme/shop', {
        environment: 'production',
        status: 'success',
        orderBy: 'finished_at',
        finishedAfter: '2026-08-02T10:00:00Z',
        finishedBefore: '2026-08-03T10:00:00Z',
      }),
    sent:
      'GET /projects/acme%2Fshop/deployments?environment=production&status=success&order_by=finished_at' +
      '&finished_after=2026-08-02T10%3A00%3A00Z&finished_before=2026-08-03T10%3A00%3A00Z',
    template: '/projects/:id/deployments',
    answer: [],
    read: { items: [] },
    refused: [],
  },
  'deployments.get': {
    call: (api) => api.deployments.get(project, deployment),
    sent: `GET ${one}`,
    template,
    answer: { ...deploymentRow, id: 15663409982, pending_approval_count: 1, approvals: [approvalRow] },
    read: { id: 15663409982, approval: { pending: 1, approvals: [{ status: 'approved' }] } },
    refused: [
      {
        ...unknown,
        code: 'gitlab-not-found',
        told: "GitLab can't find this, or does not show it to you (404). Nothing was changed. Check the name, and that you are a member of the project.",
      },
    ],
  },
  'deployments.create': {
    call: (api) => api.deployments.create(project, wish),
    sent: 'POST /projects/4/deployments',
    body: wish,
    template: '/projects/:id/deployments',
    status: 201,
    answer: elsewhere,
    read: { id: 1503250272, status: 'success', job: null },
    refused: [
      {
        what: 'an unknown commit',
        status: 400,
        body: { message: { sha: ['The commit does not exist'] } },
        code: 'gitlab-refused',
        said: 'sha The commit does not exist',
        told: 'GitLab refused (400: sha The commit does not exist). Nothing was changed. Check the environment, the branch or tag and the commit, then send it again.',
      },
      {
        what: 'an unknown ref',
        status: 400,
        body: { message: { ref: ['The branch or tag does not exist'] } },
        code: 'gitlab-refused',
        said: 'ref The branch or tag does not exist',
        told: 'GitLab refused (400: ref The branch or tag does not exist). Nothing was changed. Check the environment, the branch or tag and the commit, then send it again.',
      },
      {
        what: 'an empty environment',
        status: 400,
        body: { error: 'environment is empty' },
        code: 'gitlab-refused',
        said: 'environment is empty',
        told: 'GitLab refused (400: environment is empty). Nothing was changed. Check the environment, the branch or tag and the commit, then send it again.',
      },
      {
        ...forbidden,
        code: 'gitlab-forbidden',
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. It takes the Developer role, and where the environment is protected the right to deploy there: ask a maintainer.',
      },
    ],
  },
  'deployments.update': {
    call: (api) => api.deployments.update(project, deployment, 'failed'),
    sent: `PUT ${one}`,
    body: { status: 'failed' },
    template,
    answer: { ...elsewhere, status: 'failed' },
    read: { status: 'failed' },
    refused: [
      {
        what: 'a deployment made by a job',
        status: 403,
        body: {
          message: '403 Forbidden - Deployments created using GitLab CI can not be updated using the API',
        },
        code: 'gitlab-forbidden',
        said: 'Deployments created using GitLab CI can not be updated using the API',
        told: 'GitLab does not allow you to do this (403: Deployments created using GitLab CI can not be updated using the API). Nothing was changed. Nobody can set the status of what a job deployed: it follows the job. For any other, ask a maintainer for the right to deploy there.',
      },
      {
        what: 'a step back',
        status: 400,
        body: { message: { status: ['cannot transition via "run"'] } },
        code: 'gitlab-refused',
        said: 'status cannot transition via "run"',
        told: 'GitLab refused (400: status cannot transition via "run"). Nothing was changed. Choose another status; what has ended cannot run again: record that anew with /deploy create.',
      },
      {
        ...unknown,
        code: 'gitlab-not-found',
        told: "GitLab can't find this, or does not show it to you (404). Nothing was changed. Check the name, and that you are a member of the project.",
      },
    ],
  },
  'deployments.delete': {
    call: (api) => api.deployments.delete(project, deployment),
    sent: `DELETE ${one}`,
    template,
    status: 204,
    answer: undefined,
    read: undefined,
    refused: [
      {
        what: 'a running deployment',
        status: 400,
        body: { message: 'Cannot destroy running deployment' },
        code: 'gitlab-refused',
        said: 'Cannot destroy running deployment',
        told: 'GitLab refused (400: Cannot destroy running deployment). Nothing was changed. A running deployment has to end first; the one its environment runs now, to be replaced by another.',
      },
      {
        what: 'a deployment in use',
        status: 400,
        body: { message: '400 Deployment currently deployed to environment' },
        code: 'gitlab-refused',
        said: 'Deployment currently deployed to environment',
        told: 'GitLab refused (400: Deployment currently deployed to environment). Nothing was changed. A running deployment has to end first; the one its environment runs now, to be replaced by another.',
      },
      {
        ...forbidden,
        code: 'gitlab-forbidden',
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. It takes the Maintainer role, and where the environment is protected the right to deploy there: ask a maintainer.',
      },
      {
        ...unknown,
        code: 'gitlab-not-found',
        told: "GitLab can't find this, or does not show it to you (404). Nothing was changed. Check the name, and that you are a member of the project.",
      },
      {
        what: 'a server before 15.3',
        status: 404,
        body: { error: '404 Not Found' },
        code: 'gitlab-not-found',
        told: "GitLab can't find this, or does not show it to you (404). Nothing was changed. Check the name, and that you are a member of the project.",
      },
    ],
  },
  'deployments.delete, told as the published page shows it': {
    call: (api) => api.deployments.delete(project, deployment),
    sent: `DELETE ${one}`,
    template,
    answer: { message: '204 Deployment destroyed' },
    read: undefined,
    refused: [],
  },
  'deployments.mergeRequestPage': {
    call: (api) => api.deployments.mergeRequestPage(project, deployment),
    sent: `GET ${one}/merge_requests`,
    template: `${template}/merge_requests`,
    answer: [mergeRequestRow],
    read: { items: [{ iid: 31, author: 'Kim' }], next: undefined },
    refused: [
      {
        ...unknown,
        code: 'gitlab-not-found',
        told: "GitLab can't find this, or does not show it to you (404). Nothing was changed. Check the name, and that you are a member of the project.",
      },
      {
        what: 'two filters that exclude each other',
        status: 400,
        body: { error: 'author_id, author_username are mutually exclusive' },
        code: 'gitlab-refused',
        said: 'author_id, author_username are mutually exclusive',
        told: 'GitLab refused (400: author_id, author_username are mutually exclusive). Nothing was changed. Check the filters: /deploy help shows what fits.',
      },
    ],
  },
  'deployments.decide': {
    call: (api) => api.deployments.decide(project, deployment, { status: 'approved', representedAs: 'Sec' }),
    sent: `POST ${one}/approval`,
    body: { status: 'approved', represented_as: 'Sec' },
    template: `${template}/approval`,
    status: 201,
    answer: approvalRow,
    read: { status: 'approved', comment: 'fine', user: { id: 7 } },
    refused: [
      {
        what: 'an environment without protection',
        status: 400,
        body: { message: 'This environment is not protected.' },
        code: 'gitlab-refused',
        said: 'This environment is not protected.',
        told: 'production asks for no approvals in GitLab. Nothing was changed. Somebody with deploy permission can run the job; approval rules are set under Settings > CI/CD > Protected environments.',
        explain: decided({ approval: { pending: 0, approvals: [], rules: [] } }),
      },
      {
        what: "one's own deployment",
        status: 400,
        body: {
          message:
            'You cannot approve your own deployment. This configuration can be adjusted in the protected environment settings.',
        },
        code: 'gitlab-refused',
        said: 'You cannot approve your own deployment. This configuration can be adjusted in the protected environment settings.',
        told: "You started this deployment, so someone else must approve it (GitLab's rule for production). Ask one of the approvers shown on the card.",
        explain: decided({ requestedBy: me }),
      },
      {
        what: 'protection without rules',
        status: 400,
        body: { message: 'Deployment approvals is not configured for this environment.' },
        code: 'gitlab-refused',
        said: 'Deployment approvals is not configured for this environment.',
        told: 'production asks for no approvals in GitLab. Nothing was changed. Somebody with deploy permission can run the job; approval rules are set under Settings > CI/CD > Protected environments.',
        explain: decided({ approval: { pending: 1, approvals: [], rules: [] } }),
      },
      {
        what: 'a deployment that waits no longer',
        status: 400,
        body: { message: 'This deployment is not waiting for approvals.' },
        code: 'gitlab-refused',
        said: 'This deployment is not waiting for approvals.',
        told: 'Deployment #4711 is running, so it does not wait for approval. Your decision was not sent. The card shows where it stands.',
        explain: decided({ status: 'running', job: aJob({ status: 'running' }) }),
      },
      {
        what: 'somebody no rule names',
        status: 400,
        body: {
          message:
            "You don't have permission to approve this deployment. Contact the project or group owner for help.",
        },
        code: 'gitlab-refused',
        said: "You don't have permission to approve this deployment. Contact the project or group owner for help.",
        told: 'You are not one of the approvers for production. Nothing was changed. Still missing: Security. Who can approve? on the card shows the people.',
        explain: decided(),
      },
      {
        what: 'a rule of another name',
        status: 400,
        body: {
          message:
            'There are no approval rules for the given `represent_as` parameter. Use a valid User/Group/Role name instead.',
        },
        code: 'gitlab-refused',
        said: 'There are no approval rules for the given `represent_as` parameter. Use a valid User/Group/Role name instead.',
        told: 'No approval rule of this deployment is called Legal. Nothing was approved. Its rules are Security.',
        explain: decided({}, { representedAs: 'Legal' }),
      },
      {
        what: 'too long a comment',
        status: 400,
        body: { message: ['Comment is too long (maximum is 255 characters)'] },
        code: 'gitlab-refused',
        said: 'Comment is too long (maximum is 255 characters)',
        told: 'That comment is too long: GitLab takes at most 255 characters. Nothing was sent. Shorten it and send it again.',
        explain: decided({}, { comment: 'x'.repeat(256) }),
      },
      {
        what: 'a server without approvals',
        status: 404,
        body: { error: '404 Not Found' },
        code: 'gitlab-not-found',
        told: 'This GitLab has no deployment approvals (they need GitLab Premium or Ultimate, 14.8 or newer). Nothing was changed. A waiting job can still be run by somebody with deploy permission.',
        explain: decided({ approval: undefined }),
      },
      {
        ...forbidden,
        code: 'gitlab-forbidden',
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. Ask a maintainer of the project for the permission, or somebody who has it to do it.',
      },
      {
        ...unknown,
        code: 'gitlab-not-found',
        told: "GitLab can't find this, or does not show it to you (404). Nothing was changed. Check the name, and that you are a member of the project.",
      },
    ],
  },
});

describe("a deployment's merge requests", () => {
  it.each(filters)('take the filter %s', async (_name, query, expected) => {
    const server = await loopback(json([]));
    await apiAt(server.url).deployments.mergeRequestPage(project, deployment, query);
    expect(server.arrived[0]?.url).toBe(`/api/v4${one}/merge_requests?${expected}`);
  });

  it('come page by page', async () => {
    const server = await loopback(json([mergeRequestRow], 200, { 'x-next-page': '3' }));
    const page = await apiAt(server.url).deployments.mergeRequestPage(project, deployment, { page: 2 });
    expect(page.next).toBe(3);
  });
});

const after = '2026-08-02T10:00:00Z';
const refusedQueries: [string, DeploymentQuery, Record<string, unknown>][] = [
  [
    'changed and finished at once',
    { updatedAfter: after, finishedBefore: after, orderBy: 'updated_at' },
    { option: 'finished-before', value: after, with: 'after' },
  ],
  [
    'changed since, in another order',
    { updatedBefore: after, orderBy: 'id' },
    { option: 'order', value: 'id', with: 'before', known: ['updated_at'] },
  ],
  [
    'changed since, in the order GitLab takes where none is named',
    { updatedAfter: after },
    { option: 'order', value: 'id', with: 'after', known: ['updated_at'] },
  ],
  [
    'finished since, in another order',
    { finishedAfter: after, orderBy: 'updated_at', status: 'success' },
    { option: 'order', value: 'updated_at', with: 'finished-after', known: ['finished_at'] },
  ],
  [
    'finished since, of another status',
    { finishedAfter: after, orderBy: 'finished_at', status: 'failed' },
    { option: 'status', value: 'failed', with: 'finished-after', known: ['success'] },
  ],
  [
    'finished since, of no status',
    { finishedAfter: after, orderBy: 'finished_at' },
    { option: 'finished-after', usage: 'finished-after:… order:finished_at status:success' },
  ],
  [
    'in the order of their end, of a status without one',
    { orderBy: 'finished_at', status: 'blocked' },
    { option: 'status', value: 'blocked', known: ['success', 'failed', 'canceled'] },
  ],
  [
    'in the order of their end, of no status',
    { orderBy: 'finished_at' },
    { option: 'order', value: 'finished_at', usage: 'order:finished_at status:success' },
  ],
];

describe('a list of deployments', () => {
  it.each(refusedQueries)('is not asked for %s', async (_what, query, facts) => {
    const server = await loopback(json([]));
    const asking = apiAt(server.url).deployments.list(project, query);
    await expect(asking).rejects.toMatchObject({ name: 'SlipwayError', code: 'bad-value', facts });
    expect(server.arrived).toEqual([]);
  });

  it.each<DeploymentQuery>([
    { orderBy: 'updated_at' },
    { orderBy: 'updated_at', updatedAfter: after },
    { orderBy: 'finished_at', status: 'failed' },
    { orderBy: 'finished_at', status: 'success', finishedBefore: after },
    { orderBy: 'created_at', status: 'blocked' },
  ])('is asked for %j', async (query) => {
    const server = await loopback(json([]));
    expect(await apiAt(server.url).deployments.list(project, query)).toMatchObject({ items: [] });
  });
});
