import { WebClient } from '@slack/web-api';
import type { Log } from '../core/ports/time.ts';
import { slackLogger } from './logger.ts';

/** How long a call may take, in ms. */
export interface SlackTimeouts {
  readonly interactive: number;
  readonly notify: number;
}

/** A person waits behind the first (a trigger lives 3 s); the second posts what must arrive. */
const TIMEOUTS: SlackTimeouts = { interactive: 2_500, notify: 10_000 };

/**
 * Two clients with the same token, so that a modal never queues behind a rate-limited post. Neither retries: the
 * library would repeat a post whose answer was lost, and sleep through a 429 with the whole queue behind it.
 */
export interface SlackClients {
  readonly interactive: WebClient;
  readonly notify: WebClient;
}

/**
 * Builds the only clients of Slack's Web API.
 * @param settings.apiUrl Slack's base address, `https://slack.com/api/`; the slash at the end may be missing
 * @param settings.timeouts other limits, for tests
 */
export function createSlackClients(settings: {
  readonly token: string;
  readonly apiUrl: string;
  readonly log: Log;
  readonly timeouts?: SlackTimeouts;
}): SlackClients {
  const { token, log, timeouts = TIMEOUTS } = settings;
  const slackApiUrl = settings.apiUrl.endsWith('/') ? settings.apiUrl : `${settings.apiUrl}/`;
  const build = (timeout: number): WebClient =>
    new WebClient(token, {
      slackApiUrl,
      timeout,
      logger: slackLogger(log),
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      allowAbsoluteUrls: false,
    });
  return { interactive: build(timeouts.interactive), notify: build(timeouts.notify) };
}
