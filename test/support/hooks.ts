import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { SHOP, type TestWorld } from './world.ts';

export const HOOK_SECRET = 'a-secret-of-the-webhook';
export const SIGNING_TOKEN = `whsec_${randomBytes(32).toString('base64')}`;

/** Polling alone would find nothing during a test. */
export const SLOW = { POLL_HOT: '10m', POLL_WARM: '10m', POLL_COLD: '10m' };

export const hookUrl = (world: TestWorld): string => `${world.environment.PUBLIC_URL}/gitlab/webhook`;

/** What may differ from a genuine event of the shop's deployment. */
export interface SentEvent {
  /** `undefined` sends none. */
  readonly secret?: string | undefined;
  readonly event?: string;
  readonly delivery?: string;
  readonly instance?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** The body of an event of the shop's deployments, as far as anybody reads it. */
export const deploymentEvent = (world: TestWorld, status = 'blocked') => ({
  object_kind: 'deployment',
  status,
  deployment_id: 1,
  environment: 'production',
  project: { id: world.gitlab.world.project(SHOP).id, path_with_namespace: SHOP },
});

/** Sends an event as GitLab does, or as somebody else would. */
export async function sendEvent(
  world: TestWorld,
  sent: SentEvent = {},
): Promise<{ status: number; text: string }> {
  const body = sent.body ?? deploymentEvent(world);
  const secret = 'secret' in sent ? sent.secret : HOOK_SECRET;
  const answer = await fetch(hookUrl(world), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-gitlab-event': sent.event ?? 'Deployment Hook',
      'x-gitlab-instance': sent.instance ?? world.gitlab.url,
      'x-gitlab-event-uuid': randomUUID(),
      'idempotency-key': sent.delivery ?? randomUUID(),
      ...(secret === undefined ? {} : { 'x-gitlab-token': secret }),
      ...sent.headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, text: await answer.text() };
}

/** The headers of a signature over `body`, by the time given. */
export function signed(body: string, { token = SIGNING_TOKEN, at = Date.now(), id = randomUUID() } = {}) {
  const timestamp = String(Math.floor(at / 1_000));
  const key = Buffer.from(token.slice('whsec_'.length), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` };
}
