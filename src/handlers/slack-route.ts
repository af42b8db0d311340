import type { Clock, Log } from '../core/ports/time.ts';
import type { SlackIngress } from './slack-app.ts';

/** Slack's own window (https://docs.slack.dev/authentication/verifying-requests-from-slack). */
const WINDOW_S = 300;

/** How the web server mounts a route; kept structural, since this layer does not know the server. */
type Listener = NonNullable<SlackIngress['listener']>;

/**
 * Refuses requests whose timestamp lies more than five minutes in the past *or the future* before Bolt checks the
 * signature: Bolt looks at the past only.
 */
export function withTimestampCheck(listener: Listener, clock: Clock, log: Log): Listener {
  return (request, response) => {
    const text = request.headers['x-slack-request-timestamp'];
    const seconds = typeof text === 'string' && /^\d{1,12}$/u.test(text) ? Number(text) : Number.NaN;
    if (Math.abs(clock.now() / 1000 - seconds) <= WINDOW_S) {
      listener(request, response);
      return;
    }
    log.warn({ timestamp: String(text).slice(0, 20) }, 'a request to Slack’s address was refused: timestamp');
    request.resume();
    response.writeHead(401).end();
  };
}
