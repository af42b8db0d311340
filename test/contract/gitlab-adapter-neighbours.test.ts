import { describe, expect, it } from 'vitest';
import { JobId, ProjectId } from '../../src/core/ids.ts';
import { explainRun } from '../../src/flows/run-job.ts';
import { apiAt, json, loopback, text } from '../unit/gitlab/loopback.ts';
import { jobRow, projectRow, ruleRow } from '../unit/gitlab/rows.ts';
import { describeEndpoints } from './endpoint-table.ts';

const project = ProjectId.parse(4);
const job = JobId.parse(15663409982);
const one = '/projects/4/jobs/15663409982';
const template = '/projects/:id/jobs/:job_id';

const forbidden = {
  what: 'a missing right',
  status: 403,
  body: { message: '403 Forbidden' },
  code: 'gitlab-forbidden',
} as const;
const unknown = {
  what: 'what is not there',
  status: 404,
  body: { message: '404 Not found' },
  code: 'gitlab-not-found',
} as const;
const absent = {
  what: 'a server without it',
  status: 404,
  body: { error: '404 Not Found' },
  code: 'gitlab-not-found',
} as const;

const protection = {
  name: 'production',
  deploy_access_levels: [
    { id: 12, access_level: 40, access_level_description: 'Maintainers', user_id: null, group_id: null },
    { id: 13, access_level: null, access_level_description: 'Kim', user_id: 7, group_id: null },
    { id: 14, access_level: 33, access_level_description: null, group_id: 9, group_inheritance_type: 1 },
  ],
  required_approval_count: 0,
  approval_rules: [{ ...ruleRow, deployment_approvals: undefined }],
};
const protectionRead = {
  name: 'production',
  deployers: [
    { userId: null, groupId: null, accessLevel: 40, label: 'Maintainers' },
    { userId: 7, groupId: null, accessLevel: null, label: 'Kim' },
    { userId: null, groupId: 9, accessLevel: 33, label: null },
  ],
  rules: [{ id: 5, groupId: 9, label: 'Security', required: 2, approvals: [] }],
};
const freeze = { id: 1, freeze_start: '0 23 * * 5', freeze_end: '0 8 * * 1', cron_timezone: 'Europe/Berlin' };
const freezeRead = { id: 1, start: '0 23 * * 5', end: '0 8 * * 1', timezone: 'Europe/Berlin' };

/** What running makes of a refusal. */
const ran = (again: boolean) => (error: unknown) => explainRun(error, again, 'production');

describeEndpoints({
  'jobs.get': {
    call: (api) => api.jobs.get(project, job),
    sent: `GET ${one}`,
    template,
    answer: { ...jobRow, status: 'waiting_for_callback', archived: true },
    read: { id: 15663409982, status: 'waiting_for_callback' },
    refused: [
      {
        ...forbidden,
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. Ask a maintainer of the project for the permission, or somebody who has it to do it.',
      },
      {
        ...unknown,
        told: "GitLab can't find this, or does not show it to you (404). Nothing was changed. Check the name, and that you are a member of the project.",
      },
    ],
  },
  'jobs.play': {
    call: (api) => api.jobs.play(project, job),
    sent: `POST ${one}/play`,
    template: `${template}/play`,
    answer: { ...jobRow, status: 'pending' },
    read: { status: 'pending' },
    refused: [
      {
        what: 'a job that cannot be played',
        status: 400,
        body: { message: '400 Bad request - Unplayable Job' },
        code: 'gitlab-refused',
        said: 'Unplayable Job',
        told: 'GitLab did not run it: Unplayable Job. /deploy show tells more; to deploy again, start a new pipeline in GitLab.',
        explain: ran(false),
      },
      {
        ...forbidden,
        told: 'GitLab does not let you run this job: it takes deploy permission for production. Nothing was started. Ask somebody who may deploy there.',
        explain: ran(false),
      },
    ],
  },
  'jobs.play with variables': {
    call: (api) => api.jobs.play(project, job, [{ key: 'DRY_RUN', value: 'no' }]),
    sent: `POST ${one}/play`,
    body: { job_variables_attributes: [{ key: 'DRY_RUN', value: 'no' }] },
    template: `${template}/play`,
    answer: jobRow,
    read: { status: 'manual' },
    refused: [],
  },
  'jobs.retry': {
    call: (api) => api.jobs.retry(project, job),
    sent: `POST ${one}/retry`,
    template: `${template}/retry`,
    status: 201,
    answer: { ...jobRow, id: 15663409983 },
    read: { id: 15663409983 },
    refused: [
      {
        what: 'a job that cannot be retried',
        status: 403,
        body: { message: '403 Forbidden - Job is not retryable' },
        code: 'gitlab-forbidden',
        said: 'Job is not retryable',
        told: 'GitLab does not let you retry this job: it was retried already, or you have no deploy permission for production. Nothing was started. Look at the newest deployment there, or ask somebody who may deploy.',
        explain: ran(true),
      },
    ],
  },
  'jobs.cancel': {
    call: (api) => api.jobs.cancel(project, job),
    sent: `POST ${one}/cancel`,
    template: `${template}/cancel`,
    status: 201,
    answer: { ...jobRow, status: 'canceled' },
    read: { status: 'canceled' },
    refused: [
      {
        ...forbidden,
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. Ask a maintainer of the project for the permission, or somebody who has it to do it.',
      },
      {
        ...unknown,
        told: "GitLab can't find this, or does not show it to you (404). Nothing was changed. Check the name, and that you are a member of the project.",
      },
    ],
  },
  'jobs.cancel by force': {
    call: (api) => api.jobs.cancel(project, job, { force: true }),
    sent: `POST ${one}/cancel`,
    body: { force: true },
    template: `${template}/cancel`,
    status: 201,
    answer: { ...jobRow, status: 'canceled' },
    read: { status: 'canceled' },
    refused: [
      {
        ...forbidden,
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. Ask a maintainer of the project for the permission, or somebody who has it to do it.',
      },
    ],
  },
  'protectedEnvironments.list': {
    call: (api) => api.protectedEnvironments.list(project),
    sent: 'GET /projects/4/protected_environments?per_page=100&page=1',
    template: '/projects/:id/protected_environments',
    answer: [protection],
    read: [protectionRead],
    refused: [
      {
        ...forbidden,
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. Ask a maintainer of the project for the permission, or somebody who has it to do it.',
      },
      {
        ...absent,
        told: "GitLab can't find this, or does not show it to you (404). Nothing was changed. Check the name, and that you are a member of the project.",
      },
    ],
  },
  'protectedEnvironments.get': {
    call: (api) => api.protectedEnvironments.get('acme/shop', 'review/a b'),
    sent: 'GET /projects/acme%2Fshop/protected_environments/review%2Fa%20b',
    template: '/projects/:id/protected_environments/:name',
    answer: { name: 'review/a b', deploy_access_levels: [], required_approval_count: 2 },
    read: { name: 'review/a b', deployers: [], rules: [] },
    refused: [
      {
        ...forbidden,
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. Ask a maintainer of the project for the permission, or somebody who has it to do it.',
      },
      {
        ...unknown,
        what: 'an environment without protection',
        told: "GitLab can't find this, or does not show it to you (404). Nothing was changed. Check the name, and that you are a member of the project.",
      },
    ],
  },
  'protectedEnvironments.listOfGroup': {
    call: (api) => api.protectedEnvironments.listOfGroup('acme'),
    sent: 'GET /groups/acme/protected_environments?per_page=100&page=1',
    template: '/groups/:id/protected_environments',
    answer: [protection],
    read: [protectionRead],
    refused: [
      {
        ...forbidden,
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. Ask a maintainer of the project for the permission, or somebody who has it to do it.',
      },
    ],
  },
  'protectedEnvironments.getOfGroup': {
    call: (api) => api.protectedEnvironments.getOfGroup(9, 'production'),
    sent: 'GET /groups/9/protected_environments/production',
    template: '/groups/:id/protected_environments/:name',
    answer: protection,
    read: protectionRead,
    refused: [
      {
        ...forbidden,
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. Ask a maintainer of the project for the permission, or somebody who has it to do it.',
      },
      {
        ...unknown,
        told: "GitLab can't find this, or does not show it to you (404). Nothing was changed. Check the name, and that you are a member of the project.",
      },
    ],
  },
  'freezePeriods.list': {
    call: (api) => api.freezePeriods.list(project),
    sent: 'GET /projects/4/freeze_periods?per_page=100&page=1',
    template: '/projects/:id/freeze_periods',
    answer: [freeze],
    read: [freezeRead],
    refused: [
      {
        ...forbidden,
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. Ask a maintainer of the project for the permission, or somebody who has it to do it.',
      },
    ],
  },
  'freezePeriods.get': {
    call: (api) => api.freezePeriods.get(project, 1),
    sent: 'GET /projects/4/freeze_periods/1',
    template: '/projects/:id/freeze_periods/:freeze_period_id',
    answer: { ...freeze, cron_timezone: null },
    read: { timezone: 'UTC' },
    refused: [
      {
        ...forbidden,
        told: 'GitLab does not allow you to do this (403: Forbidden). Nothing was changed. Ask a maintainer of the project for the permission, or somebody who has it to do it.',
      },
      {
        ...unknown,
        told: "GitLab can't find this, or does not show it to you (404). Nothing was changed. Check the name, and that you are a member of the project.",
      },
    ],
  },
  'projects.list': {
    call: (api) => api.projects.list(),
    sent: 'GET /projects?membership=true&per_page=100',
    template: '/projects',
    answer: [{ ...projectRow, archived: true }],
    read: { items: [{ id: 4, archived: true }] },
    refused: [],
  },
  'projects.list with every filter': {
    call: (api) =>
      api.projects.list({
        search: 'shop',
        archived: false,
        minAccessLevel: 20,
        orderBy: 'last_activity_at',
        sort: 'desc',
        page: 2,
        perPage: 20,
      }),
    sent:
      'GET /projects?membership=true&search=shop&archived=false&min_access_level=20' +
      '&order_by=last_activity_at&sort=desc&simple=true&page=2&per_page=20',
    template: '/projects',
    answer: [{ ...projectRow, archived: undefined }],
    read: { items: [{ id: 4, archived: false }] },
    refused: [],
  },
  'groups.projects': {
    call: (api) =>
      api.groups.projects('acme/web', { includeSubgroups: true, withShared: false, archived: true }),
    sent: 'GET /groups/acme%2Fweb/projects?include_subgroups=true&with_shared=false&archived=true&simple=true&per_page=100',
    template: '/groups/:id/projects',
    answer: [{ ...projectRow, archived: undefined }],
    read: { items: [{ id: 4, archived: true }], next: undefined },
    refused: [
      {
        what: 'an unknown group',
        status: 404,
        body: { message: '404 Group Not Found' },
        code: 'gitlab-not-found',
        said: 'Group Not Found',
        told: "GitLab can't find this, or does not show it to you (404). Nothing was changed. Check the name, and that you are a member of the project.",
      },
    ],
  },
});

describe('the metadata of a server', () => {
  it.each<[{ version: string; revision?: string; enterprise?: unknown }, boolean]>([
    [{ version: '18.9.0-ee', revision: 'abc', enterprise: true }, true],
    [{ version: '18.9.0', revision: 'abc', enterprise: false }, false],
    [{ version: '15.3.0-ee' }, true],
    [{ version: '16.1.0-jh' }, true],
    [{ version: '15.3.0', enterprise: 'perhaps' }, false],
  ])('of %j', async (answer, enterprise) => {
    const server = await loopback(json(answer));
    const metadata = await apiAt(server.url).metadata();
    expect(metadata).toEqual({ version: answer.version, revision: answer.revision ?? null, enterprise });
  });

  it('comes from /version where there is no /metadata', async () => {
    const server = await loopback(json({ error: '404 Not Found' }, 404), json({ version: '12.4.0' }));
    expect(await apiAt(server.url).metadata()).toEqual({
      version: '12.4.0',
      revision: null,
      enterprise: false,
    });
  });
});

describe("a job's log", () => {
  const log = async (body: string, lines: number) => {
    const server = await loopback(text(body));
    const read = await apiAt(server.url).jobs.log(project, job, lines);
    expect(server.arrived[0]).toMatchObject({ method: 'GET', url: `/api/v4${one}/trace` });
    expect(server.arrived[0]?.headers.accept).toBe('*/*');
    return read;
  };

  it.each([
    ['its last lines', 'a\nb\nc\n', ['b', 'c']],
    ['fewer where there are no more', 'a', ['a']],
    ['none of nothing', '', []],
    ['blank lines between, none behind', 'a\n\nb\n \n\n', ['', 'b']],
    ['no colours', '\u001b[0Ka\n\u001b[32;1mb\u001b[0;m\n', ['a', 'b']],
    ['what a progress bar ended on', ' 10%\r 50%\r100% done\r\nb\r\n', ['100% done', 'b']],
    [
      'no marks of sections',
      'section_start:1560896352:deploy[collapsed=true]\r\u001b[0KDeploying\nsection_end:1560896353:deploy\r\u001b[0K',
      ['Deploying'],
    ],
    ['no stamps of the runner', '2024-05-22T12:43:46.962646Z 01O Deploying\n', ['Deploying']],
    ['nothing hidden or turned around', 'a\u202eb\u0007\u200bc\td\n', ['abc  d']],
    ['brackets as they are', '[1/2] a [31m]\r[2/2] b\n', ['[2/2] b']],
  ])('is read as %s', async (_what, body, lines) => {
    expect(await log(body, 2)).toEqual(lines);
  });

  it('may be long: only its end is kept, and no half line', async () => {
    const lines = Array.from({ length: 300_000 }, (_empty, index) => `line ${index} ${'x'.repeat(40)}`);
    const read = await log(lines.join('\n'), 3);
    expect(read).toEqual(lines.slice(-3));
    const wide = await log(`${'y'.repeat(5_000)}\nend`, 2);
    expect(wide).toEqual(['end']);
  });

  it('shows the end of one endless line', async () => {
    expect(await log('z'.repeat(5_000), 2)).toEqual(['z'.repeat(2_000)]);
  });

  it('that is refused says why, like any other call', async () => {
    const server = await loopback(json({ message: '403 Forbidden' }, 403));
    await expect(apiAt(server.url).jobs.log(project, job, 5)).rejects.toMatchObject({
      code: 'gitlab-forbidden',
      said: 'Forbidden',
    });
  });

  it('of a size no GitLab keeps is not read to its end', async () => {
    const chunk = 'x'.repeat(8 * 1024 * 1024);
    const server = await loopback((response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    await expect(apiAt(server.url).jobs.log(project, job, 5)).rejects.toMatchObject({
      code: 'gitlab-invalid-answer',
    });
  });
});
