import { z } from 'zod';
import { ProjectId } from '../core/ids.ts';
import type { PollStore } from '../core/ports/stores.ts';
import type { StoreContext } from './context.ts';
import { KEYS } from './keys.ts';
import { loadScript } from './script.ts';
import { transaction } from './transaction.ts';

const claimPolls = loadScript('claim-polls');
const duePoll = loadScript('due-poll');
const reschedulePoll = loadScript('reschedule-poll');

const PollRow = z
  .object({
    watermark: z.string().optional(),
    seen: z.record(z.string(), z.string()),
    failures: z.number(),
    changedAt: z.number(),
    watches: z.array(z.string()).optional(),
    lookedAt: z.number().optional(),
    hookFoundAt: z.number().optional(),
  })
  // JSON leaves an undefined watermark out.
  .transform((row) => ({ ...row, watermark: row.watermark }));

const Claimed = z.array(z.coerce.number().pipe(ProjectId));

/**
 * Which project is polled when, and what a poll remembers. Claims never overlap: while a project is claimed, `dueBy` keeps
 * its wish for the `reschedule` that ends the claim. A worker that outlives its lease may overlap with the next one.
 */
export function createPollStore({ call, key, rows }: StoreContext): PollStore {
  const lists = [KEYS.pollsDue, KEYS.pollLeases, KEYS.pollWanted].map((row) => key(row.of()));
  const notes = key(KEYS.pollNotes.of());
  return {
    claim: async (now, leaseMs, limit) =>
      Claimed.parse(await call((redis) => claimPolls(redis, lists, [now, now + leaseMs, limit]))),
    dueBy: async (project, at) => {
      await call((redis) => duePoll(redis, lists, [project, at]));
    },
    reschedule: async (project, at, note) => {
      const text = note === undefined ? '' : JSON.stringify(note);
      await call((redis) => reschedulePoll(redis, [...lists, notes], [project, at, text]));
    },
    forget: async (project) => {
      await call((redis) =>
        transaction(redis, (commands) =>
          commands
            .zrem(key(KEYS.pollsDue.of()), project)
            .hdel(key(KEYS.pollLeases.of()), String(project))
            .hdel(key(KEYS.pollWanted.of()), String(project))
            .hdel(notes, String(project))
            .del(key(KEYS.poll.of(project))),
        ),
      );
    },
    read: (project) => rows.read(KEYS.poll.of(project), PollRow),
    write: async (project, state) => {
      await call((redis) => redis.set(key(KEYS.poll.of(project)), JSON.stringify(state)));
    },
  };
}
