import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { GitLabError } from '../../../src/core/gitlab-error.ts';
import { createGitLabOAuth } from '../../../src/gitlab/oauth.ts';
import { json, loopback, type Reply, text } from './loopback.ts';

const now = 1_763_724_000_000;
const verifier = 'v'.repeat(64);
const callback = new URLSearchParams({ code: 'code-1', state: 'state-1' });
const pair = {
  access_token: 'access-1',
  token_type: 'Bearer',
  expires_in: 7200,
  refresh_token: 'refresh-1',
  scope: 'api',
  created_at: 1_763_724_000,
};

async function oauthAt(...replies: Reply[]) {
  const server = await loopback(...replies);
  const oauth = createGitLabOAuth({
    baseUrl: `${server.url}/gitlab/`,
    clientId: 'client id',
    clientSecret: 'client-secret',
    redirectUri: 'https://bot.example/oauth/gitlab/callback',
    clock: { now: () => now },
    timeoutMs: 400,
  });
  const exchange = (parameters = callback) => oauth.exchange({ parameters, state: 'state-1', verifier });
  const form = (index = 0) => Object.fromEntries(new URLSearchParams(server.arrived[index]?.body));
  return { server, oauth, exchange, form };
}

async function failure(call: Promise<unknown>): Promise<Error> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('did not fail');
  return error;
}

describe('the address to sign in at', () => {
  it("is GitLab's, below its relative path, with state and the verifier's digest", async () => {
    const { oauth, server } = await oauthAt(json({}));
    const url = new URL(await oauth.authorizeUrl({ state: 'state-1', verifier }));
    expect(url.origin + url.pathname).toBe(`${server.url}/gitlab/oauth/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'client id',
      redirect_uri: 'https://bot.example/oauth/gitlab/callback',
      response_type: 'code',
      scope: 'api',
      state: 'state-1',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    expect(server.arrived).toEqual([]);
  });
});

describe('trading the code', () => {
  it('sends code, verifier and client, and reads the pair by our clock', async () => {
    const { exchange, server, form } = await oauthAt(json(pair));
    expect(await exchange()).toEqual({
      accessToken: 'access-1',
      refreshToken: 'refresh-1',
      expiresAt: now + 7_200_000,
    });
    expect(server.arrived[0]).toMatchObject({ method: 'POST', url: '/gitlab/oauth/token' });
    expect(form()).toEqual({
      grant_type: 'authorization_code',
      code: 'code-1',
      code_verifier: verifier,
      redirect_uri: 'https://bot.example/oauth/gitlab/callback',
      client_id: 'client id',
      client_secret: 'client-secret',
    });
  });

  it.each([
    ['no token_type', { token_type: undefined }, {}],
    ['a lifetime as text', { expires_in: '300' }, { expiresAt: now + 300_000 }],
    ['no lifetime', { expires_in: undefined }, { expiresAt: undefined }],
    ['a lifetime that is null', { expires_in: null }, { expiresAt: undefined }],
    ['a refresh token that is null', { refresh_token: null }, { refreshToken: undefined }],
    ['an id_token nobody asked for', { id_token: 'x.y.z' }, {}],
  ])('accepts %s', async (_what, fields, expected) => {
    const { exchange } = await oauthAt(json({ ...pair, ...fields }, 200, { 'content-type': 'text/plain' }));
    expect(await exchange()).toMatchObject({ accessToken: 'access-1', ...expected });
  });

  it.each([
    ['the person said no', { error: 'access_denied', error_description: 'You said no.', state: 'state-1' }],
    ['the state is another', { code: 'code-1', state: 'state-2' }],
    ['the state is missing', { code: 'code-1' }],
    ['the code is missing', { state: 'state-1' }],
    ['another server answered', { code: 'code-1', state: 'state-1', iss: 'https://evil.example' }],
  ])('is not tried when %s', async (_what, parameters) => {
    const { exchange, server } = await oauthAt(json(pair));
    const error = await failure(exchange(new URLSearchParams(parameters)));
    expect(error).toMatchObject({ code: 'link-refused' });
    expect(JSON.stringify(error) + String(error.cause)).not.toContain('code-1');
    expect(server.arrived).toEqual([]);
  });

  it("tells GitLab's words when it refuses", async () => {
    const refusal = { error: 'invalid_grant', error_description: 'The code\u202e is expired.' };
    const { exchange } = await oauthAt(json(refusal, 400));
    expect(await failure(exchange())).toMatchObject({
      code: 'link-refused',
      facts: { said: 'The code is expired.' },
    });
  });
});

describe('refreshing', () => {
  it('sends the redirect address again, and reads the new pair', async () => {
    const { oauth, form } = await oauthAt(
      json({ ...pair, access_token: 'access-2', refresh_token: 'refresh-2' }),
    );
    expect(await oauth.refresh('refresh-1')).toMatchObject({
      accessToken: 'access-2',
      refreshToken: 'refresh-2',
    });
    expect(form()).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-1',
      redirect_uri: 'https://bot.example/oauth/gitlab/callback',
      client_id: 'client id',
      client_secret: 'client-secret',
    });
  });

  it('ends the connection only when GitLab refuses the token itself', async () => {
    const { oauth } = await oauthAt(json({ error: 'invalid_grant', error_description: 'revoked' }, 400));
    expect(await failure(oauth.refresh('refresh-1'))).toMatchObject({ code: 'connection-lost' });
  });

  const silent: Reply = () => {};
  it.each([
    ['the application is unknown', json({ error: 'invalid_client' }, 401), 'gitlab-unauthorized', false],
    ['the request is wrong', json({ error: 'invalid_request' }, 400), 'gitlab-refused', false],
    ['there were too many', text('Retry later', 429, { 'retry-after': '9' }), 'gitlab-rate-limited', false],
    ['GitLab is down', text('<html>', 502), 'gitlab-down', true],
    ['it is sent elsewhere', text('', 302, { location: 'http://127.0.0.1:9/' }), 'gitlab-moved', false],
    ['a proxy answers', text('<html>', 200), 'gitlab-invalid-answer', true],
    ['the token is of another kind', json({ ...pair, token_type: 'mac' }), 'gitlab-invalid-answer', true],
    ['nobody answers', silent, 'gitlab-timeout', true],
    ['the connection breaks', ((response) => response.destroy()) satisfies Reply, 'gitlab-unreachable', true],
  ] as const)('keeps the connection when %s, and asks once', async (_what, reply, code, isAmbiguous) => {
    const { oauth, server } = await oauthAt(reply);
    const error = await failure(oauth.refresh('refresh-1'));
    expect(error).toBeInstanceOf(GitLabError);
    expect(error).toMatchObject({ code, isAmbiguous, pathTemplate: '/oauth/token' });
    expect(server.arrived).toHaveLength(1);
    const told = JSON.stringify(error) + error.message + String(error.cause);
    for (const secret of ['refresh-1', 'client-secret', 'access-1']) expect(told).not.toContain(secret);
  });
});

describe('revoking', () => {
  it('names the token and the client', async () => {
    const { oauth, server, form } = await oauthAt(json({}));
    await oauth.revoke('access-1');
    expect(server.arrived[0]).toMatchObject({ method: 'POST', url: '/gitlab/oauth/revoke' });
    expect(form()).toEqual({ token: 'access-1', client_id: 'client id', client_secret: 'client-secret' });
  });

  it.each([
    [400, 'gitlab-refused'],
    [403, 'gitlab-forbidden'],
    [503, 'gitlab-down'],
  ])('fails on %i', async (status, code) => {
    const { oauth } = await oauthAt(json({ error: 'unauthorized_client' }, status));
    expect(await failure(oauth.revoke('access-1'))).toMatchObject({ code, pathTemplate: '/oauth/revoke' });
  });
});

describe('the device grant', () => {
  const codes = { device_code: 'secret-code', user_code: 'A94RVQSE', expires_in: 300, interval: 5 };

  it('is begun as the application, with the scope', async () => {
    const { oauth, server, form } = await oauthAt(
      json({ ...codes, verification_uri: 'http://evil.example' }),
    );
    expect(await oauth.startDevice()).toEqual({
      deviceCode: 'secret-code',
      userCode: 'A94RVQSE',
      expiresInMs: 300_000,
      intervalMs: 5_000,
    });
    expect(server.arrived[0]).toMatchObject({ method: 'POST', url: '/gitlab/oauth/authorize_device' });
    expect(form()).toEqual({ client_id: 'client id', client_secret: 'client-secret', scope: 'api' });
  });

  it('sends people to a page of the configured GitLab, whatever address GitLab names', async () => {
    const { oauth, server } = await oauthAt(json(codes));
    expect(oauth.deviceUrl('A94RVQSE')).toBe(`${server.url}/gitlab/oauth/device?user_code=A94RVQSE`);
  });

  it.each([
    ['a code that is no code', { ...codes, user_code: '<!channel>' }],
    ['no code for the client', { ...codes, device_code: '' }],
    ['a life that is none', { ...codes, expires_in: 0 }],
  ])('does not begin with %s', async (_what, answer) => {
    const { oauth } = await oauthAt(json(answer));
    expect(await failure(oauth.startDevice())).toMatchObject({ code: 'gitlab-invalid-answer' });
  });

  it('waits five seconds where GitLab names no interval', async () => {
    const { oauth } = await oauthAt(json({ ...codes, interval: undefined }));
    expect((await oauth.startDevice()).intervalMs).toBe(5_000);
  });

  it('is unknown to an older GitLab', async () => {
    const { oauth } = await oauthAt(json({ message: '404 Not Found' }, 404));
    expect(await failure(oauth.startDevice())).toMatchObject({
      code: 'gitlab-not-found',
      pathTemplate: '/oauth/authorize_device',
    });
  });

  it('is asked about with the code and the application, and answers with the pair', async () => {
    const { oauth, form } = await oauthAt(json(pair));
    expect(await oauth.pollDevice('secret-code')).toEqual({
      accessToken: 'access-1',
      refreshToken: 'refresh-1',
      expiresAt: now + 7_200_000,
    });
    expect(form()).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: 'secret-code',
      client_id: 'client id',
      client_secret: 'client-secret',
    });
  });

  it.each([
    ['authorization_pending', 'pending'],
    ['slow_down', 'slow-down'],
  ])('goes on after %s', async (error, expected) => {
    const { oauth } = await oauthAt(json({ error }, 400));
    expect(await oauth.pollDevice('secret-code')).toBe(expected);
  });

  it.each([
    ['expired_token', 'link-expired'],
    ['access_denied', 'link-refused'],
    ['invalid_grant', 'link-refused'],
    ['invalid_request', 'gitlab-refused'],
  ])('ends with %s', async (error, code) => {
    const { oauth } = await oauthAt(json({ error }, 400));
    expect(await failure(oauth.pollDevice('secret-code'))).toMatchObject({ code });
  });
});
