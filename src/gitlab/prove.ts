import {
  type AuthorizationServer,
  clockTolerance,
  getValidatedIdTokenClaims,
  type Client as OAuthClient,
  processAuthorizationCodeResponse,
} from 'oauth4webapi';
import { z } from 'zod';
import { SlipwayError } from '../core/errors.ts';
import { GitLabUserId } from '../core/ids.ts';
import type { SignInProof } from '../core/ports/gitlab.ts';
import { saidIn } from './said.ts';
import { refusedByServer } from './tokens.ts';

/** Seconds by which GitLab's clock may differ from ours. */
const TOLERANCE_S = 30;

const Token = z.object({ access_token: z.string() });
const Refusal = z.object({ error: z.string() });

/** GitLab's `sub` is the user's id, as a text. */
const Claims = z.object({ sub: z.string().regex(/^\d{1,15}$/u), auth_time: z.number().int().positive() });

/**
 * Reads who signed in, and when, out of the token endpoint's answer, and has the token that comes with it taken back:
 * it may do no more than say the same again, so one that GitLab keeps all the same ends by itself.
 *
 * Issuer, audience, nonce, algorithm and times of the ID token are checked; its signature is not: it came straight from
 * GitLab over TLS, which OpenID Connect Core 3.1.3.7 lets stand for it.
 * @throws SlipwayError `confirm-refused`, `confirm-scope`, `confirm-unproven`; GitLabError
 */
export async function readProof(
  server: AuthorizationServer,
  client: OAuthClient,
  answer: {
    readonly response: Response;
    readonly nonce: string;
    readonly revoke: (token: string) => Promise<void>;
  },
): Promise<SignInProof> {
  const text = await answer.response.text();
  if (answer.response.status === 400) throw refusalIn(text);
  const token = Token.safeParse(jsonOf(text)).data?.access_token;
  if (token !== undefined) await answer.revoke(token).catch(() => undefined);
  try {
    return await proofIn(server, client, text, answer.nonce);
  } catch (error) {
    // The library's error carries the whole answer, the tokens included; only its words go further.
    throw new SlipwayError('confirm-unproven', { said: error instanceof Error ? error.message : undefined });
  }
}

async function proofIn(
  server: AuthorizationServer,
  client: OAuthClient,
  text: string,
  expectedNonce: string,
): Promise<SignInProof> {
  const response = new Response(text, { status: 200, headers: { 'content-type': 'application/json' } });
  const tolerant = { ...client, [clockTolerance]: TOLERANCE_S };
  const wanted = { expectedNonce, requireIdToken: true };
  const tokens = await processAuthorizationCodeResponse(server, tolerant, response, wanted);
  const claims = Claims.safeParse(getValidatedIdTokenClaims(tokens));
  if (!claims.success) throw new Error('it does not say who signed in, or when');
  const { sub, auth_time } = claims.data;
  return { user: GitLabUserId.parse(Number(sub)), signedInAt: auth_time * 1_000 };
}

function refusalIn(text: string): Error {
  const reason = Refusal.safeParse(jsonOf(text)).data?.error;
  if (reason === 'invalid_scope') return new SlipwayError('confirm-scope');
  if (reason === 'invalid_grant') return new SlipwayError('confirm-refused', { said: saidIn(text) });
  return refusedByServer('/oauth/token', 400, text);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
