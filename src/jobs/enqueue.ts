import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Act } from '../core/acts.ts';
import { SlipwayError } from '../core/errors.ts';
import { keyOfWatch } from '../core/group-watch.ts';
import type { Jobs } from '../core/ports/jobs.ts';
import type { Log } from '../core/ports/time.ts';
import { cardIdOf } from '../core/revision.ts';
import { sha256 } from '../core/sha256.ts';
import { JOBS, type JobName, QUEUES, type QueueName, REMEMBERED, RETENTION } from './queues.ts';

/** The queues as a writer sees them. */
export interface JobQueues extends Jobs {
  /** Has the makers of watches checked every `everyMs`. */
  scheduleWatchChecks(everyMs: number): Promise<void>;
  /** Jobs by queue and state, for the metrics. */
  counts(): Promise<Record<string, Record<string, number>>>;
  close(): Promise<void>;
}

/**
 * @param connection a connection that fails fast: a click must not hang on a missing Redis
 * @param prefix Redis key prefix, with a hash tag so that a cluster keeps a queue together
 */
export function createJobQueues(connection: Redis, prefix: string, log: Log): JobQueues {
  const queues = new Map<QueueName, Queue>();
  for (const name of namesOfQueues()) {
    const queue = new Queue(name, {
      connection,
      prefix,
      defaultJobOptions: RETENTION,
      skipVersionCheck: true,
    });
    queue.on('error', (error) => log.debug({ queue: name, err: error }, 'a queue lost its connection'));
    queues.set(name, queue);
  }
  const add = async (name: JobName, data: object, options: object): Promise<void> => {
    const queue = queueOf(queues, name);
    await orUnavailable(queue.add(name, data, options));
  };
  const schedule = async (name: JobName, every: number): Promise<void> => {
    const queue = queueOf(queues, name);
    await orUnavailable(queue.upsertJobScheduler(name, { every }, { name, data: {}, opts: REPEATED }));
  };
  return {
    act: (act, once) =>
      add('act', act, {
        deduplication: { id: identityOfAct(act) },
        delay: delayOf(act),
        ...(once === undefined ? {} : { jobId: `once-${digest([once])}`, removeOnComplete: REMEMBERED }),
      }),
    publish: ({ team, channel, project, deployment }, delay = 0) => {
      const request = { team, channel, project, deployment };
      return add('publish', request, {
        delay,
        deduplication: { id: `publish-${cardIdOf(request)}`, keepLastIfActive: true },
      });
    },
    publishLater: ({ team, channel, project, deployment }, delay) =>
      add('publish', { team, channel, project, deployment }, { delay }),
    enrich: (card) => add('enrich', { card }, { deduplication: { id: `enrich-${card}` } }),
    tellEnd: ({ team, project, projectPath, deployment }) =>
      add(
        'tell-end',
        { team, project, projectPath, deployment },
        { deduplication: { id: `tell-end-${team}-${project}-${deployment}` } },
      ),
    revoke: (handle, delay) => add('revoke', { handle }, { delay }),
    linked: (news, delay = 0) => add('linked', news, { delay }),
    pollDevice: ({ person, id }, delay) => add('poll-device', { person, id }, { delay }),
    answerLink: (answer) =>
      add('answer-link', answer, {
        deduplication: { id: `answer-link-${digest([answer.person, answer.id])}` },
      }),
    sweep: () =>
      add('sweep', {}, { deduplication: { id: 'sweep-now', keepLastIfActive: true }, removeOnFail: true }),
    checkWatch: ({ team, channel, project }) =>
      add(
        'check-watch',
        { team, channel, project },
        { deduplication: { id: `check-watch-${team}-${channel}-${project}` }, ...REPEATED },
      ),
    scheduleWatchChecks: (everyMs) => schedule('check-watches', everyMs),
    counts: async () => {
      const rows = [...queues].map(async ([name, queue]) => [name, await queue.getJobCounts()] as const);
      return Object.fromEntries(await orUnavailable(Promise.all(rows)));
    },
    close: async () => {
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
    },
  };
}

/** The next one repeats what a failed one left, so there is nothing to keep for the operator. */
const REPEATED = { removeOnFail: true };

const namesOfQueues = (): QueueName[] =>
  [...new Set(Object.values(JOBS).map((job) => job.queue))].filter((name) => name in QUEUES);

function queueOf(queues: ReadonlyMap<QueueName, Queue>, name: JobName): Queue {
  const queue = queues.get(JOBS[name].queue);
  if (queue === undefined) throw new SlipwayError('internal', { job: name });
  return queue;
}

const digest = (parts: readonly unknown[]): string => sha256(JSON.stringify(parts)).slice(0, 16);

/** One person's same act on the same thing counts once while it is under way: a double click is one click. */
function identityOfAct(act: Act): string {
  const who = `${act.person.team}-${act.person.user}`;
  if (act.kind === 'command') return `command-${who}-${digest([act.command, act.text])}`;
  if (act.kind === 'click') return `click-${who}-${digest([act.control, act.value])}`;
  // Of two forms each waits for its own answer.
  if (act.kind === 'write') return `write-${who}-${act.form?.view ?? ''}-${JSON.stringify(act.operation)}`;
  if (act.kind === 'answer-watch')
    return `watch-${act.answer}-${who}-${keyOfWatch(act.watch)}-${act.askedAt}`;
  if (act.kind === 'tend-watch') return `watch-${act.what}-${who}-${digest([act.watch, act.madeAt])}`;
  if (act.kind === 'hook') return `hook-${who}-${digest([act.owner])}`;
  const { target } = act;
  const what = 'card' in target ? target.card : JSON.stringify(target);
  if (act.kind === 'run') return `run-${act.again}-${who}-${what}`;
  // A confirmed approval must not be taken for the click that asked for it.
  const details = digest([
    act.representedAs,
    act.comment,
    act.runWhenComplete,
    act.confirmed?.id,
    act.replacedBy,
  ]);
  return `${act.decision}-${who}-${what}-${details}`;
}

/**
 * Milliseconds between the acknowledgement of a form and its act. The acknowledgement itself draws "Asking GitLab…": an
 * answer that overtook it would be painted over and never seen.
 */
const FORM_HEAD_START_MS = 300;

const delayOf = (act: Act): number =>
  act.kind === 'write' && act.form !== undefined ? FORM_HEAD_START_MS : 0;

async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof SlipwayError ? error : new SlipwayError('store-unavailable', {}, { cause: error });
  }
}
