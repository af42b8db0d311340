import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** The secret every app is told. */
export const HOOK_SECRET = 'bench-webhook-secret';

/** Deployments that end, one after the other, each in the next project, each told by an event. */
export const DriveHooks = z.object({
  port: z.number(),
  count: z.number(),
  /** The app is left alone for this long after each, ms. */
  restMs: z.number(),
});

/** What the stand-ins do for it. */
export interface HookSurroundings {
  /** Ends a new deployment in the next project. */
  deploy(): { readonly project: number; readonly deployment: number };
  /** Resolves when the next message is posted. */
  nextPost(): Promise<void>;
}

const LIMIT_MS = 5_000;
const agent = new Agent({ keepAlive: true });

/** @returns milliseconds from each event's leaving to its message's arrival */
export async function driveHooks(
  around: HookSurroundings,
  { port, count, restMs }: z.infer<typeof DriveHooks>,
): Promise<{ each: number[]; acks: number[] }> {
  const driven = { each: [] as number[], acks: [] as number[] };
  for (let at = 0; at < count; at += 1) {
    const { project, deployment } = around.deploy();
    const posted = around.nextPost();
    const started = performance.now();
    await post(port, {
      object_kind: 'deployment',
      status: 'success',
      deployment_id: deployment,
      project: { id: project },
    });
    driven.acks.push(performance.now() - started);
    const ended = new AbortController();
    const late = sleep(LIMIT_MS, true, { signal: ended.signal }).catch(() => false);
    if ((await Promise.race([posted.then(() => false), late])) === true)
      throw new Error(`an event sent to port ${port} led to no message within ${LIMIT_MS} ms`);
    driven.each.push(performance.now() - started);
    ended.abort();
    await sleep(restMs);
  }
  return driven;
}

function post(port: number, event: object): Promise<void> {
  const body = JSON.stringify(event);
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-gitlab-event': 'Deployment Hook',
    'x-gitlab-token': HOOK_SECRET,
    'idempotency-key': randomUUID(),
  };
  return new Promise((resolve, reject) => {
    const options = { agent, port, host: '127.0.0.1', path: '/gitlab/webhook', method: 'POST', headers };
    request(options, (answer) => {
      answer.resume();
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`port ${port} answered an event with ${answer.statusCode}`));
      });
    })
      .on('error', reject)
      .end(body);
  });
}
