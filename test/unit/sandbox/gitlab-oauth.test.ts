import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { answered, openShop, type Shop } from './gitlab-shop.ts';

const redirect_uri = 'http://127.0.0.1:3999/oauth/gitlab/callback';
const client = { client_id: 'slipway', client_secret: 'hush' };
const verifier = 'v'.repeat(43);
const code_challenge = createHash('sha256').update(verifier).digest('base64url');

function openApp(options: Parameters<typeof openShop>[0] = {}) {
  const app = {
    clientId: client.client_id,
    clientSecret: client.client_secret,
    redirectUris: [redirect_uri],
  };
  return openShop({ ...options, oauthApp: app });
}

function authorizeUrl(shop: Shop, more: Readonly<Record<string, string>> = {}): string {
  const query = {
    ...{ client_id: 'slipway', redirect_uri, response_type: 'code', state: 's t', scope: 'api' },
    code_challenge,
    code_challenge_method: 'S256',
    ...more,
  };
  return `${shop.gitlab.url}/oauth/authorize?${new URLSearchParams(query).toString()}`;
}

async function post(shop: Shop, path: string, form: Readonly<Record<string, string>>, cookie = '') {
  const headers = { cookie };
  return fetch(shop.gitlab.url + path, {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
    headers,
  });
}

async function token(shop: Shop, form: Readonly<Record<string, string>>) {
  const { status, body } = await answered(
    await post(shop, '/oauth/token', { ...client, redirect_uri, ...form }),
  );
  const text = (name: string) =>
    typeof body === 'object' && body !== null
      ? String(Object.entries(body).find(([key]) => key === name)?.[1])
      : '';
  return { status, body, access: text('access_token'), refresh: text('refresh_token') };
}

async function codeFor(shop: Shop, username = 'kim'): Promise<string> {
  const back = new URL(await shop.gitlab.signIn(authorizeUrl(shop), username));
  return back.searchParams.get('code') ?? '';
}

describe('the code grant', () => {
  it('turns a code into tokens once, with the right verifier only', async () => {
    const shop = await openApp();
    const code = await codeFor(shop);
    const grant = { grant_type: 'authorization_code', code };
    expect(await token(shop, grant)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const first = await token(shop, { ...grant, code_verifier: verifier });
    expect(first).toMatchObject({
      status: 200,
      body: { token_type: 'Bearer', expires_in: 7200, scope: 'api' },
    });
    expect(await token(shop, { ...grant, code_verifier: verifier })).toMatchObject({ status: 400 });
    const me = await fetch(`${shop.gitlab.url}/api/v4/user`, {
      headers: { Authorization: `Bearer ${first.access}` },
    });
    expect(await me.json()).toMatchObject({ username: 'kim' });
    expect(shop.gitlab.requests.at(-1)).toMatchObject({ user: 'kim', tokenKind: 'oauth' });
  });

  it('kills both old tokens with a refresh', async () => {
    const shop = await openApp();
    const { accessToken, refreshToken } = shop.world.issueOAuth('kim');
    shop.world.expireAccessTokens('kim');
    const grant = { grant_type: 'refresh_token', refresh_token: refreshToken };
    expect((await token(shop, { ...grant, redirect_uri: 'http://elsewhere' })).status).toBe(400);
    const [winner, loser] = await Promise.all([token(shop, grant), token(shop, grant)]);
    expect(new Set([winner.status, loser.status])).toEqual(new Set([200, 400]));
    const old = await fetch(`${shop.gitlab.url}/api/v4/user`, {
      headers: { Authorization: `Bearer ${accessToken}` },
    });
    expect(await old.json()).toMatchObject({ error_description: expect.stringMatching(/revoked/) });
  });

  it('knows its client', async () => {
    const shop = await openApp();
    const wrong = await token(shop, { grant_type: 'authorization_code', client_secret: 'guess' });
    expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    const { accessToken } = shop.world.issueOAuth('kim');
    expect(await (await post(shop, '/oauth/revoke', { ...client, token: accessToken })).json()).toEqual({});
    const info = await fetch(`${shop.gitlab.url}/oauth/token/info`, {
      headers: { Authorization: `Bearer ${accessToken}` },
    });
    expect(info.status).toBe(401);
  });

  it.each([
    ['an unknown client', { client_id: 'who' }, 401],
    ['an address that is not registered', { redirect_uri: 'https://evil.example/' }, 400],
  ])('sends the browser nowhere for %s', async (_name, more, status) => {
    const shop = await openApp();
    const response = await fetch(authorizeUrl(shop, more), { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([status, null]);
  });

  it.each([
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ scope: 'everything' }, 'invalid_scope'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
  ])('tells the application about %j', async (more, error) => {
    const shop = await openApp();
    const response = await fetch(authorizeUrl(shop, more), { redirect: 'manual' });
    const back = new URL(response.headers.get('location') ?? '');
    expect([back.searchParams.get('error'), back.searchParams.get('state')]).toEqual([error, 's t']);
  });

  it('leads a browser from sign-in over consent back to the application', async () => {
    const shop = await openApp();
    expect(await (await fetch(authorizeUrl(shop))).text()).toContain('Sign in as');
    const here = authorizeUrl(shop).replace(shop.gitlab.url, '');
    const signedIn = await post(shop, '/users/sign_in', { username: 'lee', return_to: here });
    expect(signedIn.headers.get('location')).toBe(here);
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(await (await fetch(authorizeUrl(shop), { headers: { cookie } })).text()).toContain(
      'Authorize Slipway',
    );
    const form = Object.fromEntries(new URL(authorizeUrl(shop)).searchParams);
    const agreed = await post(shop, '/oauth/authorize', { ...form, decision: 'authorize' }, cookie);
    expect(agreed.headers.get('location')).toMatch(
      /^http:\/\/127\.0\.0\.1:3999\/oauth\/gitlab\/callback\?code=\w+&state=s\+t$/,
    );
    const refused = await post(shop, '/oauth/authorize', { ...form, decision: 'deny' }, cookie);
    expect(refused.headers.get('location')).toContain('error=access_denied');
  });
});

describe('the device grant', () => {
  const poll = (shop: Shop, device_code: string) =>
    token(shop, { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code });

  it('waits for the person, then answers once', async () => {
    let now = 1_000_000;
    const shop = await openApp({ now: () => now });
    const started = await answered(await post(shop, '/oauth/authorize_device', { ...client, scope: 'api' }));
    expect(started.body).toMatchObject({
      expires_in: 300,
      interval: 5,
      verification_uri: `${shop.gitlab.url}/oauth/device`,
    });
    const codes = Object.entries(started.body ?? {});
    const text = (name: string) => String(codes.find(([key]) => key === name)?.[1]);
    expect((await poll(shop, text('device_code'))).body).toMatchObject({ error: 'authorization_pending' });
    expect((await poll(shop, text('device_code'))).body).toMatchObject({ error: 'slow_down' });
    now += 5000;
    const cookie = (await post(shop, '/users/sign_in', { username: 'kim' })).headers.get('set-cookie') ?? '';
    const page = await post(shop, '/oauth/device/confirm', { user_code: text('user_code') }, cookie);
    expect(await page.text()).toContain('Please make sure that you intended to authorize this device.');
    expect((await poll(shop, text('device_code'))).body).toMatchObject({ error: 'authorization_pending' });
    now += 5000;
    await post(shop, '/oauth/device', { user_code: text('user_code') }, cookie);
    expect((await poll(shop, text('device_code'))).status).toBe(200);
    expect((await poll(shop, text('device_code'))).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('ends after five minutes, and is none of another application, or of one without its secret', async () => {
    let now = 1_000_000;
    const shop = await openApp({ now: () => now });
    const refused = await post(shop, '/oauth/authorize_device', { client_id: 'slipway', scope: 'api' });
    expect(refused.status).toBe(401);
    const started = await answered(await post(shop, '/oauth/authorize_device', { ...client, scope: 'api' }));
    const [, code] = Object.entries(started.body ?? {}).find(([key]) => key === 'device_code') ?? [];
    now += 300_000;
    expect((await poll(shop, String(code))).body).toMatchObject({ error: 'expired_token' });
    expect((await poll(shop, String(code))).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('is unknown to a GitLab before 17.3', async () => {
    const shop = await openApp({ version: '17.2.9-ee' });
    expect((await post(shop, '/oauth/authorize_device', { ...client, scope: 'api' })).status).toBe(404);
  });
});
