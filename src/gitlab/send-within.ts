import { setTimeout as sleep } from 'node:timers/promises';
import { GitLabError } from '../core/gitlab-error.ts';
import type { Clock, Log } from '../core/ports/time.ts';
import { type Client, type HttpAnswer, NetworkFault } from './client.ts';
import { type Asked, noAnswer } from './failures.ts';
import type { Gate } from './gate.ts';
import { followed } from './redirect.ts';
import { retryAfterIn } from './retry-after.ts';

/** A request ready to be sent, and how long it may take. */
export interface Sending {
  readonly asked: Asked;
  /** The credential's text: requests are held back by it after a 429. */
  readonly token: string;
  /** Told of each 429, and for how long it holds the token back, milliseconds. */
  readonly limited: (forMs: number) => void;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Set where only the end of the answer matters. */
  readonly lastBytes: number | undefined;
  /** Milliseconds for everything: waits, retries, and reading the body. */
  readonly deadlineMs: number;
}

interface Surroundings {
  readonly baseUrl: string;
  readonly client: Client;
  readonly gate: Gate;
  readonly clock: Clock;
  readonly log: Log;
  readonly fraction: () => number;
}

/** A first wait without advice, milliseconds; each further one doubles. */
const FIRST_WAIT_MS = 200;
const MOST_TRIES = 5;
/** Over so long the requests that a 429 held back are spread, milliseconds. */
const SPREAD_MS = 1_000;

/**
 * Sends the request and answers with whatever GitLab said, within the deadline. Reading is tried again after 429, 5xx
 * and network faults; a write leaves once at most.
 * @throws GitLabError `gitlab-timeout`, `gitlab-unreachable`; `gitlab-rate-limited` with `retryAfterMs` when the token
 *   must rest longer than the deadline allows
 */
export async function sendWithin(around: Surroundings, sending: Sending): Promise<HttpAnswer> {
  const end = around.clock.now() + sending.deadlineMs;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), sending.deadlineMs);
  try {
    for (let tries = 1; ; tries += 1) {
      await passGate(around, sending, end, deadline.signal);
      const outcome = await sendOnce(around, sending, deadline.signal);
      const wait = waitAfter(around, sending, outcome, tries);
      if (wait === undefined || around.clock.now() + wait >= end) return settle(outcome);
      around.log.debug({ ...sending.asked, tries, ms: wait }, 'gitlab is asked again');
      await rest(sending.asked, wait, deadline.signal);
    }
  } finally {
    clearTimeout(timer);
  }
}

async function passGate(
  { gate, clock, fraction }: Surroundings,
  { asked, token }: Sending,
  end: number,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const now = clock.now();
    const wait = gate.waitFor(token, now);
    if (wait === 0) return;
    if (now + wait >= end) {
      throw new GitLabError('gitlab-rate-limited', asked, {}, { retryAfterMs: wait, sent: false });
    }
    // Those who waited together do not all leave in the moment the gate opens.
    await rest(asked, wait + Math.min(wait, SPREAD_MS) * fraction(), signal);
  }
}

async function sendOnce(
  { client, baseUrl }: Surroundings,
  { asked, url, headers, body, lastBytes }: Sending,
  signal: AbortSignal,
): Promise<HttpAnswer | GitLabError> {
  const request = { method: asked.method, url, headers, body, lastBytes, signal };
  try {
    const answer = await client.send(request);
    const moved = followed(baseUrl, request, answer);
    return moved === undefined ? answer : await client.send({ ...request, url: moved });
  } catch (error) {
    if (!(error instanceof NetworkFault)) throw error;
    return noAnswer(asked, error, signal.aborted);
  }
}

/** Milliseconds until the next try, or `undefined` when this outcome is the last. A 429 closes the token's gate. */
function waitAfter(
  { gate, clock, fraction }: Surroundings,
  { asked, token, limited }: Sending,
  outcome: HttpAnswer | GitLabError,
  tries: number,
): number | undefined {
  if (!isPassing(outcome)) return undefined;
  const backoff = FIRST_WAIT_MS * 2 ** (tries - 1) * (0.5 + fraction());
  const now = clock.now();
  const wait = outcome instanceof GitLabError ? backoff : (retryAfterIn(outcome, now) ?? backoff);
  if (!(outcome instanceof GitLabError) && outcome.status === 429) {
    gate.hold(token, now + wait, now);
    limited(wait);
  }
  return asked.method === 'GET' && tries < MOST_TRIES ? wait : undefined;
}

/** Whether the next try may go better: a network fault, a broken body, a 429 or a fault of the server. */
function isPassing(outcome: HttpAnswer | GitLabError): boolean {
  if (outcome instanceof GitLabError) return outcome.code === 'gitlab-unreachable';
  return outcome.status === 429 || outcome.status >= 500 || outcome.body.kind === 'broken-off';
}

function settle(outcome: HttpAnswer | GitLabError): HttpAnswer {
  if (outcome instanceof GitLabError) throw outcome;
  return outcome;
}

async function rest(asked: Asked, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw noAnswer(asked, new NetworkFault('waited too long', false), true);
  }
}
