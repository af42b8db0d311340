import { describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../sandbox/gitlab/sandbox-gitlab.ts';
import { DeploymentId, EnvironmentId, GitLabUserId, JobId } from '../../src/core/ids.ts';
import type { Credential } from '../../src/core/ports/gitlab.ts';
import { createGitLab } from '../../src/gitlab/gitlab.ts';
import { createGitLabOAuth } from '../../src/gitlab/oauth.ts';
import { staticCredential } from '../../src/gitlab/static-credential.ts';
import { keptLog } from '../unit/gitlab/loopback.ts';
import { openShop } from '../unit/sandbox/gitlab-shop.ts';

const app = {
  clientId: 'slipway',
  clientSecret: 'app-secret',
  redirectUris: ['http://127.0.0.1:3000/oauth/gitlab/callback'],
};

async function open(options: SandboxOptions = {}) {
  const { gitlab: sandbox, world } = await openShop({ oauthApp: app, ...options });
  const host = createGitLab({ baseUrl: sandbox.url, log: keptLog(), clock: { now: Date.now } });
  const using = (credential: Credential) => host.as(staticCredential(credential));
  const oauth = createGitLabOAuth({
    baseUrl: sandbox.url,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    redirectUri: app.redirectUris[0] ?? '',
    clock: { now: Date.now },
  });
  return {
    sandbox,
    world,
    oauth,
    bearer: (token: string) => using({ kind: 'oauth', token }),
    as: (username: string) => using({ kind: 'private', token: world.addToken(username) }),
    start: (environment: string, by = 'dana') => {
      const started = world.startPipeline('acme/shop', { environment, by });
      return { id: DeploymentId.parse(started.id), job: JobId.parse(started.jobId) };
    },
  };
}

describe('the adapter against the sandbox GitLab', () => {
  it('takes a deployment from waiting over two approvals to running', async () => {
    const { as, start, sandbox } = await open();
    const { id, job } = start('production');
    const kim = as('kim');
    const listed = await kim.deployments.list('acme/shop', {
      status: 'blocked',
      orderBy: 'id',
      sort: 'desc',
    });
    expect(listed.items).toMatchObject([{ id, status: 'blocked', approval: undefined, job: { id: job } }]);
    expect(await kim.deployments.get('acme/shop', id)).toMatchObject({
      approval: { pending: 2, approvals: [], rules: [{ required: 1 }, { required: 1 }] },
      job: { status: 'manual' },
    });
    const vote = await as('lee').deployments.decide('acme/shop', id, { status: 'approved', comment: 'fine' });
    expect(vote).toMatchObject({ status: 'approved', comment: 'fine', user: { username: 'lee' } });
    await kim.deployments.decide('acme/shop', id, { status: 'approved', representedAs: 'Maintainers' });
    expect(await kim.deployments.get('acme/shop', id)).toMatchObject({
      status: 'blocked',
      approval: { pending: 0 },
    });
    expect(await kim.jobs.play('acme/shop', job)).toMatchObject({ id: job, status: 'pending' });
    expect(sandbox.unknown).toEqual([]);
  });

  it.each([
    ['of its requester', 'dana', 400, 'gitlab-refused'],
    ['of a guest', 'gus', 403, 'gitlab-forbidden'],
    ['of a stranger', 'stranger', 404, 'gitlab-not-found'],
  ])('refuses the approval %s as GitLab does', async (_what, username, status, code) => {
    const { as, start } = await open();
    const { id } = start('production');
    const call = as(username).deployments.decide('acme/shop', id, { status: 'approved' });
    await expect(call).rejects.toMatchObject({ code, status, isAmbiguous: false });
  });

  it('rejects, and reads the rejected end', async () => {
    const { as, start } = await open();
    const { id } = start('production');
    await as('lee').deployments.decide('acme/shop', id, { status: 'rejected', comment: 'no' });
    expect(await as('kim').deployments.get('acme/shop', id)).toMatchObject({
      status: 'failed',
      job: { failureReason: 'deployment_rejected' },
    });
  });

  it('retries a failed job as a new one', async () => {
    const { as, start, world } = await open();
    const { id, job } = start('staging');
    world.fail(id);
    const again = await as('kim').jobs.retry('acme/shop', job);
    expect(again.id).not.toBe(job);
    expect(await as('kim').jobs.get('acme/shop', again.id)).toMatchObject({ name: again.name });
  });

  it('reads projects, environments, members and what a deployment ships', async () => {
    const { as, start, world, sandbox } = await open();
    const kim = as('kim');
    const { iid } = world.addMergeRequest('acme/shop', { title: 'Blue', author: 'dana' });
    const { id } = start('staging');
    world.succeed(id);
    const project = await kim.projects.get('acme/shop');
    expect(project).toMatchObject({ path: 'acme/shop', archived: false });
    expect(await kim.deployments.mergeRequests(project.id, id)).toMatchObject([{ iid, title: 'Blue' }]);
    expect(await kim.projects.mergeRequests(project.id, [iid])).toMatchObject([{ iid }]);
    const { items } = await kim.environments.list(project.id, { name: 'staging' });
    const environment = EnvironmentId.parse(items[0]?.id);
    expect(await kim.environments.get(project.id, environment)).toMatchObject({ lastDeployment: { id } });
    const me = await kim.users.me();
    expect(await kim.projects.hasMember(project.id, me.id, 40)).toBe(true);
    expect(await kim.projects.hasMember(project.id, GitLabUserId.parse(999_999), 10)).toBe(false);
    expect(await kim.version()).toBe('19.3.0-ee');
    expect(sandbox.unknown).toEqual([]);
  });

  it('compares two revisions', async () => {
    const { as, world } = await open();
    const from = world.addCommit('acme/shop', { title: 'Red' });
    const to = world.addCommit('acme/shop', { title: 'Blue' });
    const { commits } = await as('kim').projects.compare('acme/shop', from, to);
    expect(commits).toMatchObject([{ sha: to, title: 'Blue' }]);
  });

  it('finds the members of a group that approves', async () => {
    const { as, start } = await open();
    const { id } = start('production');
    const lee = as('lee');
    const rules = (await lee.deployments.get('acme/shop', id)).approval?.rules ?? [];
    const group = rules.find(({ groupId }) => groupId !== null)?.groupId ?? 0;
    expect((await lee.groups.members(group)).map(({ username }) => username).sort()).toEqual(['kim', 'lee']);
    expect(await lee.groups.hasMember(group, (await lee.users.me()).id)).toBe(true);
    expect(await lee.groups.hasMember(group, (await as('dana').users.me()).id)).toBe(false);
  });

  it('pages to the end of a list', async () => {
    const { as, start } = await open();
    for (let count = 0; count < 5; count += 1) start('staging');
    const kim = as('kim');
    const seen: number[] = [];
    for (let page: number | undefined = 1; page !== undefined; ) {
      const rows = await kim.deployments.list('acme/shop', { page, perPage: 2 });
      seen.push(...rows.items.map(({ iid }) => iid));
      page = rows.next;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it('knows no approvals on a server without them', async () => {
    const { as, start } = await open({ version: '18.9.0' });
    const { id } = start('staging');
    expect((await as('kim').deployments.get('acme/shop', id)).approval).toBeUndefined();
    const call = as('kim').deployments.decide('acme/shop', id, { status: 'approved' });
    await expect(call).rejects.toMatchObject({ code: 'gitlab-not-found' });
  });

  it('asks a server before 15.2 for its version in the old way', async () => {
    const { as } = await open({ version: '14.10.5-ee' });
    expect(await as('kim').version()).toBe('14.10.5-ee');
  });

  it.each([
    ['reset', 'gitlab-unreachable', 0],
    ['lost-response', 'gitlab-unreachable', 1],
    ['truncate', 'gitlab-invalid-answer', 1],
    ['html', 'gitlab-down', 0],
  ] as const)('leaves an approval that met %s open and sends it once', async (kind, code, votes) => {
    const { as, start, sandbox } = await open();
    const { id } = start('production');
    const take = sandbox.faults.add({ kind, path: /approval$/ });
    const lee = as('lee');
    const call = lee.deployments.decide('acme/shop', id, { status: 'approved' });
    await expect(call).rejects.toMatchObject({ code, isAmbiguous: true });
    take();
    expect((await lee.deployments.get('acme/shop', id)).approval?.approvals).toHaveLength(votes);
    expect(sandbox.requests.filter(({ path }) => path.endsWith('/approval'))).toHaveLength(1);
  });

  it('reads a renamed project under its old name, and writes to it by its id only', async () => {
    const { as, start, world } = await open();
    const { id } = start('production');
    world.renameProject('acme/shop', 'acme/store');
    const lee = as('lee');
    const project = await lee.projects.get('acme/shop');
    expect(project.path).toBe('acme/store');
    const call = lee.deployments.decide('acme/shop', id, { status: 'approved' });
    await expect(call).rejects.toMatchObject({ code: 'gitlab-moved', status: 405, isAmbiguous: false });
    await lee.deployments.decide(project.id, id, { status: 'approved' });
  });
});

describe("OAuth against the sandbox GitLab's server", () => {
  async function signedIn() {
    const world = await open();
    const verifier = 'v'.repeat(64);
    const url = await world.oauth.authorizeUrl({ state: 'state-1', verifier });
    const back = new URL(await world.sandbox.signIn(url, 'kim'));
    const trade = () => world.oauth.exchange({ parameters: back.searchParams, state: 'state-1', verifier });
    return { ...world, trade };
  }

  it('signs a person in, who then acts as themselves', async () => {
    const { trade, bearer } = await signedIn();
    const tokens = await trade();
    expect(await bearer(tokens.accessToken).users.me()).toMatchObject({ username: 'kim' });
    expect((tokens.expiresAt ?? 0) - Date.now()).toBeGreaterThan(290_000);
  });

  it('trades a code once', async () => {
    const { trade } = await signedIn();
    await trade();
    await expect(trade()).rejects.toMatchObject({ code: 'link-refused' });
  });

  it('refreshes into a new pair that kills the old one', async () => {
    const { trade, oauth, bearer } = await signedIn();
    const old = await trade();
    const fresh = await oauth.refresh(old.refreshToken ?? '');
    expect(await bearer(fresh.accessToken).users.me()).toMatchObject({ username: 'kim' });
    await expect(bearer(old.accessToken).users.me()).rejects.toMatchObject({ code: 'gitlab-unauthorized' });
    await expect(oauth.refresh(old.refreshToken ?? '')).rejects.toMatchObject({ code: 'connection-lost' });
  });

  it('renews a token that ended while a request was made with it', async () => {
    const { trade, oauth, world, sandbox } = await signedIn();
    let pair = await trade();
    world.expireAccessTokens('kim');
    const api = createGitLab({ baseUrl: sandbox.url, log: keptLog(), clock: { now: Date.now } }).as({
      current: async () => ({ kind: 'oauth', token: pair.accessToken }),
      renewed: async () => {
        pair = await oauth.refresh(pair.refreshToken ?? '');
        return { kind: 'oauth', token: pair.accessToken };
      },
    });
    expect(await api.users.me()).toMatchObject({ username: 'kim' });
  });

  it('revokes', async () => {
    const { trade, oauth, bearer, sandbox } = await signedIn();
    const tokens = await trade();
    await oauth.revoke(tokens.accessToken);
    await expect(bearer(tokens.accessToken).users.me()).rejects.toMatchObject({
      code: 'gitlab-unauthorized',
    });
    expect(sandbox.unknown).toEqual([]);
  });
});
