import {
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  ClientSecretPost,
  customFetch,
  deviceAuthorizationRequest,
  deviceCodeGrantRequest,
  type Client as OAuthClient,
  refreshTokenGrantRequest,
  revocationRequest,
  validateAuthResponse,
} from 'oauth4webapi';
import { SlipwayError } from '../core/errors.ts';
import type { GitLabOAuth } from '../core/ports/gitlab.ts';
import type { Clock } from '../core/ports/time.ts';
import { authorizeUrl } from './authorize-url.ts';
import { createClient } from './client.ts';
import { readDeviceCodes, readPoll } from './device-grant.ts';
import { readProof } from './prove.ts';
import { oneSentence } from './said.ts';
import { createTokenFetch } from './token-fetch.ts';
import { readTokens, refusedByServer } from './tokens.ts';

export interface GitLabOAuthOptions {
  /** The instance's address, a relative path included. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** As registered with the OAuth application; GitLab wants it with the refresh as well. */
  readonly redirectUri: string;
  readonly clock: Clock;
  /** Milliseconds for one request. */
  readonly timeoutMs?: number;
  readonly userAgent?: string;
}

/**
 * GitLab's OAuth 2 (https://docs.gitlab.com/api/oauth2/): authorization code with PKCE S256, or the device grant; scope
 * `api`.
 *
 * Only the requests come from oauth4webapi; the answers are read here, since it refuses what some proxies and older
 * servers send (no `token_type`, numbers as text).
 */
export function createGitLabOAuth(options: GitLabOAuthOptions): GitLabOAuth {
  const { clientId, redirectUri, clock } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const server = serverAt(baseUrl);
  const client: OAuthClient = { client_id: clientId };
  const secret = ClientSecretPost(options.clientSecret);
  const fetching = createTokenFetch({
    client: createClient(baseUrl),
    clock,
    timeoutMs: options.timeoutMs ?? 10_000,
    userAgent: options.userAgent ?? 'slipway',
  });
  const over = {
    [customFetch]: fetching,
    // Whether plain http is acceptable was decided where the address was configured.
    [allowInsecureRequests]: true,
  };
  const revoke = async (token: string): Promise<void> => {
    const answer = await revocationRequest(server, client, secret, token, over);
    if (!answer.ok) throw refusedByServer('/oauth/revoke', answer.status, await answer.text());
  };
  const grant = (callback: URLSearchParams, verifier: string): Promise<Response> =>
    authorizationCodeGrantRequest(server, client, secret, callback, redirectUri, verifier, over);
  return {
    authorizeUrl: ({ state, verifier }) =>
      authorizeUrl(server, { clientId, redirectUri, state, verifier, scope: 'api' }),
    async exchange({ parameters, state, verifier }) {
      const validate = () => validateAuthResponse(server, client, parameters, state);
      const callback = accepted(validate, parameters, 'link-refused');
      return readTokens(await grant(callback, verifier), clock, 'link-refused');
    },
    // `max_age` is left out: GitLab would go by it again after the sign-in, and ask a slow person for ever.
    proveUrl: ({ state, verifier, nonce }) =>
      authorizeUrl(
        server,
        { clientId, redirectUri, state, verifier, scope: 'openid' },
        { nonce, prompt: 'login' },
      ),
    async prove({ parameters, state, verifier, nonce }) {
      if (parameters.get('error') === 'invalid_scope') throw new SlipwayError('confirm-scope');
      const validate = () => validateAuthResponse(server, client, parameters, state);
      const callback = accepted(validate, parameters, 'confirm-refused');
      return readProof(server, client, { response: await grant(callback, verifier), nonce, revoke });
    },
    async refresh(refreshToken) {
      const asking = refreshTokenGrantRequest(server, client, secret, refreshToken, {
        ...over,
        additionalParameters: { redirect_uri: redirectUri },
      });
      return readTokens(await asking, clock, 'connection-lost');
    },
    revoke,
    // A confidential application proves itself in both requests (Doorkeeper finds no client without its secret).
    startDevice: async () =>
      readDeviceCodes(await deviceAuthorizationRequest(server, client, secret, { scope: 'api' }, over)),
    deviceUrl: (userCode) => {
      const url = new URL(`${server.issuer}/oauth/device`);
      url.searchParams.set('user_code', userCode);
      return url.href;
    },
    pollDevice: async (deviceCode) =>
      readPoll(await deviceCodeGrantRequest(server, client, secret, deviceCode, over), clock),
  };
}

const serverAt = (base: string) =>
  ({
    issuer: base,
    authorization_endpoint: `${base}/oauth/authorize`,
    token_endpoint: `${base}/oauth/token`,
    revocation_endpoint: `${base}/oauth/revoke`,
    device_authorization_endpoint: `${base}/oauth/authorize_device`,
  }) satisfies AuthorizationServer;

/** The callback's query once it is known to answer our question: state, issuer and no refusal. */
function accepted(
  validate: () => URLSearchParams,
  parameters: URLSearchParams,
  refused: 'link-refused' | 'confirm-refused',
): URLSearchParams {
  try {
    const callback = validate();
    if (callback.get('code')) return callback;
  } catch {
    // The library's error carries the whole query, the code included; it goes no further.
  }
  const said = parameters.get('error_description') ?? parameters.get('error') ?? '';
  throw new SlipwayError(refused, { said: oneSentence(said) });
}
