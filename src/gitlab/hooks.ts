import { z } from 'zod';
import type { HookOwner, Webhook, WebhookCalls, WebhookWish } from '../core/ports/webhook-calls.ts';
import type { Caller } from './caller.ts';
import { allRows } from './pages.ts';
import { type Path, path } from './path.ts';

/** GitLab allows a hundred hooks. */
const MOST_PAGES = 2;
/** GitLab waits ten seconds for the receiver of a test. */
const TEST_WITHIN_MS = 15_000;

const WebhookSchema = z
  .object({
    id: z.number().int().positive(),
    url: z.string(),
    signing_token_present: z.boolean().nullish(),
  })
  .transform(
    (row): Webhook => ({ id: row.id, url: row.url, signed: row.signing_token_present ?? undefined }),
  );

/** Others are switched off by name: GitLab switches pushes on by itself. */
const bodyOf = ({ url, secret, signingToken }: WebhookWish): Record<string, unknown> => ({
  url,
  name: 'Slipway',
  deployment_events: true,
  job_events: true,
  pipeline_events: true,
  push_events: false,
  ...(secret === undefined ? {} : { token: secret }),
  ...(signingToken === undefined ? {} : { signing_token: signingToken }),
});

const hooksAt = (owner: HookOwner): Path =>
  'project' in owner
    ? path`/projects/${{ id: owner.project }}/hooks`
    : path`/groups/${{ id: owner.group }}/hooks`;

const hookAt = (owner: HookOwner, hook: number): Path =>
  'project' in owner
    ? path`/projects/${{ id: owner.project }}/hooks/${{ hook_id: hook }}`
    : path`/groups/${{ id: owner.group }}/hooks/${{ hook_id: hook }}`;

const testAt = (owner: HookOwner, hook: number): Path =>
  'project' in owner
    ? path`/projects/${{ id: owner.project }}/hooks/${{ hook_id: hook }}/test/push_events`
    : path`/groups/${{ id: owner.group }}/hooks/${{ hook_id: hook }}/test/push_events`;

/** Webhooks of projects and groups. */
export function createHooks(caller: Caller): WebhookCalls {
  const schema = WebhookSchema;
  return {
    list: async (owner) => allRows(caller, { method: 'GET', path: hooksAt(owner), schema }, MOST_PAGES),
    create: async (owner, wish) =>
      (await caller.request({ method: 'POST', path: hooksAt(owner), body: bodyOf(wish), schema })).value,
    update: async (owner, hook, wish) =>
      (await caller.request({ method: 'PUT', path: hookAt(owner, hook), body: bodyOf(wish), schema })).value,
    delete: async (owner, hook) => {
      await caller.request({ method: 'DELETE', path: hookAt(owner, hook), schema: z.unknown() });
    },
    test: async (owner, hook) => {
      const sent = { method: 'POST', path: testAt(owner, hook), deadlineMs: TEST_WITHIN_MS } as const;
      await caller.request({ ...sent, schema: z.unknown() });
    },
  };
}
