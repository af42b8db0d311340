import { z } from 'zod';
import { SlipwayError } from '../core/errors.ts';
import { ProjectId } from '../core/ids.ts';
import type { PollStart, PollStore } from '../core/ports/polls.ts';
import { openCardsReader } from './cards.ts';
import type { StoreContext } from './context.ts';
import { signsIn } from './hooks.ts';
import { KEYS } from './keys.ts';
import { loadScript } from './script.ts';
import { transaction } from './transaction.ts';
import { watchesReader } from './watches.ts';

const claimPolls = loadScript('claim-polls');
const duePoll = loadScript('due-poll');
const finishPoll = loadScript('finish-poll');
const limitPolls = loadScript('limit-polls');

const DAY_MS = 86_400_000;

const PollRow = z
  .object({
    watermark: z.string().optional(),
    seen: z.record(z.string(), z.string()),
    failures: z.number(),
    changedAt: z.number(),
    watches: z.array(z.string()).optional(),
    lookedAt: z.number().optional(),
    servedAt: z.number().optional(),
    hookFoundAt: z.number().optional(),
    factsAt: z.number().optional(),
    archived: z.boolean().optional(),
  })
  // JSON leaves an undefined watermark out.
  .transform((row) => ({ ...row, watermark: row.watermark }));

const Claimed = z.array(z.coerce.number().pipe(ProjectId));
/** What Redis answers for one project: watches, ids of open cards, memory, signs of webhooks. */
const Hash = z.record(z.string(), z.string());
const Loaded = z.tuple([Hash, z.array(z.string()), z.string().nullable(), Hash]);

/**
 * Which project is polled when, and what a poll remembers. Claims never overlap: while a project is claimed, `dueBy` keeps
 * its wish for the `finish` that ends the claim. A worker that outlives its lease may overlap with the next one.
 */
export function createPollStore(ctx: StoreContext): PollStore {
  const { call, key } = ctx;
  const lists = [KEYS.pollsDue, KEYS.pollLeases, KEYS.pollWanted].map((row) => key(row.of()));
  const notes = key(KEYS.pollNotes.of());
  const rest = key(KEYS.pollRest.of());
  const limited = key(KEYS.pollLimited.of());
  return {
    claim: async (now, leaseMs, limit, longestMs = DAY_MS) => {
      const values = [now, now + leaseMs, limit, now + longestMs];
      return Claimed.parse(await call((redis) => claimPolls(redis, [...lists, rest, limited], values)));
    },
    load: loader(ctx),
    dueBy: async (project, at) => {
      await call((redis) => duePoll(redis, lists, [project, at]));
    },
    finish: async (project, { at, note, state, gitlab = '' }) => {
      const texts = [note, state].map((value) => (value === undefined ? '' : JSON.stringify(value)));
      const keys = [...lists, notes, rest, key(KEYS.poll.of(project))];
      const values = [project, at, ...texts, gitlab, KEYS.pollRest.lifetimeMs];
      return z.number().parse(await call((redis) => finishPoll(redis, keys, values)));
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
    limit: async (now, forMs, spreadMs) => {
      const keys = [limited, key(KEYS.pollsDue.of()), key(KEYS.pollLeases.of())];
      const values = [now, Math.ceil(forMs), spreadMs];
      return (await call((redis) => limitPolls(redis, keys, values))) === 1;
    },
    rest: async (until) => {
      const times = await call((redis) => redis.hincrby(rest, 'times', 1));
      await call((redis) =>
        transaction(redis, (commands) =>
          commands.hset(rest, 'until', until(times)).pexpire(rest, KEYS.pollRest.lifetimeMs),
        ),
      );
    },
  };
}

function loader(ctx: StoreContext): PollStore['load'] {
  const { call, key, rows } = ctx;
  const watchesIn = watchesReader(ctx);
  const cardsIn = openCardsReader(ctx);
  const start = async (project: ProjectId, replies: readonly unknown[]): Promise<PollStart> => {
    const [watches, cards, text, signs] = Loaded.parse(replies);
    return {
      project,
      watches: await watchesIn(project, watches),
      cards: await cardsIn(project, cards),
      state: await rows.parseString(KEYS.poll.of(project), text, PollRow),
      signs: signsIn(signs),
    };
  };
  return async (projects) => {
    const replies = await call(async (redis) => {
      const commands = redis.pipeline();
      for (const project of projects) {
        commands
          .hgetall(key(KEYS.watches.of(project)))
          .smembers(key(KEYS.openCards.of(project)))
          .get(key(KEYS.poll.of(project)))
          .hgetall(key(KEYS.hookSigns.of(project)));
      }
      return (await commands.exec()) ?? [];
    });
    const values = replies.map(([error, value]) => {
      if (error !== null) throw new SlipwayError('store-unavailable', {}, { cause: error });
      return value;
    });
    return Promise.all(projects.map((project, at) => start(project, values.slice(4 * at, 4 * at + 4))));
  };
}
