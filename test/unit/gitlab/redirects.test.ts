import { describe, expect, it } from 'vitest';
import { DeploymentId, ProjectId } from '../../../src/core/ids.ts';
import { apiAt, bot, json, loopback, type Reply } from './loopback.ts';
import { deploymentRow, projectRow } from './rows.ts';

const to =
  (location: string, status = 301): Reply =>
  (response) => {
    response.writeHead(status, { location });
    response.end('moved');
  };

describe('a renamed project', () => {
  it('is read at its new address, with the same query and token', async () => {
    const server = await loopback(to('/api/v4/projects/4/deployments'), json([deploymentRow]));
    const page = await apiAt(server.url).deployments.list('acme/old', { status: 'blocked' });
    expect(page.items).toHaveLength(1);
    expect(server.arrived[1]?.url).toBe('/api/v4/projects/4/deployments?status=blocked');
    expect(server.arrived[1]?.headers['private-token']).toBe(bot.token);
  });

  it('is followed once only', async () => {
    const server = await loopback(to('/api/v4/projects/4'));
    await expect(apiAt(server.url).projects.get('acme/old')).rejects.toMatchObject({ code: 'gitlab-moved' });
    expect(server.arrived).toHaveLength(2);
  });

  it('is not written to under its old name', async () => {
    const server = await loopback(to('/api/v4/projects/4'));
    const call = apiAt(server.url).deployments.decide(ProjectId.parse(4), DeploymentId.parse(8), {
      status: 'approved',
    });
    await expect(call).rejects.toMatchObject({ code: 'gitlab-moved', isAmbiguous: false });
    expect(server.arrived).toHaveLength(1);
  });
});

describe('a token', () => {
  it.each([301, 302, 303, 307, 308])('is not carried to another host by a %i', async (status) => {
    const other = await loopback(json(projectRow));
    const server = await loopback(to(`${other.url}/api/v4/projects/4`, status));
    await expect(apiAt(server.url).projects.get('acme/shop')).rejects.toMatchObject({ code: 'gitlab-moved' });
    expect(other.arrived).toEqual([]);
    expect(server.arrived).toHaveLength(1);
  });

  it.each([
    ['the sign-in page', '/users/sign_in'],
    ['another application of the host', '/api/v4/projects/4'],
    ['a way out of the API', '/gitlab/api/v4/../../other'],
    ['credentials of its own', 'http://a:b@127.0.0.1/gitlab/api/v4/projects/4'],
    ['nothing readable', 'http://['],
  ])('is not carried to %s', async (_what, location) => {
    const server = await loopback(to(location));
    const call = apiAt(`${server.url}/gitlab`).projects.get('acme/shop');
    await expect(call).rejects.toMatchObject({ code: 'gitlab-moved' });
    expect(server.arrived).toHaveLength(1);
  });
});
