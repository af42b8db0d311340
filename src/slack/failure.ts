import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { SlipwayError } from '../core/errors.ts';

/** Slack says of these that the call may have worked (https://docs.slack.dev/reference/methods/chat.postMessage#errors). */
const AMBIGUOUS: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
]);

/** What is wrong lies in the channel or the message, not in the call: an invitation or another channel mends it. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'is_inactive',
  'restricted_action',
  'restricted_action_non_threadable_channel',
  'restricted_action_read_only_channel',
  'restricted_action_thread_locked',
  'restricted_action_thread_only_channel',
  'team_access_not_granted',
  'access_denied',
  'no_permission',
  'cannot_reply_to_message',
  'thread_not_found',
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'user_not_in_channel',
  'messages_tab_disabled',
  'cannot_dm_bot',
  'user_disabled',
]);

/** What posting in an archived channel is refused with, by what editing there is: the trouble is one and the same. */
const SAME_AS: Readonly<Record<string, string>> = { is_inactive: 'is_archived' };

const RATE_LIMITED: ReadonlySet<string> = new Set(['ratelimited', 'rate_limited']);
/** Slack's usual wait, where it names none. */
const DEFAULT_WAIT_MS = 1_000;

/**
 * What a failed call to Slack means for the message it was about.
 *
 * Only a clear refusal proves that nothing was posted. Time-outs, resets, 5xx, an answer that is no JSON, and the codes
 * by which Slack itself is unsure are `slack-ambiguous`.
 * @returns `channel-unreachable` and `slack-refused` with `facts.reason`; `slack-rate-limited` with `retryAfterMs`
 */
export function slackFailure(error: unknown): SlipwayError {
  if (error instanceof SlipwayError) return error;
  if (error instanceof WebAPIRateLimitedError) return rateLimited(error.retryAfter);
  if (error instanceof WebAPIPlatformError)
    return platformFailure(error.data.error, error.data.response_metadata?.retryAfter);
  if (error instanceof WebAPIHTTPError) return httpFailure(error.statusCode);
  // The library throws a plain error for a 429 whose wait it cannot read; a 429 is never carried out.
  if (error instanceof Error && error.message.startsWith('Retry header did not contain'))
    return rateLimited(undefined);
  return new SlipwayError('slack-ambiguous', { reason: 'no answer' });
}

/** Slack's own code for a refusal, where there is one. */
export const platformCode = (error: unknown): string | undefined =>
  error instanceof WebAPIPlatformError ? error.data.error : undefined;

function platformFailure(code: string, retryAfter: number | undefined): SlipwayError {
  // A body that is no JSON arrives here as its own "code": a proxy answered, so nothing is known.
  if (!/^[a-z0-9_]{1,80}$/u.test(code))
    return new SlipwayError('slack-ambiguous', { reason: 'unreadable answer' });
  if (RATE_LIMITED.has(code)) return rateLimited(retryAfter);
  if (AMBIGUOUS.has(code)) return new SlipwayError('slack-ambiguous', { reason: code });
  const reason = SAME_AS[code] ?? code;
  return new SlipwayError(UNREACHABLE.has(code) ? 'channel-unreachable' : 'slack-refused', { reason });
}

function httpFailure(status: number): SlipwayError {
  const isRefusal = status >= 400 && status < 500 && status !== 408;
  return new SlipwayError(isRefusal ? 'slack-refused' : 'slack-ambiguous', { reason: `HTTP ${status}` });
}

const rateLimited = (seconds: number | undefined): SlipwayError =>
  new SlipwayError(
    'slack-rate-limited',
    {},
    { retryAfterMs: seconds === undefined ? DEFAULT_WAIT_MS : Math.max(DEFAULT_WAIT_MS, seconds * 1_000) },
  );

/** The same for a call that changes nothing: without an answer Slack is simply out of reach. */
export function slackReadFailure(error: unknown): SlipwayError {
  const failure = slackFailure(error);
  return failure.code === 'slack-ambiguous' ? new SlipwayError('slack-unreachable', failure.facts) : failure;
}
