import { z } from 'zod';
import { SlipwayError } from '../core/errors.ts';
import { ProjectId } from '../core/ids.ts';
import type { PollStart, PollState, PollStore } from '../core/ports/polls.ts';
import { openCardsReader } from './cards.ts';
import type { StoreContext } from './context.ts';
import { signsIn } from './hooks.ts';
import { KEYS } from './keys.ts';
import { linesOf, noteText, StateText, stateText } from './poll-row.ts';
import { loadScript } from './script.ts';
import { transaction } from './transaction.ts';
import { watchesIn } from './watch-lines.ts';

const claimPolls = loadScript('claim-polls');
const duePoll = loadScript('due-poll');
const finishPoll = loadScript('finish-poll');
const limitPolls = loadScript('limit-polls');

const DAY_MS = 86_400_000;

const Claimed = z.array(z.coerce.number().pipe(ProjectId));
/** What Redis answers for several projects: their watches, what polling remembers of them. */
const Texts = z.array(z.string().nullable());
/** For each of them: the ids of its open cards, the signs of webhooks. */
const Ids = z.array(z.string());
const Signs = z.record(z.string(), z.string());

/**
 * Which project is polled when, and what a poll remembers. Claims never overlap: while a project is claimed, `dueBy` keeps
 * its wish for the `finish` that ends the claim. A worker that outlives its lease may overlap with the next one.
 */
export function createPollStore(ctx: StoreContext): PollStore {
  const { call, key } = ctx;
  const lists = [KEYS.pollsDue, KEYS.pollLeases, KEYS.pollWanted].map((row) => key(row.of()));
  const polls = key(KEYS.polls.of());
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
      const keys = [...lists, polls, rest];
      const texts = [note === undefined ? '' : noteText(note), state === undefined ? '' : stateText(state)];
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
            .hdel(polls, String(project)),
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
  const { call, key } = ctx;
  const cardsIn = openCardsReader(ctx);
  return async (projects) => {
    const fields = projects.map(String);
    const replies = await call(async (redis) => {
      const commands = redis.pipeline();
      commands.hmget(key(KEYS.watches.of()), ...fields).hmget(key(KEYS.polls.of()), ...fields);
      for (const project of projects)
        commands.smembers(key(KEYS.openCards.of(project))).hgetall(key(KEYS.hookSigns.of(project)));
      return repliesOf(await commands.exec());
    });
    const watches = Texts.parse(replies[0]);
    const polls = Texts.parse(replies[1]);
    const start = async (project: ProjectId, at: number): Promise<PollStart> => ({
      project,
      watches: await watchesIn(ctx, project, watches[at]),
      cards: await cardsIn(project, Ids.parse(replies[2 + 2 * at])),
      state: await stateIn(ctx, project, polls[at]),
      signs: signsIn(Signs.parse(replies[3 + 2 * at])),
    });
    return Promise.all(projects.map(start));
  };
}

function stateIn(
  ctx: StoreContext,
  project: ProjectId,
  text: string | null | undefined,
): Promise<PollState | undefined> {
  const { memory } = linesOf(text ?? '');
  if (memory === '') return Promise.resolve(undefined);
  const { call, key, rows } = ctx;
  return rows.parseValue(`${KEYS.polls.of()}:${project}`, memory, memory, StateText, () =>
    call((redis) => redis.hdel(key(KEYS.polls.of()), String(project))),
  );
}

/** The replies of a pipeline. @throws SlipwayError `store-unavailable` where one is an error */
const repliesOf = (replies: readonly [Error | null, unknown][] | null): unknown[] =>
  (replies ?? []).map(([error, value]) => {
    if (error !== null) throw new SlipwayError('store-unavailable', {}, { cause: error });
    return value;
  });
