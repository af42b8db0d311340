import type { IncomingMessage, ServerResponse } from 'node:http';
import { type HookEvent, readHookEvent } from '../core/hook-event.ts';
import { canBeProven, type HookKeys, type HookProof, provenance } from '../core/hook-proof.ts';
import type { HookEffect } from '../core/ports/hooks.ts';
import type { Ports } from '../core/ports/ports.ts';
import { refuseHook } from '../flows/refuse-hook.ts';
import type { HookOutcome, HookTally } from './hook-tally.ts';
import { readBody } from './read-body.ts';
import { type Route, send } from './server.ts';

/** A pipeline's event names all its jobs; GitLab itself sends up to 25 MB. */
const MOST_BYTES = 5 * 1024 * 1024;
/** GitLab waits ten seconds for an answer. */
const BODY_WITHIN_MS = 5_000;
/** How long the answer waits for the store. */
const STORE_WITHIN_MS = 25;
/** A burst of a project's events is at most one poll in each of these. */
const WINDOW_MS = 1_000;
/** Refusals leave traces in the store at most this often. */
const REFUSALS_EVERY_MS = 1_000;

export interface WebhookParts {
  readonly ports: Pick<Ports, 'audit' | 'clock' | 'gitlab' | 'hooks' | 'jobs' | 'log' | 'once'>;
  readonly keys: HookKeys;
  readonly tally: HookTally;
  /** Counts work that goes on after the answer, so that a stop can wait for it. */
  readonly track: (work: Promise<unknown>) => void;
}

/**
 * `POST /gitlab/webhook`: an event makes its project due now, and is believed in nothing else. GitLab is answered before
 * anything follows from it: only what was not proven or cannot be read is refused, since GitLab switches a hook off
 * after four refusals; whatever is lost is found by polling.
 */
export function webhookRoutes(parts: WebhookParts): Route[] {
  if (parts.keys.secrets.length === 0 && parts.keys.signingTokens.length === 0) return [];
  const later = (work: Promise<unknown>): void =>
    parts.track(work.catch((error: unknown) => parts.ports.log.debug({ err: error }, 'after a webhook')));
  const refused = refusals(parts, later);
  return [
    {
      method: 'POST',
      path: '/gitlab/webhook',
      handle: async (request, response) => {
        const end = await take(parts, request, later);
        parts.tally.add(end.outcome);
        answer(response, end.outcome);
        if (end.reason !== undefined) refused(end.reason, isOurs(parts, request));
      },
    },
  ];
}

interface End {
  readonly outcome: HookOutcome;
  readonly reason?: 'unproven' | 'stale';
}

async function take(
  parts: WebhookParts,
  request: IncomingMessage,
  later: (work: Promise<unknown>) => void,
): Promise<End> {
  const proof = proofIn(request);
  if (!canBeProven(parts.keys, proof)) return { outcome: 'refused', reason: 'unproven' };
  const body = await readBody(request, MOST_BYTES, BODY_WITHIN_MS);
  if (typeof body === 'string') return { outcome: body };
  const origin = provenance(parts.keys, proof, body, parts.ports.clock.now());
  if (origin !== 'proven') return { outcome: 'refused', reason: origin };
  const json = jsonOf(body);
  if (json === undefined) return { outcome: 'malformed' };
  // Numbers of another GitLab's projects mean nothing here.
  if (headerOf(request, 'x-gitlab-instance') !== undefined && !isOurs(parts, request))
    return { outcome: 'other-instance' };
  const event = readHookEvent(headerOf(request, 'x-gitlab-event') ?? '', json);
  if (event === undefined) return { outcome: 'ignored' };
  return { outcome: await store(parts, event, deliveryOf(request), later) };
}

/** Stores what came; an answer is never kept waiting for it, and what is too late or lost is left to polling. */
async function store(
  { ports }: WebhookParts,
  event: HookEvent,
  delivery: string | undefined,
  later: (work: Promise<unknown>) => void,
): Promise<HookOutcome> {
  const arrival = ports.hooks.arrive({ ...event, delivery, at: ports.clock.now() }, WINDOW_MS);
  later(
    arrival.then((effect) => {
      // The sweep that repeats anyway finds what is due later.
      if (effect === 'now') return ports.jobs.sweep();
      return undefined;
    }),
  );
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<HookOutcome>((resolve) => {
    timer = setTimeout(() => resolve('not-stored'), STORE_WITHIN_MS);
  });
  const stored = arrival.then(
    (effect) => OUTCOME_OF[effect],
    (): HookOutcome => 'not-stored',
  );
  return Promise.race([stored, limit]).finally(() => clearTimeout(timer));
}

const OUTCOME_OF: Record<HookEffect, HookOutcome> = {
  now: 'due',
  later: 'due',
  repeated: 'repeated',
  unwatched: 'unwatched',
  idle: 'ignored',
};

const STATUS: Partial<Record<HookOutcome, readonly [number, string]>> = {
  due: [200, 'ok\n'],
  'not-stored': [200, 'ok\n'],
  refused: [401, 'The secret or the signature is wrong.\n'],
  malformed: [400, 'The body is not JSON.\n'],
  'too-large': [413, 'The body is too large.\n'],
  'too-slow': [408, 'The body did not come in time.\n'],
};

function answer(response: ServerResponse, outcome: HookOutcome): void {
  const [status, text] = STATUS[outcome] ?? [200, 'ignored\n'];
  // What was not read to the end must not be taken for the next request.
  send(response, status, text, status === 200 ? {} : { connection: 'close' });
}

/** However many are refused, the store hears of few. */
function refusals(parts: WebhookParts, later: (work: Promise<unknown>) => void) {
  const next = new Map<string, number>();
  return (reason: 'unproven' | 'stale', ours: boolean): void => {
    const now = parts.ports.clock.now();
    const kind = `${reason} ${ours}`;
    if (now < (next.get(kind) ?? 0)) return;
    next.set(kind, now + REFUSALS_EVERY_MS);
    later(refuseHook(parts.ports, reason, ours));
  };
}

const headerOf = ({ headers }: IncomingMessage, name: string): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
};

const proofIn = (request: IncomingMessage): HookProof => ({
  secret: headerOf(request, 'x-gitlab-token'),
  id: headerOf(request, 'webhook-id'),
  timestamp: headerOf(request, 'webhook-timestamp'),
  signature: headerOf(request, 'webhook-signature'),
});

/** The same for every attempt at one delivery. `X-Gitlab-Event-UUID` is not: all hooks of one request share it. */
const deliveryOf = (request: IncomingMessage): string | undefined =>
  headerOf(request, 'webhook-id') ?? headerOf(request, 'idempotency-key');

/** Whether a request says it comes from the configured GitLab. */
function isOurs({ ports }: WebhookParts, request: IncomingMessage): boolean {
  const instance = headerOf(request, 'x-gitlab-instance') ?? '';
  return URL.canParse(instance) && new URL(instance).host === new URL(ports.gitlab.baseUrl).host;
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
