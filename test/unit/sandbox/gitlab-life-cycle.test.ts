import { describe, expect, it } from 'vitest';
import { openShop, type Shop } from './gitlab-shop.ts';

const SHOP = '/projects/acme%2Fshop';

function ready(shop: Shop) {
  const one = shop.world.startPipeline('acme/shop', { environment: 'production', by: 'dana' });
  shop.world.approve(one.id, 'lee');
  shop.world.approve(one.id, 'kim', { as: 'Maintainers' });
  return one;
}

describe('a deployment with approval rules', () => {
  it('waits as blocked behind a manual job with an id beyond 32 bits', async () => {
    const { world } = await openShop();
    const one = world.startPipeline('acme/shop', { environment: 'production', by: 'dana' });
    expect(one).toMatchObject({ status: 'blocked', jobStatus: 'manual', pendingApprovals: 2 });
    expect(one.jobId).toBeGreaterThan(2 ** 32);
  });

  it('cannot be played while an approval is missing', async () => {
    const shop = await openShop();
    const { jobId } = shop.world.startPipeline('acme/shop', { environment: 'production', by: 'dana' });
    expect(await shop.api('POST', `${SHOP}/jobs/${jobId}/play`, 'kim')).toMatchObject({
      status: 400,
      body: { message: '400 Bad request - Unplayable Job' },
    });
  });

  it('is played by deployers only, whoever approved', async () => {
    const shop = await openShop();
    const { id, jobId } = ready(shop);
    expect((await shop.api('POST', `${SHOP}/jobs/${jobId}/play`, 'lee')).status).toBe(403);
    const played = await shop.api('POST', `${SHOP}/jobs/${jobId}/play`, 'kim');
    expect(played).toMatchObject({ status: 200, body: { status: 'pending', user: { username: 'kim' } } });
    expect(shop.world.deployment(id)).toMatchObject({ status: 'blocked', username: 'dana' });
  });

  it('stays blocked while its job is pending and follows the job from then on', async () => {
    const { world, ...shop } = await openShop();
    const { id } = ready({ world, ...shop });
    expect(world.play(id, 'kim').status).toBe('blocked');
    expect(world.run(id).status).toBe('running');
    expect(world.succeed(id).status).toBe('success');
  });

  it('refuses a second play while the job is on its way', async () => {
    const { world, ...shop } = await openShop();
    const { id } = ready({ world, ...shop });
    world.play(id, 'kim');
    expect(() => world.play(id, 'kim')).toThrow('400 Bad request - Unplayable Job');
  });

  it('is copied into a new blocked deployment when its finished job is played or retried', async () => {
    const { world, ...shop } = await openShop();
    const { id, jobId } = ready({ world, ...shop });
    world.play(id, 'kim');
    world.succeed(id);
    const copy = world.play(id, 'kim');
    expect(copy).toMatchObject({ status: 'blocked', jobStatus: 'manual', pendingApprovals: 2 });
    expect([copy.id === id, copy.jobId === jobId]).toEqual([false, false]);
    expect(() => world.play(id, 'kim')).toThrow(/Unplayable/);
  });

  it('cannot be retried after a rejection', async () => {
    const { world } = await openShop();
    const { id } = world.startPipeline('acme/shop', { environment: 'production', by: 'dana' });
    world.reject(id, 'kim');
    expect(() => world.retry(id, 'kim')).toThrow('403 Forbidden - Job is not retryable');
  });

  it('loses every write but approval once a newer one succeeded', async () => {
    const { world, ...shop } = await openShop();
    const old = ready({ world, ...shop });
    world.addCommit('acme/shop', { title: 'Newer' });
    const newer = ready({ world, ...shop });
    world.play(newer.id, 'kim');
    world.succeed(newer.id);
    expect(() => world.play(old.id, 'kim')).toThrow('403 Forbidden');
    expect(world.deployment(old.id).status).toBe('blocked');
  });

  it('goes back to an older version by retrying its job', async () => {
    const { world } = await openShop();
    const first = world.startPipeline('acme/shop', { environment: 'staging', by: 'dana' });
    world.succeed(first.id);
    world.addCommit('acme/shop', { title: 'Newer' });
    world.succeed(world.startPipeline('acme/shop', { environment: 'staging', by: 'dana' }).id);
    expect(world.retry(first.id, 'dana')).toMatchObject({
      sha: first.sha,
      jobStatus: 'pending',
      status: 'created',
    });
  });
});

describe('a deployment without rules', () => {
  it('runs at once, or waits as blocked when its job is manual', async () => {
    const { world } = await openShop({ version: '19.3.0' });
    expect(world.startPipeline('acme/shop', { environment: 'production', by: 'dana' }).status).toBe(
      'running',
    );
    const manual = world.startPipeline('acme/shop', { environment: 'staging', by: 'dana', manual: true });
    expect(manual).toMatchObject({ status: 'blocked', pendingApprovals: 0 });
    expect(world.play(manual.id, 'dana').jobStatus).toBe('pending');
  });

  it('knew no blocked before 14.7', async () => {
    const { world } = await openShop({ version: '14.6.0-ee' });
    const manual = world.startPipeline('acme/shop', { environment: 'staging', by: 'dana', manual: true });
    expect(manual).toMatchObject({ status: 'created', jobStatus: 'manual' });
  });

  it('links its merge requests only when it succeeds', async () => {
    const shop = await openShop();
    shop.world.succeed(shop.world.startPipeline('acme/shop', { environment: 'staging', by: 'dana' }).id);
    const shipped = shop.world.addMergeRequest('acme/shop', { title: 'Blue buttons', author: 'dana' });
    const { id } = shop.world.startPipeline('acme/shop', { environment: 'staging', by: 'dana' });
    const list = () => shop.api('GET', `${SHOP}/deployments/${id}/merge_requests`, 'dana');
    expect((await list()).body).toEqual([]);
    shop.world.succeed(id);
    expect((await list()).body).toMatchObject([{ iid: shipped.iid, title: 'Blue buttons' }]);
  });

  it('finishes by itself where the demo asks for it', async () => {
    const { world } = await openShop();
    world.autoFinishAfterMs = 1;
    const { id } = world.startPipeline('acme/shop', { environment: 'staging', by: 'dana' });
    expect(world.deployment(id).status).toBe('created');
    await expect.poll(() => world.deployment(id).status, { interval: 2 }).toBe('success');
  });
});

describe('a deployment made through the API', () => {
  const wish = { environment: 'staging', ref: 'main', tag: false, status: 'running' };

  it('has no job and moves by PUT, along legal steps only', async () => {
    const shop = await openShop();
    const sha = shop.world.addCommit('acme/shop', { title: 'Elsewhere' });
    const made = await shop.api('POST', `${SHOP}/deployments`, 'dana', { ...wish, sha });
    expect(made).toMatchObject({ status: 201, body: { deployable: null, status: 'running' } });
    const [one] = shop.world.deployments('acme/shop');
    const put = (status: string) => shop.api('PUT', `${SHOP}/deployments/${one?.id}`, 'dana', { status });
    expect(await put('success')).toMatchObject({ status: 200, body: { status: 'success' } });
    expect(await put('running')).toMatchObject({
      status: 400,
      body: { message: { status: ['cannot transition via "run"'] } },
    });
  });

  it('is the former one when the environment already runs exactly that', async () => {
    const shop = await openShop();
    const sha = shop.world.addCommit('acme/shop', { title: 'Elsewhere' });
    const create = () => shop.api('POST', `${SHOP}/deployments`, 'dana', { ...wish, sha, status: 'success' });
    const [first, second] = [await create(), await create()];
    expect(second).toEqual({ ...first, headers: second.headers });
    expect(shop.world.deployments('acme/shop')).toHaveLength(1);
  });

  it('needs a commit and a ref that exist, and deploy access', async () => {
    const shop = await openShop();
    const sha = shop.world.addCommit('acme/shop', { title: 'Elsewhere' });
    const create = (body: object) =>
      shop.api('POST', `${SHOP}/deployments`, 'dana', { ...wish, sha, ...body });
    expect((await create({ sha: 'f'.repeat(40) })).body).toEqual({
      message: { sha: ['The commit does not exist'] },
    });
    expect((await create({ ref: 'nope' })).body).toEqual({
      message: { ref: ['The branch or tag does not exist'] },
    });
    expect((await create({ environment: '' })).body).toEqual({ error: 'environment is empty' });
    expect((await create({ environment: 'production' })).status).toBe(403);
  });

  it('can be deleted by maintainers unless it runs or is what the environment runs', async () => {
    const shop = await openShop();
    const one = shop.world.startPipeline('acme/shop', { environment: 'staging', by: 'dana' });
    const remove = (username: string) => shop.api('DELETE', `${SHOP}/deployments/${one.id}`, username);
    expect((await remove('dana')).status).toBe(403);
    expect((await remove('kim')).body).toEqual({ message: 'Cannot destroy running deployment' });
    shop.world.succeed(one.id);
    expect((await remove('kim')).body).toEqual({ message: 'Deployment currently deployed to environment' });
    shop.world.addCommit('acme/shop', { title: 'Newer' });
    shop.world.succeed(shop.world.startPipeline('acme/shop', { environment: 'staging', by: 'dana' }).id);
    expect(await remove('kim')).toMatchObject({ status: 204, body: '' });
  });
});
