import { GitbeakerRequestError, Gitlab } from '@gitbeaker/rest';
import { describe, expect, it } from 'vitest';
import { openShop } from '../unit/sandbox/gitlab-shop.ts';

/** A client that others wrote for the real GitLab, let loose on the sandbox. */
async function withClient(username: string) {
  const shop = await openShop();
  const client = new Gitlab({ host: shop.gitlab.url, token: shop.world.addToken(username) });
  return { ...shop, client };
}

describe('@gitbeaker/rest against the sandbox GitLab', () => {
  it('takes a deployment from waiting to done', async () => {
    const { world, client, gitlab } = await withClient('kim');
    const { id, jobId } = world.startPipeline('acme/shop', { environment: 'production', by: 'dana' });
    expect(await client.Deployments.all('acme/shop', { status: 'blocked' })).toMatchObject([{ id }]);
    const approval = await client.Deployments.setApproval('acme/shop', id, 'approved', {
      comment: 'fine',
      representedAs: 'Security',
    });
    expect(approval).toMatchObject({ status: 'approved', comment: 'fine' });
    world.approve(id, 'kim', { as: 'Maintainers' });
    expect(await client.Deployments.show('acme/shop', id)).toMatchObject({ pending_approval_count: 0 });
    await client.Jobs.play('acme/shop', jobId);
    world.succeed(id);
    expect(await client.Jobs.show('acme/shop', jobId)).toMatchObject({ status: 'success' });
    expect(await client.Jobs.showLog('acme/shop', jobId)).toContain('job is success');
    expect(gitlab.unknown).toEqual([]);
  });

  it('creates, edits and removes a deployment of its own', async () => {
    const { world, client } = await withClient('kim');
    const sha = world.addCommit('acme/shop', { title: 'Elsewhere' });
    const wish = { status: 'running' } as const;
    const { id } = await client.Deployments.create('acme/shop', 'staging', sha, 'main', false, wish);
    expect(await client.Deployments.edit('acme/shop', id, 'failed')).toMatchObject({ status: 'failed' });
    await client.Deployments.remove('acme/shop', id);
    expect(world.deployments('acme/shop')).toEqual([]);
  });

  it('lists what a deployment shipped', async () => {
    const { world, client } = await withClient('kim');
    const { iid } = world.addMergeRequest('acme/shop', { title: 'Blue', author: 'dana' });
    const { id, sha } = world.startPipeline('acme/shop', { environment: 'staging', by: 'dana' });
    world.succeed(id);
    expect(await client.Deployments.allMergeRequests('acme/shop', id)).toMatchObject([{ iid }]);
    expect(await client.MergeRequests.all({ projectId: 'acme/shop', iids: [iid] })).toMatchObject([{ iid }]);
    expect(await client.Commits.allMergeRequests('acme/shop', sha)).toMatchObject([{ iid }]);
    const from = String((await client.Repositories.compare('acme/shop', 'main', 'main')).compare_same_ref);
    expect(from).toBe('true');
  });

  it('walks an environment from creation to its end', async () => {
    const { client, gitlab } = await withClient('kim');
    const made = await client.Environments.create('acme/shop', 'review/blue', {
      externalUrl: 'https://blue.example',
    });
    expect(made).toMatchObject({
      name: 'review/blue',
      state: 'available',
      external_url: 'https://blue.example',
    });
    await client.Environments.edit('acme/shop', made.id, { tier: 'testing' });
    expect(await client.Environments.show('acme/shop', made.id)).toMatchObject({ tier: 'testing' });
    const early = client.Environments.remove('acme/shop', made.id);
    await expect(early).rejects.toThrow(GitbeakerRequestError);
    expect(await client.Environments.stop('acme/shop', made.id)).toMatchObject({ state: 'stopped' });
    await client.Environments.remove('acme/shop', made.id);
    expect(await client.Environments.all('acme/shop', { search: 'review' })).toEqual([]);
    expect(gitlab.unknown).toEqual([]);
  });

  it('pages through a list to its end', async () => {
    const { world, client, gitlab } = await withClient('kim');
    for (let count = 0; count < 25; count += 1) {
      world.startPipeline('acme/shop', { environment: 'staging', by: 'dana' });
    }
    const rows = await client.Deployments.all('acme/shop', { perPage: 10 });
    expect(rows.map((row) => row.iid)).toEqual(Array.from({ length: 25 }, (_empty, index) => index + 1));
    expect(gitlab.requests).toHaveLength(3);
  });

  it('meets projects, people, members and versions', async () => {
    const { client, world } = await withClient('kim');
    const { id } = world.project('acme/shop');
    expect(await client.Projects.show('acme/shop')).toMatchObject({ id, path_with_namespace: 'acme/shop' });
    expect(await client.Groups.allProjects('acme', { includeSubgroups: true })).toMatchObject([{ id }]);
    expect(await client.Users.showCurrentUser()).toMatchObject({ username: 'kim' });
    expect(await client.ProjectMembers.all(id, { includeInherited: true })).toHaveLength(4);
    expect(await client.Metadata.show()).toMatchObject({ version: '19.3.0-ee' });
    expect(await client.FreezePeriods.all(id)).toEqual([]);
  });
});
