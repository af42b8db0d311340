import { describe, expect, it } from 'vitest';
import { SlipwayError } from '../../../src/core/errors.ts';
import { DeploymentId, ProjectId } from '../../../src/core/ids.ts';
import type { Credential, CredentialSource } from '../../../src/core/ports/gitlab.ts';
import { createGitLab } from '../../../src/gitlab/gitlab.ts';
import { apiAt, json, keptLog, loopback, type Reply } from './loopback.ts';
import { approvalRow, userRow } from './rows.ts';

const oauth = (token: string): Credential => ({ kind: 'oauth', token });

/** Accepts one token only. */
const guarded =
  (token: string, then: Reply): Reply =>
  (response, request) =>
    (request.headers.authorization === `Bearer ${token}`
      ? then
      : json({ error: 'invalid_token', error_description: 'Token was revoked.' }, 401))(response, request);

function as(url: string, renewed: CredentialSource['renewed']) {
  const refused: string[] = [];
  const source: CredentialSource = {
    current: async () => oauth('old'),
    renewed: async (credential) => {
      refused.push(credential.token);
      return renewed(credential);
    },
  };
  const api = createGitLab({ baseUrl: url, log: keptLog(), clock: { now: Date.now } }).as(source);
  return { api, refused };
}

describe('a token GitLab no longer accepts', () => {
  it('is renewed once and the request sent again', async () => {
    const server = await loopback(guarded('new', json(userRow)));
    const { api, refused } = as(server.url, async () => oauth('new'));
    expect(await api.users.me()).toMatchObject({ username: 'kim' });
    expect(refused).toEqual(['old']);
    expect(server.arrived).toHaveLength(2);
  });

  it('is renewed for a write as well: a 401 means nothing happened', async () => {
    const server = await loopback(guarded('new', json(approvalRow, 201)));
    const { api } = as(server.url, async () => oauth('new'));
    const wish = { status: 'approved', comment: 'fine' } as const;
    await api.deployments.decide(ProjectId.parse(4), DeploymentId.parse(8), wish);
    expect(server.arrived.map(({ body }) => JSON.parse(body))).toEqual([wish, wish]);
  });

  it('is not renewed a second time', async () => {
    const server = await loopback(guarded('none', json(userRow)));
    const { api, refused } = as(server.url, async () => oauth('new'));
    await expect(api.users.me()).rejects.toMatchObject({
      code: 'gitlab-unauthorized',
      said: 'Token was revoked.',
    });
    expect(refused).toEqual(['old']);
    expect(server.arrived).toHaveLength(2);
  });

  it('ends in what its source throws', async () => {
    const server = await loopback(guarded('none', json(userRow)));
    const { api } = as(server.url, async () => {
      throw new SlipwayError('connection-lost');
    });
    await expect(api.users.me()).rejects.toMatchObject({ code: 'connection-lost' });
    expect(server.arrived).toHaveLength(1);
  });

  it('shows the 401 where nothing renews it', async () => {
    const server = await loopback(json({ message: '401 Unauthorized' }, 401));
    await expect(apiAt(server.url).users.me()).rejects.toMatchObject({
      code: 'gitlab-unauthorized',
      said: 'Unauthorized',
      pathTemplate: '/user',
    });
    expect(server.arrived).toHaveLength(1);
  });
});
