import type { IncomingHttpHeaders } from 'node:http';
import type { Clock, Log } from '../core/ports/time.ts';
import type { SlackIngress } from './slack-app.ts';

/** Slack's own window (https://docs.slack.dev/authentication/verifying-requests-from-slack). */
const WINDOW_S = 300;

/** How the web server mounts a route; kept structural, since this layer does not know the server. */
type Listener = NonNullable<SlackIngress['listener']>;

/** Why a request to Slack's address was not served: its headers, its signature, or its size. */
export type RequestProblem = 'bad-timestamp' | 'bad-signature' | 'body-too-large';

export interface RouteGuard {
  readonly clock: Clock;
  readonly log: Log;
  /** Hears of each refused request; nobody proved who they are. */
  readonly refused: (why: RequestProblem) => void;
}

/**
 * Refuses requests whose timestamp lies more than five minutes in the past *or the future*, and signatures that are not
 * spelt in Slack's one way, before Bolt compares the signature: Bolt looks at the past only, and takes a signature with
 * something behind it for the same one, which would then pass for a new request.
 */
export function guardedRoute(listener: Listener, guard: RouteGuard): Listener {
  return (request, response) => {
    const why = problemIn(request.headers, guard.clock.now());
    if (why === undefined) {
      response.once('finish', () => {
        const late = LATE.get(response.statusCode);
        if (late !== undefined) guard.refused(late);
      });
      listener(request, response);
      return;
    }
    guard.log.warn({ why }, 'a request to Slack’s address was refused');
    guard.refused(why);
    request.resume();
    response.writeHead(401).end();
  };
}

/** What Bolt answers when the signature is another one, or the body larger than any of Slack's. */
const LATE: ReadonlyMap<number, RequestProblem> = new Map([
  [401, 'bad-signature'],
  [413, 'body-too-large'],
]);

function problemIn(headers: IncomingHttpHeaders, now: number): RequestProblem | undefined {
  const timestamp = headers['x-slack-request-timestamp'];
  const seconds =
    typeof timestamp === 'string' && /^\d{1,12}$/u.test(timestamp) ? Number(timestamp) : Number.NaN;
  if (!(Math.abs(now / 1000 - seconds) <= WINDOW_S)) return 'bad-timestamp';
  const signature = headers['x-slack-signature'];
  return typeof signature === 'string' && /^v0=[0-9a-f]{64}$/u.test(signature) ? undefined : 'bad-signature';
}
