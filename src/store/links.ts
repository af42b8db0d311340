import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Act } from '../core/acts.ts';
import { isError } from '../core/errors.ts';
import { SlackPerson } from '../core/person.ts';
import type { LinkAttempt, LinkStore, PendingLink } from '../core/ports/stores.ts';
import type { StoreContext } from './context.ts';
import { GitLabUserRow } from './gitlab-user-row.ts';
import { jsonOf } from './json.ts';
import { KEYS } from './keys.ts';
import { transaction } from './transaction.ts';

const LIFETIME_MS = KEYS.linkAttempt.lifetimeMs;

const AttemptRow = z.object({
  state: z.string(),
  person: SlackPerson,
  verifier: z.string(),
  slackName: z.string(),
  browser: z.string().optional(),
}) satisfies z.ZodType<LinkAttempt>;

const PendingRow = z.object({
  id: z.string(),
  person: SlackPerson,
  browser: z.string(),
  gitlabUser: GitLabUserRow,
  tokens: z
    .object({
      accessToken: z.string(),
      refreshToken: z.string().optional(),
      expiresAt: z.number().optional(),
    })
    // JSON leaves out what is undefined; here every key is present again.
    .transform(({ accessToken, refreshToken, expiresAt }) => ({ accessToken, refreshToken, expiresAt })),
}) satisfies z.ZodType<PendingLink>;

/**
 * Sign-ins under way. The states and ids are secrets of the links they are part of, so keys hold only their digests, and
 * every value is sealed to its key: neither a key nor a value of a leaked dump continues anybody's sign-in.
 */
export function createLinkStore(ctx: StoreContext): LinkStore {
  const { call, key, sealer, log } = ctx;
  const contextOf = (relative: string): string => `${ctx.host}|${relative}`;
  const put = async (relative: string, value: unknown, lifetimeMs: number): Promise<void> => {
    const sealed = sealer.seal(JSON.stringify(value), contextOf(relative));
    await call((redis) =>
      transaction(redis, (commands) =>
        // Writing again, as when the browser opens the page, must not prolong the ten minutes.
        commands
          .set(key(relative), sealed, 'KEEPTTL', 'XX')
          .set(key(relative), sealed, 'PX', lifetimeMs, 'NX'),
      ),
    );
  };
  const open = <T>(relative: string, sealed: string | null, schema: z.ZodType<T>): T | undefined => {
    if (sealed === null) return undefined;
    try {
      const parsed = schema.safeParse(jsonOf(sealer.open(sealed, contextOf(relative))));
      if (parsed.success) return parsed.data;
    } catch (error) {
      if (!isError(error, 'secret-unreadable')) throw error;
    }
    // Nothing is set aside: it ends within ten minutes anyway, and the person starts again.
    log.error({ key: relative }, 'a sign-in under way cannot be read; it counts as expired');
    return undefined;
  };
  const get = async <T>(relative: string, schema: z.ZodType<T>): Promise<T | undefined> =>
    open(relative, await call((redis) => redis.get(key(relative))), schema);
  const take = async <T>(relative: string, schema: z.ZodType<T>): Promise<T | undefined> =>
    open(relative, await call((redis) => redis.getdel(key(relative))), schema);
  const attempt = (state: string): string => KEYS.linkAttempt.of(digestOf(state));
  const pending = (id: string): string => KEYS.linkPending.of(digestOf(id));
  const continuation = (person: SlackPerson): string => KEYS.linkContinuation.of(person);
  return {
    putAttempt: (link) => put(attempt(link.state), link, LIFETIME_MS),
    getAttempt: (state) => get(attempt(state), AttemptRow),
    takeAttempt: (state) => take(attempt(state), AttemptRow),
    putPending: (link) => put(pending(link.id), link, LIFETIME_MS),
    takePending: (id) => take(pending(id), PendingRow),
    putContinuation: async (person, act) => {
      // A newer wish is not the older one written again: it has its own ten minutes.
      await call((redis) => redis.del(key(continuation(person))));
      await put(continuation(person), act, LIFETIME_MS);
    },
    takeContinuation: (person) => take(continuation(person), Act),
  };
}

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
