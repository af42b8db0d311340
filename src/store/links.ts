import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Act } from '../core/acts.ts';
import { SlackUserId } from '../core/ids.ts';
import { SlackPerson } from '../core/person.ts';
import type { DeviceAttempt, LinkAttempt, PendingLink } from '../core/ports/sign-in.ts';
import type { LinkStore } from '../core/ports/stores.ts';
import type { StoreContext } from './context.ts';
import { GitLabUserRow } from './gitlab-user-row.ts';
import { KEYS } from './keys.ts';
import { createSealedRows } from './sealed-rows.ts';
import { TokenPairRow } from './token-pair-row.ts';

const LIFETIME_MS = KEYS.linkAttempt.lifetimeMs;

const AttemptRow = z.object({
  state: z.string(),
  person: SlackPerson,
  verifier: z.string(),
  slackName: z.string(),
  browser: z.string().optional(),
}) satisfies z.ZodType<LinkAttempt>;

const DeviceRow = z.object({
  id: z.string(),
  person: SlackPerson,
  deviceCode: z.string(),
  userCode: z.string(),
  intervalMs: z.number(),
  expiresAt: z.number(),
  question: z
    .object({ id: z.string(), username: z.string(), takenBy: SlackUserId.optional() })
    .transform((row) => ({ ...row, takenBy: row.takenBy }))
    .optional(),
}) satisfies z.ZodType<DeviceAttempt>;

const PendingRow = z
  .object({
    id: z.string(),
    person: SlackPerson,
    browser: z.string().optional(),
    gitlabUser: GitLabUserRow,
    tokens: TokenPairRow,
    takenBy: SlackUserId.optional(),
    spent: z.string(),
    expiresAt: z.number(),
  })
  .transform((row) => ({
    ...row,
    browser: row.browser,
    takenBy: row.takenBy,
  })) satisfies z.ZodType<PendingLink>;

/** Sign-ins under way. The states and ids are secrets of the links they are part of, so keys hold only their digests. */
export function createLinkStore(ctx: StoreContext): LinkStore {
  const sealed = createSealedRows(ctx);
  const attempt = (state: string): string => KEYS.linkAttempt.of(digestOf(state));
  const pending = (id: string): string => KEYS.linkPending.of(digestOf(id));
  const continuation = (person: SlackPerson): string => KEYS.linkContinuation.of(person);
  const device = (person: SlackPerson): string => KEYS.linkDevice.of(person);
  return {
    putAttempt: (link) => sealed.put(attempt(link.state), link, LIFETIME_MS),
    getAttempt: (state) => sealed.get(attempt(state), AttemptRow),
    takeAttempt: (state) => sealed.take(attempt(state), AttemptRow),
    putPending: (link) => sealed.put(pending(link.id), link, LIFETIME_MS),
    takePending: (id) => sealed.take(pending(id), PendingRow),
    putDevice: async (link, lifetimeMs) => {
      await sealed.remove(device(link.person));
      await sealed.put(device(link.person), link, Math.min(lifetimeMs, KEYS.linkDevice.lifetimeMs));
    },
    getDevice: (person) => sealed.get(device(person), DeviceRow),
    removeDevice: (person) => sealed.remove(device(person)),
    putContinuation: async (person, act) => {
      // A newer wish is not the older one written again: it has its own ten minutes.
      await sealed.remove(continuation(person));
      await sealed.put(continuation(person), act, LIFETIME_MS);
    },
    getContinuation: (person) => sealed.get(continuation(person), Act),
    takeContinuation: (person) => sealed.take(continuation(person), Act),
  };
}

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
