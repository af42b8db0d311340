import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { signedPost } from './signed-post.ts';

/** What people do, one after the other, against one app. */
export const Drive = z.object({
  port: z.number(),
  count: z.number(),
  /** A slash command's form, or the form around a click. `response_url` is added. */
  form: z.record(z.string(), z.string()),
  /** A click's payload. */
  payload: z.record(z.string(), z.unknown()).optional(),
  /** What ends the stopwatch: the first visible answer, or the approval's arrival at GitLab. */
  until: z.enum(['reply', 'approval']),
  /** The app is left alone until no request came for this long, ms; what still runs would slow the next down. */
  quietMs: z.number(),
});
export type Drive = z.infer<typeof Drive>;

/** Milliseconds of each operation, and how long until each was acknowledged. */
export const Driven = z.object({ each: z.array(z.number()), acks: z.array(z.number()) });
export type Driven = z.infer<typeof Driven>;

/** What the stand-ins tell the driver. */
export interface Surroundings {
  /** Base address that answers arrive at. */
  readonly url: string;
  /** Resolves at the next approval. */
  nextApproval(): Promise<void>;
  /** Resolves when this reply address is called. */
  replyTo(path: string): Promise<void>;
  /** When a request last came, on `performance.now()`. */
  lastRequest(): number;
}

const LIMIT_MS = 5_000;
let replies = 0;

/** @throws Error when an operation is not acknowledged, or has no visible end within five seconds */
export async function drive(around: Surroundings, order: Drive): Promise<Driven> {
  const driven: Driven = { each: [], acks: [] };
  for (let at = 0; at < order.count; at += 1) {
    const one = await within(operation(around, order), `an operation on port ${order.port}`);
    driven.each.push(one.took);
    driven.acks.push(one.acked);
    while (order.quietMs > 0 && performance.now() - around.lastRequest() < order.quietMs) await sleep(2);
  }
  return driven;
}

async function operation(around: Surroundings, order: Drive): Promise<{ took: number; acked: number }> {
  replies += 1;
  const path = `/reply/${replies}`;
  const stop = { acked: 0, ended: 0 };
  const reply = around.replyTo(path);
  const end = order.until === 'reply' ? reply : around.nextApproval();
  const form = formOf(order, `${around.url}${path}`);
  const started = performance.now();
  const ack = signedPost(order.port, form).then((status) => {
    if (status !== 200) throw new Error(`port ${order.port} acknowledged with ${status}`);
    stop.acked = performance.now();
  });
  const ended = end.then(() => {
    stop.ended = performance.now();
  });
  await Promise.all([ack, ended, reply]);
  return { took: stop.ended - started, acked: stop.acked - started };
}

const formOf = ({ form, payload }: Drive, url: string): Record<string, string> =>
  payload === undefined
    ? { ...form, response_url: url }
    : { ...form, payload: JSON.stringify({ ...payload, response_url: url }) };

/** A process that starts, and the command it is asked until it acknowledges. */
export const Start = z.object({
  port: z.number(),
  form: z.record(z.string(), z.string()),
  limitMs: z.number(),
});

/**
 * Sends a command again and again until the app acknowledges it.
 * @returns when that was; ms on the clock all processes of a machine share
 */
export async function firstAck(around: Surroundings, start: z.infer<typeof Start>): Promise<number> {
  const { port, limitMs } = start;
  const form = { ...start.form, response_url: `${around.url}/reply/start` };
  const until = performance.now() + limitMs;
  while (performance.now() < until) {
    const status = await signedPost(port, form).catch(() => 0);
    if (status === 200) return sharedNow();
    await sleep(4);
  }
  throw new Error(`nothing on port ${port} acknowledged a command within ${limitMs} ms`);
}

/** Milliseconds on the machine's monotonic clock. */
export const sharedNow = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;

async function within<T>(work: Promise<T>, what: string): Promise<T> {
  const timer = new AbortController();
  const late = sleep(LIMIT_MS, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`${what} had no visible end within ${LIMIT_MS} ms`);
  });
  // Aborted when the work was in time.
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
  }
}
