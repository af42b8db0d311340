import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openShop, type Shop } from './gitlab-shop.ts';

const redirect_uri = 'http://127.0.0.1:3999/oauth/gitlab/callback';
const verifier = 'v'.repeat(43);
const Tokens = z.object({ scope: z.string(), id_token: z.string().optional() });

const openApp = (scopes?: readonly string[]): Promise<Shop> =>
  openShop({
    oauthApp: {
      clientId: 'slipway',
      clientSecret: 'hush',
      redirectUris: [redirect_uri],
      ...(scopes === undefined ? {} : { scopes }),
    },
  });

function authorizeUrl(shop: Shop, more: Readonly<Record<string, string>> = {}): string {
  const query = {
    ...{ client_id: 'slipway', redirect_uri, response_type: 'code', state: 's', scope: 'openid' },
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  };
  return `${shop.gitlab.url}/oauth/authorize?${new URLSearchParams(query).toString()}`;
}

/** What the token endpoint answers for a sign-in, and the claims of its ID token. */
async function tokensFor(shop: Shop, url: string) {
  const code = new URL(await shop.gitlab.signIn(url, 'kim')).searchParams.get('code') ?? '';
  const response = await fetch(`${shop.gitlab.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ client_id: 'slipway', client_secret: 'hush', redirect_uri, code_verifier: verifier },
      ...{ grant_type: 'authorization_code', code },
    }),
  });
  const tokens = Tokens.parse(await response.json());
  const claims: unknown = JSON.parse(
    Buffer.from(tokens.id_token?.split('.')[1] ?? '', 'base64url').toString() || 'null',
  );
  return { tokens, claims };
}

test('the scope openid brings a token that says who signed in, and when', async () => {
  const shop = await openApp();
  const before = Math.floor(Date.now() / 1000);

  const { tokens, claims } = await tokensFor(shop, authorizeUrl(shop, { nonce: 'n-1' }));

  expect(tokens.scope).toBe('openid');
  expect(claims).toMatchObject({
    iss: shop.gitlab.url,
    aud: 'slipway',
    sub: String(shop.world.user('kim').id),
    nonce: 'n-1',
  });
  expect(z.object({ auth_time: z.number() }).parse(claims).auth_time).toBeGreaterThanOrEqual(before);
  const { claims: none } = await tokensFor(shop, authorizeUrl(shop, { scope: 'api' }));
  expect(none).toBeNull();
});

test('whoever is signed in already is asked again for prompt=login alone', async () => {
  const shop = await openApp();
  shop.world.signedIn('kim', 1_000_000);

  expect((await tokensFor(shop, authorizeUrl(shop))).claims).toMatchObject({ auth_time: 1_000 });
  const again = await tokensFor(shop, authorizeUrl(shop, { prompt: 'login' }));

  expect(z.object({ auth_time: z.number() }).parse(again.claims).auth_time).toBeGreaterThan(1_000);
});

test('prompt=login signs the browser out, and comes back without it', async () => {
  const shop = await openApp();
  const here = authorizeUrl(shop, { prompt: 'login' });
  const signedIn = await fetch(`${shop.gitlab.url}/users/sign_in`, {
    method: 'POST',
    body: new URLSearchParams({ username: 'kim', return_to: '/' }),
    redirect: 'manual',
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';

  const asked = await fetch(here, { headers: { cookie }, redirect: 'manual' });

  const next = new URL(asked.headers.get('location') ?? '', shop.gitlab.url);
  expect(next.searchParams.get('prompt')).toBeNull();
  expect(await (await fetch(next, { headers: { cookie } })).text()).toContain('Sign in as');
});

test('an application gets no scope it was not given', async () => {
  const shop = await openApp(['api']);
  const back = new URL(await shop.gitlab.signIn(authorizeUrl(shop), 'kim'));
  expect(back.searchParams.get('error')).toBe('invalid_scope');
});
