import { z } from 'zod';
import { SlipwayError } from '../core/errors.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { DeviceCodes, TokenPair } from '../core/ports/gitlab.ts';
import type { Clock } from '../core/ports/time.ts';
import { saidIn } from './said.ts';
import { readTokens, refusedByServer } from './tokens.ts';

const PATH = '/oauth/authorize_device';
/** What RFC 8628 has a client wait where the server says nothing (3.2), seconds. */
const DEFAULT_INTERVAL_S = 5;

const Codes = z.object({
  device_code: z.string().min(1),
  // Shown in Slack and put into an address: GitLab makes eight letters and digits.
  user_code: z.string().regex(/^[A-Za-z0-9-]{4,40}$/u),
  expires_in: z.coerce.number().positive(),
  interval: z.coerce.number().positive().optional().catch(undefined),
});

const Refusal = z.object({ error: z.string() });

/**
 * The codes in an answer of the device authorization endpoint (RFC 8628, 3.2). The addresses in it are not read: GitLab
 * makes them from the request's host, which behind a proxy need not be the configured one.
 * @throws GitLabError
 */
export async function readDeviceCodes(response: Response): Promise<DeviceCodes> {
  const text = await response.text();
  if (response.status === 400) throw refusedByServer(PATH, 400, text);
  const codes = Codes.safeParse(jsonOf(text));
  if (!codes.success) {
    const asked = { method: 'POST', pathTemplate: PATH };
    throw new GitLabError('gitlab-invalid-answer', asked, { status: response.status });
  }
  const { device_code, user_code, expires_in, interval = DEFAULT_INTERVAL_S } = codes.data;
  return {
    deviceCode: device_code,
    userCode: user_code,
    expiresInMs: expires_in * 1_000,
    intervalMs: interval * 1_000,
  };
}

/**
 * What the token endpoint answers to a poll (RFC 8628, 3.5).
 * @throws SlipwayError `link-expired`, `link-refused`; GitLabError
 */
export async function readPoll(
  response: Response,
  clock: Clock,
): Promise<TokenPair | 'pending' | 'slow-down'> {
  const text = await response.text();
  if (response.status === 400) {
    switch (Refusal.safeParse(jsonOf(text)).data?.error) {
      case 'authorization_pending':
        return 'pending';
      case 'slow_down':
        return 'slow-down';
      case 'expired_token':
        throw new SlipwayError('link-expired');
      // GitLab's own page has no button for it.
      case 'access_denied':
        throw new SlipwayError('link-refused', { said: saidIn(text) });
    }
  }
  return readTokens(new Response(text, { status: response.status }), clock, 'link-refused');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
