import { createHmac, randomUUID } from 'node:crypto';
import { ancestorGroups } from '../rules/access.ts';
import { projectById } from '../state/find.ts';
import type { Hook, HookDelivery, HookEvent } from '../state/hook-records.ts';
import type { State } from '../state/state.ts';

const TIMEOUT_MS = 10_000;
/** Failures in a row after which a hook is switched off, for a minute first, then twice as long each time. */
const MOST_FAILURES = 4;
const FIRST_PAUSE_MS = 60_000;

/** Delivers events to hooks, as GitLab's background jobs do: each by itself, in no order, never again. */
export interface Courier {
  readonly deliveries: HookDelivery[];
  /** Delivers whatever the hook's state is, as its test does. @returns what the receiver answered */
  deliver(hook: Hook, event: HookEvent): Promise<{ status: number; body: string }>;
  stop(): void;
}

/** Listens to the state's events until stopped. */
export function createCourier(state: State): Courier {
  const deliveries: HookDelivery[] = [];
  const ending = new AbortController();
  const deliver: Courier['deliver'] = async (hook, event) => {
    const body = JSON.stringify(event.body);
    const headers = headersFor(state, hook, event, body);
    const { id, url } = hook;
    const entry: HookDelivery = {
      hookId: id,
      event: event.name,
      url,
      headers,
      body,
      at: state.now(),
      status: undefined,
    };
    deliveries.push(entry);
    const answer = await post(url, headers, body, ending.signal);
    entry.status = answer.status;
    note(state, hook, answer.status);
    return answer;
  };
  const listen = (event: HookEvent): void => {
    for (const hook of state.hooks.values()) {
      if (hook.events.has(event.trigger) && covers(state, hook, event) && isExecutable(state, hook))
        void deliver(hook, event);
    }
  };
  state.onHookEvent.add(listen);
  return {
    deliveries,
    deliver,
    stop() {
      state.onHookEvent.delete(listen);
      ending.abort();
    },
  };
}

/** Whether a hook is not switched off. */
export const isExecutable = (state: State, hook: Hook): boolean =>
  hook.disabledUntil === null || hook.disabledUntil <= state.now();

/** A group's hook hears of every project below it. */
function covers(state: State, hook: Hook, event: HookEvent): boolean {
  if (hook.projectId !== null) return hook.projectId === event.projectId;
  const { path } = projectById(state, event.projectId);
  return ancestorGroups(state, path).some((group) => group.id === hook.groupId);
}

function note(state: State, hook: Hook, status: number): void {
  if (status >= 200 && status < 400) {
    hook.failures = 0;
    hook.disabledUntil = null;
    return;
  }
  hook.failures += 1;
  if (hook.failures < MOST_FAILURES) return;
  hook.disabledUntil = state.now() + FIRST_PAUSE_MS * 2 ** Math.min(hook.failures - MOST_FAILURES, 10);
}

function headersFor(state: State, hook: Hook, event: HookEvent, body: string): Record<string, string> {
  const { version } = state;
  const id = randomUUID();
  return {
    'Content-Type': 'application/json',
    'User-Agent': `GitLab/${version.text}`,
    'X-Gitlab-Event': event.name,
    'X-Gitlab-Instance': state.baseUrl,
    'X-Gitlab-Event-UUID': randomUUID(),
    ...(version.atLeast('16.2') ? { 'X-Gitlab-Webhook-UUID': randomUUID() } : {}),
    ...(version.atLeast('17.4') ? { 'Idempotency-Key': id } : {}),
    ...(hook.token === null ? {} : { 'X-Gitlab-Token': hook.token }),
    ...(hook.signingToken === null ? {} : signatureHeaders(hook.signingToken, id, state.now(), body)),
  };
}

/** Standard Webhooks: the key is what the token encodes. */
function signatureHeaders(token: string, id: string, now: number, body: string): Record<string, string> {
  const timestamp = String(Math.floor(now / 1_000));
  const key = Buffer.from(token.slice('whsec_'.length), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` };
}

async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  ending: AbortSignal,
): Promise<{ status: number; body: string }> {
  const signal = AbortSignal.any([ending, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    return { status: answer.status, body: await answer.text() };
  } catch (error) {
    return { status: 0, body: `Failed to open TCP connection (${String(error)})` };
  }
}
