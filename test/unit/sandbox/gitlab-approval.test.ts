import { describe, expect, it } from 'vitest';
import { openShop, type Shop } from './gitlab-shop.ts';

const SHOP = '/projects/acme%2Fshop';

function waiting(shop: Shop, by = 'dana') {
  return shop.world.startPipeline('acme/shop', { environment: 'production', by });
}

function decide(shop: Shop, id: number, username: string, body: unknown) {
  return shop.api('POST', `${SHOP}/deployments/${id}/approval`, username, body);
}

const approved = { status: 'approved' };
const rejected = { status: 'rejected' };

describe('approving through the API is refused in GitLab’s order', () => {
  it('asks for a known status before it looks at the project', async () => {
    const shop = await openShop();
    const { id } = waiting(shop);
    expect(await decide(shop, id, 'kim', { status: 'maybe' })).toMatchObject({
      status: 400,
      body: { error: 'status does not have a valid value' },
    });
    expect(await decide(shop, id, 'kim', {})).toMatchObject({
      status: 400,
      body: { error: 'status is missing, status does not have a valid value' },
    });
    const odd = await shop.api('POST', '/projects/nowhere/deployments/x/approval', 'kim', approved);
    expect(odd).toMatchObject({ status: 400, body: { error: 'deployment_id is invalid' } });
  });

  it('asks for a token before it looks at the parameters', async () => {
    const shop = await openShop();
    const response = await fetch(`${shop.gitlab.url}/api/v4${SHOP}/deployments/1/approval`, {
      method: 'POST',
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ message: '401 Unauthorized' });
  });

  it('knows no private project for a stranger', async () => {
    const shop = await openShop();
    expect(await decide(shop, waiting(shop).id, 'stranger', approved)).toMatchObject({
      status: 404,
      body: { message: '404 Project Not Found' },
    });
  });

  it('forbids a guest, who may not even read deployments', async () => {
    const shop = await openShop();
    expect(await decide(shop, waiting(shop).id, 'gus', approved)).toMatchObject({
      status: 403,
      body: { message: '403 Forbidden' },
    });
  });

  it('does not find a deployment of another project', async () => {
    const shop = await openShop();
    shop.world.addProject({ path: 'acme/other', members: { kim: 'maintainer' } });
    const other = shop.world.startPipeline('acme/other', { environment: 'production', by: 'kim' });
    expect(await decide(shop, other.id, 'kim', approved)).toMatchObject({
      status: 404,
      body: { message: '404 Not found' },
    });
  });

  it.each([
    ['an environment without protection', {}, 'staging'],
    ['any environment without a licence', { tier: 'free' } as const, 'production'],
  ])('calls %s not protected', async (_name, options, environment) => {
    const shop = await openShop(options);
    const { id } = shop.world.startPipeline('acme/shop', { environment, by: 'dana', manual: true });
    expect(await decide(shop, id, 'kim', approved)).toMatchObject({
      status: 400,
      body: { message: 'This environment is not protected.' },
    });
  });

  it('lets nobody approve what they started, yet lets them reject it', async () => {
    const shop = await openShop();
    const { id } = waiting(shop, 'kim');
    const own = await decide(shop, id, 'kim', approved);
    expect(own).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/your own deployment/) },
    });
    expect((await decide(shop, id, 'kim', rejected)).status).toBe(201);
  });

  it('allows self-approval where the project does, and to administrators no more than to others', async () => {
    const shop = await openShop();
    shop.world.addProject({ path: 'acme/free', members: { kim: 'maintainer' }, allowSelfApproval: true });
    shop.world.protectEnvironment('acme/free', 'production', {
      deployers: [{ user: 'kim' }],
      rules: [{ user: 'kim' }],
    });
    const own = shop.world.startPipeline('acme/free', { environment: 'production', by: 'kim' });
    expect(shop.world.approve(own.id, 'kim').pendingApprovals).toBe(0);
    expect(() => shop.world.approve(waiting(shop, 'root').id, 'root')).toThrow(/your own deployment/);
  });

  it('says so when the environment is protected and has no rules', async () => {
    const shop = await openShop();
    shop.world.protectEnvironment('acme/shop', 'staging', { deployers: [{ role: 'developer' }], rules: [] });
    const { id } = shop.world.startPipeline('acme/shop', { environment: 'staging', by: 'dana' });
    expect(await decide(shop, id, 'kim', approved)).toMatchObject({
      status: 400,
      body: { message: 'Deployment approvals is not configured for this environment.' },
    });
  });

  it('refuses approvals and rejections once nothing is missing', async () => {
    const shop = await openShop();
    const { id } = waiting(shop);
    shop.world.approve(id, 'lee');
    shop.world.approve(id, 'kim', { as: 'Maintainers' });
    for (const status of ['approved', 'rejected']) {
      expect(await decide(shop, id, 'kim', { status })).toMatchObject({
        status: 400,
        body: { message: 'This deployment is not waiting for approvals.' },
      });
    }
  });

  it('refuses a person whom no rule admits', async () => {
    const shop = await openShop();
    const { id } = waiting(shop, 'kim');
    expect(await decide(shop, id, 'dana', approved)).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/permission to approve this deployment/) },
    });
  });

  it('refuses a representation that none of the person’s rules carries', async () => {
    const shop = await openShop();
    const { id } = waiting(shop);
    expect(await decide(shop, id, 'kim', { ...approved, represented_as: 'security' })).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/no approval rules for the given `represent_as`/) },
    });
  });

  it('refuses a comment of more than 255 characters', async () => {
    const shop = await openShop();
    const { id } = waiting(shop);
    expect(await decide(shop, id, 'kim', { ...approved, comment: 'x'.repeat(256) })).toMatchObject({
      status: 400,
      body: { message: ['Comment is too long (maximum is 255 characters)'] },
    });
    expect((await decide(shop, id, 'kim', { ...approved, comment: 'x'.repeat(255) })).status).toBe(201);
  });

  it('speaks the language of the person it refuses', async () => {
    const shop = await openShop();
    const { id } = shop.world.startPipeline('acme/shop', { environment: 'staging', by: 'dana' });
    expect((await decide(shop, id, 'lee', approved)).body).toEqual({
      message: 'Diese Umgebung ist nicht geschützt.',
    });
  });

  it.each(['19.3.0', '14.6.0-ee'])('has no such route on %s', async (version) => {
    const shop = await openShop({ version });
    const { id } = shop.world.startPipeline('acme/shop', { environment: 'staging', by: 'dana' });
    expect(await decide(shop, id, 'kim', approved)).toMatchObject({
      status: 404,
      body: { error: '404 Not Found' },
    });
    expect(shop.gitlab.unknown).toEqual([]);
  });
});

describe('an approval', () => {
  it('answers who, what, when and why, without an id', async () => {
    const shop = await openShop();
    const { status, body } = await decide(shop, waiting(shop).id, 'kim', { ...approved, comment: 'Ship it' });
    expect(status).toBe(201);
    expect(Object.keys(body ?? {})).toEqual(['user', 'status', 'created_at', 'comment']);
    expect(body).toMatchObject({ user: { username: 'kim' }, status: 'approved', comment: 'Ship it' });
  });

  it('counts once when given twice, and keeps its first comment', async () => {
    const shop = await openShop();
    const { id } = waiting(shop);
    await decide(shop, id, 'kim', { ...approved, comment: 'first' });
    const again = await decide(shop, id, 'kim', { ...approved, comment: 'second' });
    expect(again).toMatchObject({ status: 201, body: { comment: 'first' } });
    expect(shop.world.deployment(id)).toMatchObject({
      pendingApprovals: 1,
      approvals: [{ comment: 'first' }],
    });
  });

  it('counts per rule when the person says as whom', async () => {
    const shop = await openShop();
    const { id } = waiting(shop);
    shop.world.approve(id, 'kim', { as: 'Security' });
    shop.world.approve(id, 'kim', { as: 'Maintainers' });
    expect(shop.world.deployment(id).pendingApprovals).toBe(0);
  });

  it('gives way to the same person’s rejection, comment and all', async () => {
    const shop = await openShop();
    const { id } = waiting(shop);
    shop.world.approve(id, 'kim', { comment: 'fine' });
    const after = shop.world.reject(id, 'kim', { comment: 'not fine' });
    expect(after.approvals).toEqual([{ username: 'kim', status: 'rejected', comment: 'not fine' }]);
    expect(after).toMatchObject({
      status: 'failed',
      jobStatus: 'failed',
      failureReason: 'deployment_rejected',
    });
  });

  it('neither starts the job nor touches updated_at', async () => {
    let now = Date.parse('2026-01-05T10:00:00Z');
    const shop = await openShop({ now: () => now });
    const { id, updatedAt } = waiting(shop);
    now += 60_000;
    shop.world.approve(id, 'lee');
    shop.world.approve(id, 'kim', { as: 'Maintainers' });
    expect(shop.world.deployment(id)).toMatchObject({ status: 'blocked', jobStatus: 'manual', updatedAt });
  });

  it('starts the job with the last one in the unified mode before 15.0', async () => {
    const shop = await openShop({ version: '14.8.0-ee' });
    shop.world.protectEnvironment('acme/shop', 'production', {
      deployers: [{ role: 'developer' }],
      rules: [{ role: 'developer', required: 2 }],
    });
    const { id } = waiting(shop);
    expect(shop.world.approve(id, 'lee').jobStatus).toBe('manual');
    expect(shop.world.approve(id, 'kim').jobStatus).toBe('pending');
  });

  it('counts in total before 17.1, so that one rule’s surplus covers another', async () => {
    const wish = {
      deployers: [{ role: 'maintainer' }],
      rules: [{ group: 'acme/security' }, { role: 'maintainer' }],
    } as const;
    for (const [version, missing] of [
      ['17.0.0-ee', 0],
      ['17.1.0-ee', 1],
    ] as const) {
      const shop = await openShop({ version });
      shop.world.protectEnvironment('acme/shop', 'production', wish);
      const { id } = waiting(shop);
      shop.world.approve(id, 'kim', { as: 'Security' });
      expect(shop.world.approve(id, 'lee').pendingApprovals).toBe(missing);
    }
  });

  it('is taken for a failed deployment too, and changes nothing', async () => {
    const shop = await openShop();
    const { id } = waiting(shop);
    shop.world.reject(id, 'kim');
    expect((await decide(shop, id, 'lee', approved)).status).toBe(201);
    expect(shop.world.deployment(id).status).toBe('failed');
  });

  it('breaks GitLab when the same person rejects twice', async () => {
    const shop = await openShop();
    const { id } = waiting(shop);
    expect((await decide(shop, id, 'kim', rejected)).status).toBe(201);
    expect((await decide(shop, id, 'kim', rejected)).status).toBe(500);
  });

  it('shows in the summary of every later deployment, as GitLab’s defect has it', async () => {
    const shop = await openShop();
    shop.world.approve(waiting(shop).id, 'kim');
    const later = await shop.api('GET', `${SHOP}/deployments/${waiting(shop).id}`, 'kim');
    expect(later.body).toMatchObject({
      approvals: [],
      pending_approval_count: 2,
      approval_summary: { rules: [{ deployment_approvals: [{ user: { username: 'kim' } }] }, {}] },
    });
  });
});
