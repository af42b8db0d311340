import { describe, expect, it } from 'vitest';
import { DeploymentId, ProjectId } from '../../../src/core/ids.ts';
import { apiAt, json, keptLog, loopback } from './loopback.ts';
import { deploymentRow, mergeRequestRow } from './rows.ts';

const project = ProjectId.parse(4);
const link = (url: string) =>
  `<${url}/api/v4/projects/4/deployments?page=1>; rel="prev", <${url}/x?a=1&page=3&b=2>; rel="next"`;

describe('a page', () => {
  it.each([
    ['X-Next-Page', { 'x-next-page': '3' }, 3],
    ['an empty X-Next-Page', { 'x-next-page': '', link: link('http://x') }, undefined],
    ['no header', {}, undefined],
    ['nonsense', { 'x-next-page': '3; drop' }, undefined],
    ['a number that leads back', { 'x-next-page': '2' }, undefined],
    ['Link where X-Next-Page is missing', { link: link('http://127.0.0.1') }, 3],
  ])('knows the next one from %s', async (_what, headers, next) => {
    const server = await loopback(json([deploymentRow], 200, headers));
    expect((await apiAt(server.url).deployments.list(project, { page: 2 })).next).toBe(next);
  });

  it('of another host is never asked for: only its number is taken', async () => {
    const other = await loopback(json([]));
    const headers = {
      link: `<${other.url}/api/v4/projects/4/deployments/8/merge_requests?page=2>; rel="next"`,
    };
    const server = await loopback(json([mergeRequestRow], 200, headers), json([mergeRequestRow]));
    const rows = await apiAt(server.url).deployments.mergeRequests(project, DeploymentId.parse(8));
    expect(rows).toHaveLength(2);
    expect(other.arrived).toEqual([]);
    expect(server.arrived[1]?.url).toBe(
      '/api/v4/projects/4/deployments/8/merge_requests?per_page=100&page=2',
    );
  });

  it('loses a row that cannot be read, says so, and keeps the others', async () => {
    const log = keptLog();
    const rows = [{ ...deploymentRow, environment: null }, deploymentRow, { ...deploymentRow, id: 'x' }];
    const server = await loopback(json(rows));
    const page = await apiAt(server.url, { log }).deployments.list(project);
    expect(page.items.map(({ id }) => id)).toEqual([deploymentRow.id]);
    expect(log.lines.find(({ level }) => level === 'warn')).toMatchObject({
      facts: { dropped: 2, issue: 'environment invalid_type', pathTemplate: '/projects/:id/deployments' },
    });
  });

  it('that is no list is refused', async () => {
    const server = await loopback(json({ message: 'hello' }));
    await expect(apiAt(server.url).deployments.list(project)).rejects.toMatchObject({
      code: 'gitlab-invalid-answer',
    });
  });

  it('by page, an endless list comes to an end', async () => {
    let page = 0;
    const server = await loopback((response, request) => {
      page += 1;
      json([mergeRequestRow], 200, { 'x-next-page': String(page + 1) })(response, request);
    });
    const rows = await apiAt(server.url).deployments.mergeRequests(project, DeploymentId.parse(8));
    expect(rows).toHaveLength(10);
  });
});
