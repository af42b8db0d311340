import { z } from 'zod';
import { type ErrorCode, SlipwayError } from '../core/errors.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { TokenPair } from '../core/ports/gitlab.ts';
import type { Clock } from '../core/ports/time.ts';
import { saidIn } from './said.ts';

const Tokens = z.object({
  access_token: z.string().min(1),
  // Some proxies drop it; another kind of token than a bearer's could not be used.
  token_type: z
    .string()
    .regex(/^bearer$/i)
    .nullish(),
  refresh_token: z.string().min(1).nullish(),
  // Seconds. An administrator may set 300 to 7200 (https://docs.gitlab.com/api/oauth2/#access-token-expiration).
  expires_in: z.coerce.number().positive().optional().catch(undefined),
});

const Refusal = z.object({ error: z.string() });

const ASKED = { method: 'POST', pathTemplate: '/oauth/token' };

/**
 * The tokens in an answer of the token endpoint.
 * @param refused the error's code when GitLab does not accept the code or the refresh token (`invalid_grant`)
 * @throws SlipwayError `refused`; GitLabError `gitlab-refused` for any other refusal, which is about the application
 *   and not the person, and `gitlab-invalid-answer`
 */
export async function readTokens(
  response: Response,
  clock: Clock,
  refused: Extract<ErrorCode, 'link-refused' | 'connection-lost'>,
): Promise<TokenPair> {
  const text = await response.text();
  const json = jsonOf(text);
  if (response.status === 400) {
    if (Refusal.safeParse(json).data?.error === 'invalid_grant')
      throw new SlipwayError(refused, { said: saidIn(text) });
    throw refusedByServer(ASKED.pathTemplate, 400, text);
  }
  const tokens = Tokens.safeParse(json);
  if (!tokens.success) throw new GitLabError('gitlab-invalid-answer', ASKED, { status: response.status });
  const { access_token, refresh_token, expires_in } = tokens.data;
  return {
    accessToken: access_token,
    refreshToken: refresh_token ?? undefined,
    expiresAt: expires_in === undefined ? undefined : clock.now() + expires_in * 1000,
  };
}

/** The error for a refusal that is about the OAuth application or our request, not about the person. */
export const refusedByServer = (pathTemplate: string, status: number, text: string): GitLabError =>
  new GitLabError('gitlab-refused', { method: 'POST', pathTemplate }, { status, said: saidIn(text) });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
