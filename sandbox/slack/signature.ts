import { createHmac } from 'node:crypto';

/**
 * Signs a request the way Slack does.
 * @param timestamp seconds since 1970, as the header carries them.
 * @returns the value of `x-slack-signature`.
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function signRequest(secret: string, timestamp: string, rawBody: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${rawBody}`).digest('hex')}`;
}
