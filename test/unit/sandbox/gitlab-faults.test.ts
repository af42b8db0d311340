import { describe, expect, it } from 'vitest';
import { openShop } from './gitlab-shop.ts';

const SHOP = '/projects/acme%2Fshop';
const path = /\/environments$/;
const wish = { name: 'review/new' };

function exists(shop: Awaited<ReturnType<typeof openShop>>) {
  return shop
    .api('GET', `${SHOP}/environments?name=review%2Fnew`, 'kim')
    .then(({ body }) => Array.isArray(body) && body.length === 1);
}

describe('a fault', () => {
  it('refuses without effect, as often as told', async () => {
    const shop = await openShop();
    shop.gitlab.faults.add({ method: 'POST', path, status: 503, headers: { 'Retry-After': '7' }, times: 1 });
    const refused = await shop.api('POST', `${SHOP}/environments`, 'kim', wish);
    expect([refused.status, refused.headers.get('retry-after'), await exists(shop)]).toEqual([
      503,
      '7',
      false,
    ]);
    expect((await shop.api('POST', `${SHOP}/environments`, 'kim', wish)).status).toBe(201);
  });

  it.each([
    ['reset', false],
    ['lost-response', true],
    ['truncate', true],
  ] as const)('of kind %s breaks the connection; the effect: %s', async (kind, effect) => {
    const shop = await openShop();
    shop.gitlab.faults.add({ method: 'POST', path, kind });
    await expect(shop.api('POST', `${SHOP}/environments`, 'kim', wish)).rejects.toThrow();
    expect(await exists(shop)).toBe(effect);
  });

  it('answers like a proxy, or slowly, or much too much', async () => {
    const shop = await openShop();
    const remove = shop.gitlab.faults.add({ kind: 'html' });
    const page = await shop.api('GET', SHOP, 'kim');
    expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html']);
    remove();
    shop.gitlab.faults.add({ kind: 'drip', delayMs: 0, times: 1 });
    expect((await shop.api('GET', '/version', 'kim')).body).toMatchObject({ version: '19.3.0-ee' });
    shop.gitlab.faults.add({ kind: 'oversized', times: 1 });
    expect(JSON.stringify((await shop.api('GET', SHOP, 'kim')).body).length).toBeGreaterThan(10 ** 7);
  });

  it('that hangs still lets the sandbox stop', async () => {
    const shop = await openShop();
    shop.gitlab.faults.add({ kind: 'hang' });
    const call = expect(shop.api('GET', SHOP, 'kim')).rejects.toThrow();
    await expect.poll(() => shop.gitlab.requests.length, { interval: 2 }).toBe(1);
    await shop.gitlab.stop();
    await call;
  });
});

describe('the record', () => {
  it('says who called what with which token, and what nobody should have called', async () => {
    const shop = await openShop();
    await shop.api('POST', `${SHOP}/environments?hue=blue`, 'kim', wish);
    await shop.api('GET', '/nonsense', 'kim');
    expect(shop.gitlab.requests[0]).toMatchObject({
      method: 'POST',
      path: '/api/v4/projects/acme%2Fshop/environments',
      query: { hue: 'blue' },
      body: wish,
      user: 'kim',
      tokenKind: 'private',
      status: 201,
    });
    expect(shop.gitlab.unknown).toEqual([
      'POST /api/v4/projects/acme%2Fshop/environments parameter hue',
      'GET /api/v4/nonsense',
    ]);
  });
});
