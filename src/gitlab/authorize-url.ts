import { calculatePKCECodeChallenge } from 'oauth4webapi';

/** GitLab's address to sign in and consent at, for a code with PKCE S256. */
export async function authorizeUrl(
  server: { authorization_endpoint: string },
  asked: { clientId: string; redirectUri: string; state: string; verifier: string; scope: 'api' | 'openid' },
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const url = new URL(server.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: asked.clientId,
    redirect_uri: asked.redirectUri,
    response_type: 'code',
    scope: asked.scope,
    state: asked.state,
    code_challenge: await calculatePKCECodeChallenge(asked.verifier),
    code_challenge_method: 'S256',
    ...more,
  }).toString();
  return url.href;
}
