import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { State } from '../state/state.ts';
import type { Code } from './oauth.ts';

const LIFE_SECONDS = 120;

let signingKey: KeyObject | undefined;

/** Made when first needed: most sandboxes sign nothing. */
function key(): KeyObject {
  signingKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return signingKey;
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * The ID token that comes with a code of the scope `openid` (doc: GitLab as OpenID Connect identity provider), signed
 * with RS256. `auth_time` is when the person last signed in, in whichever browser.
 */
export function idToken(state: State, { userId, clientId, nonce }: Code): string {
  const user = state.users.get(userId);
  const now = Math.floor(state.now() / 1000);
  const claims = {
    iss: state.baseUrl,
    sub: String(userId),
    aud: clientId,
    exp: now + LIFE_SECONDS,
    iat: now,
    ...(nonce === null ? {} : { nonce }),
    auth_time: Math.floor((user?.signedInAt ?? 0) / 1000),
    name: user?.name,
    nickname: user?.username,
    preferred_username: user?.username,
  };
  const signed = `${encoded({ typ: 'JWT', alg: 'RS256', kid: 'sandbox' })}.${encoded(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key()).toString('base64url')}`;
}
