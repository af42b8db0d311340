import { describe, expect, it } from 'vitest';
import { answered, openShop } from './gitlab-shop.ts';

const SHOP = '/projects/acme%2Fshop';
const LIST = `${SHOP}/deployments`;

describe('the list of deployments', () => {
  it.each([
    [
      'updated_after=2026-01-01&finished_after=2026-01-01',
      'Both `updated_at` filter and `finished_at` filter can not be specified',
    ],
    ['updated_after=2026-01-01', '`updated_at` filter requires `updated_at` sort'],
    ['finished_after=2026-01-01&status=success', '`finished_at` filter requires `finished_at` sort.'],
    [
      'order_by=finished_at',
      '`finished_at` sort requires `finished_at` filter or a filter with at least one of the finished statuses.',
    ],
    [
      'finished_after=2026-01-01&order_by=finished_at',
      '`finished_at` filter must be combined with `success` status filter.',
    ],
  ])('refuses %s', async (query, reason) => {
    const shop = await openShop();
    const { status, body } = await shop.api('GET', `${LIST}?${query}`, 'kim');
    expect([status, body]).toEqual([400, { message: `400 Bad request - ${reason}` }]);
  });

  it('refuses words it does not know, all at once', async () => {
    const shop = await openShop();
    expect(
      (await shop.api('GET', `${LIST}?order_by=ref&status=done&updated_after=soon`, 'kim')).body,
    ).toEqual({
      error:
        'order_by does not have a valid value, updated_after is invalid, status does not have a valid value',
    });
  });

  it('includes the very moment of updated_after and sorts by id unless asked', async () => {
    let now = Date.parse('2026-01-05T10:00:00Z');
    const shop = await openShop({ now: () => now });
    const first = shop.world.startPipeline('acme/shop', { environment: 'staging', by: 'dana' });
    now += 1000;
    const second = shop.world.startPipeline('acme/shop', { environment: 'staging', by: 'dana' });
    const since = `${LIST}?order_by=updated_at&sort=desc&updated_after=`;
    const ids = async (path: string) => (await shop.api('GET', path, 'kim')).body;
    expect(await ids(`${since}2026-01-05T10:00:01Z`)).toMatchObject([{ id: second.id }]);
    expect(await ids(`${since}2026-01-05T10:00:00Z`)).toMatchObject([{ id: second.id }, { id: first.id }]);
    expect(await ids(LIST)).toMatchObject([{ id: first.id }, { id: second.id }]);
  });

  it('carries no approval fields, which a single one does; CE has none anywhere', async () => {
    for (const [version, has] of [
      ['19.3.0-ee', true],
      ['19.3.0', false],
    ] as const) {
      const shop = await openShop({ version });
      const { id } = shop.world.startPipeline('acme/shop', { environment: 'production', by: 'dana' });
      const [list, one] = [await shop.api('GET', LIST, 'kim'), await shop.api('GET', `${LIST}/${id}`, 'kim')];
      expect(JSON.stringify(list.body)).not.toContain('approval');
      expect(JSON.stringify(one.body).includes('"pending_approval_count"')).toBe(has);
    }
  });

  it('keeps the fields, empty, on EE without a licence', async () => {
    const shop = await openShop({ tier: 'free' });
    const { id } = shop.world.startPipeline('acme/shop', { environment: 'production', by: 'dana' });
    const empty = { pending_approval_count: 0, approvals: [], approval_summary: { rules: [] } };
    expect((await shop.api('GET', `${LIST}/${id}`, 'kim')).body).toMatchObject(empty);
  });

  it('pages with GitLab’s headers and clamps the size', async () => {
    const shop = await openShop();
    for (let count = 0; count < 3; count += 1)
      shop.world.startPipeline('acme/shop', { environment: 'staging', by: 'dana' });
    const { headers, body } = await shop.api('GET', `${LIST}?per_page=2`, 'kim');
    expect(body).toHaveLength(2);
    expect(
      ['x-page', 'x-per-page', 'x-next-page', 'x-prev-page', 'x-total', 'x-total-pages'].map((name) =>
        headers.get(name),
      ),
    ).toEqual(['1', '2', '2', '', '3', '2']);
    expect(headers.get('link')).toContain('per_page=2&page=2>; rel="next"');
    expect((await shop.api('GET', `${LIST}?per_page=500`, 'kim')).headers.get('x-per-page')).toBe('100');
  });

  it('has no status on 12.3 and none of the later routes', async () => {
    const shop = await openShop({ version: '12.3.0-ee' });
    shop.world.startPipeline('acme/shop', { environment: 'staging', by: 'dana' });
    expect((await shop.api('GET', `${LIST}?order_by=ref`, 'kim')).body).not.toHaveProperty('0.status');
    expect((await shop.api('POST', LIST, 'kim', {})).body).toEqual({ error: '404 Not Found' });
  });
});

describe('every answer', () => {
  it('carries a request id, and the caller’s remaining calls on 18.9 and newer', async () => {
    for (const [version, remaining] of [
      ['18.9.0-ee', '1999'],
      ['18.8.0-ee', null],
    ] as const) {
      const { headers } = await (await openShop({ version })).api('GET', '/user', 'kim');
      expect(headers.get('x-request-id')).toMatch(/^\w+$/);
      expect(headers.get('ratelimit-remaining')).toBe(remaining);
    }
  });

  it('is 404 for a badly encoded project', async () => {
    const shop = await openShop();
    expect((await shop.api('GET', '/projects/%E0%A4%A', 'kim')).status).toBe(404);
  });
});

describe('who may call', () => {
  it('tells expired from revoked from unknown tokens', async () => {
    let now = 1_000_000;
    const shop = await openShop({ now: () => now });
    const call = async (token: string) =>
      answered(
        await fetch(`${shop.gitlab.url}/api/v4/user`, { headers: { Authorization: `Bearer ${token}` } }),
      );
    const short = shop.world.addToken('kim', { expiresAt: now + 1 });
    expect((await call(short)).status).toBe(200);
    now += 1;
    const expired = await call(short);
    expect(expired).toMatchObject({
      status: 401,
      body: { error: 'invalid_token', error_description: expect.stringMatching(/expired/) },
    });
    expect(expired.headers.get('www-authenticate')).toMatch(/^Bearer .*invalid_token/);
    const { accessToken } = shop.world.issueOAuth('kim');
    shop.world.revokeTokens('kim');
    expect((await call(accessToken)).body).toMatchObject({
      error_description: expect.stringMatching(/revoked/),
    });
    expect((await call('nonsense')).body).toEqual({ message: '401 Unauthorized' });
  });

  it('refuses writes with read_api, naming the scopes GitLab names', async () => {
    const shop = await openShop();
    const headers = { 'PRIVATE-TOKEN': shop.world.addToken('kim', { scopes: ['read_api'] }) };
    const response = await fetch(`${shop.gitlab.url}/api/v4${LIST}`, { method: 'POST', headers });
    expect(await answered(response)).toMatchObject({
      status: 403,
      body: { error: 'insufficient_scope', scope: 'api read_api' },
    });
    expect((await fetch(`${shop.gitlab.url}/api/v4${LIST}`, { headers })).status).toBe(200);
  });

  it('takes job tokens for deployments and environments of their project only', async () => {
    const shop = await openShop();
    shop.world.addProject({ path: 'acme/other', members: { dana: 'developer' } });
    const headers = { 'JOB-TOKEN': shop.world.addJobToken('dana', 'acme/shop') };
    const status = async (path: string) =>
      (await fetch(`${shop.gitlab.url}/api/v4${path}`, { headers })).status;
    expect(await status(LIST)).toBe(200);
    expect(await status('/projects/acme%2Fother/deployments')).toBe(404);
    expect(await status('/user')).toBe(401);
  });

  it('redirects reads of a moved project and refuses writes', async () => {
    const shop = await openShop();
    const { id } = shop.world.renameProject('acme/shop', 'acme/store');
    const headers = { 'PRIVATE-TOKEN': shop.world.addToken('kim'), 'Content-Type': 'application/json' };
    const moved = await fetch(`${shop.gitlab.url}/api/v4${LIST}?sort=asc`, { headers, redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([
      301,
      `${shop.gitlab.url}/api/v4/projects/${id}/deployments?sort=asc`,
    ]);
    const write = await shop.api('POST', `${SHOP}/environments`, 'kim', { name: 'x' });
    expect(write).toMatchObject({
      status: 405,
      body: { message: 'Non GET methods are not allowed for moved projects' },
    });
  });

  it('lists protected environments for maintainers only', async () => {
    const shop = await openShop();
    expect((await shop.api('GET', `${SHOP}/protected_environments`, 'dana')).status).toBe(403);
    expect((await shop.api('GET', `${SHOP}/protected_environments/production`, 'kim')).body).toMatchObject({
      name: 'production',
      required_approval_count: 0,
      approval_rules: [{ required_approvals: 1 }, { access_level: 40 }],
    });
  });
});

describe('environments', () => {
  it('are found by name or by a prefix of three characters, never both', async () => {
    const shop = await openShop();
    shop.world.addEnvironment('acme/shop', { name: 'review/Blue' });
    const get = async (query: string) => (await shop.api('GET', `${SHOP}/environments?${query}`, 'kim')).body;
    expect(await get('search=blu')).toMatchObject([{ name: 'review/Blue', project: {} }]);
    expect(await get('search=bl')).toEqual({
      message: '400 Bad request - Search query is less than 3 characters',
    });
    expect(await get('search=blu&name=x')).toEqual({ error: 'name, search cannot be used together' });
    expect(await get('states=gone')).toEqual({ error: 'states does not have a valid value' });
  });

  it('show their last success only, and refuse a name that is taken', async () => {
    const shop = await openShop();
    const one = shop.world.startPipeline('acme/shop', { environment: 'staging', by: 'dana' });
    const show = () => shop.api('GET', `${SHOP}/environments/${one.environmentId}`, 'kim');
    expect((await show()).body).toMatchObject({ last_deployment: null });
    shop.world.succeed(one.id);
    expect((await show()).body).toMatchObject({ last_deployment: { id: one.id } });
    const taken = await shop.api('POST', `${SHOP}/environments`, 'kim', { name: 'staging' });
    expect(taken).toMatchObject({ status: 400, body: { message: ['Name has already been taken'] } });
  });

  it('delete review apps all or nothing, as a rehearsal first', async () => {
    let now = Date.parse('2026-01-05T10:00:00Z');
    const shop = await openShop({ now: () => now });
    shop.world.addEnvironment('acme/shop', { name: 'review/old', state: 'stopped' });
    const remove = (query: string, username = 'kim') =>
      shop.api('DELETE', `${SHOP}/environments/review_apps${query}`, username);
    expect((await remove('')).body).toMatchObject({
      message: { message: expect.stringMatching(/^No environments found/) },
    });
    now += 31 * 24 * 3_600_000;
    expect((await remove('', 'gus')).status).toBe(401);
    expect((await remove('')).body).toMatchObject({ scheduled_entries: [{ name: 'review/old' }] });
    expect((await remove('?dry_run=false')).status).toBe(200);
    expect((await remove('?dry_run=false')).status).toBe(400);
  });

  it('stop when stale, for maintainers, within GitLab’s dates', async () => {
    const shop = await openShop();
    const stop = (before: string, username = 'kim') =>
      shop.api('POST', `${SHOP}/environments/stop_stale`, username, { before });
    expect((await stop('2020-01-01', 'dana')).status).toBe(403);
    expect((await stop(new Date().toISOString())).body).toEqual({
      message: '400 Bad request - Invalid Date',
    });
    expect((await stop('whenever')).body).toEqual({ error: 'before is invalid' });
    expect((await stop('2020-01-01')).status).toBe(200);
  });
});

describe('the repository', () => {
  it('compares along the line of commits, oldest first', async () => {
    const shop = await openShop();
    const [from, , to] = ['A', 'B', 'C'].map((title) => shop.world.addCommit('acme/shop', { title }));
    const compare = (a = '', b = '') =>
      shop.api('GET', `${SHOP}/repository/compare?from=${a}&to=${b}`, 'kim');
    expect((await compare(from, to)).body).toMatchObject({ commits: [{ title: 'B' }, { title: 'C' }] });
    expect((await compare(to, from)).body).toMatchObject({ commits: [] });
    expect((await compare(from, 'f'.repeat(40))).body).toEqual({ message: '404 Ref Not Found' });
  });
});
