import { z } from 'zod';
import { MessageTs } from '../core/ids.ts';
import type { PostIntent, PostStore } from '../core/ports/stores.ts';
import type { StoreContext } from './context.ts';
import { KEYS } from './keys.ts';

const PostRow = z.object({
  id: z.string(),
  marker: z.string(),
  state: z.enum(['sending', 'sent', 'refused']),
  dispatchedAt: z.number(),
  ts: MessageTs.optional(),
  missedAt: z.number().optional(),
}) satisfies z.ZodType<PostIntent>;

/** Messages to be posted once, by what they are. */
export const createPostStore = ({ call, key, rows }: StoreContext): PostStore => ({
  get: (id) => rows.read(KEYS.post.of(id), PostRow),
  put: async (intent) => {
    const { lifetimeMs } = KEYS.post;
    await call((redis) => redis.set(key(KEYS.post.of(intent.id)), JSON.stringify(intent), 'PX', lifetimeMs));
  },
});
