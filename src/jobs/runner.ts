import { DelayedError, type Job, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { codeOf, ERROR_TABLE } from '../core/errors.ts';
import type { Clock, Log } from '../core/ports/time.ts';
import { AskAgain } from './ask-again.ts';
import { createFairShare } from './fair-share.ts';
import { inTurn } from './in-turn.ts';
import { JOBS, type JobData, type JobName, QUEUES, type QueueName, RECOVERY } from './queues.ts';
import { retryDelay } from './retry-delay.ts';

/** What a handler knows of the job beside its data. */
export interface JobRun {
  /** Names the job, across retries and crashes. */
  readonly id: string;
  /** Durable notes of the job, kept across retries and crashes. */
  readonly notes: unknown;
  saveNotes(notes: object): Promise<void>;
  /** Whether a failure that asks for a retry would find no more time. */
  readonly isLast: boolean;
}

export type Handlers = { readonly [N in JobName]: (data: JobData<N>, run: JobRun) => Promise<void> };

/**
 * Works on the queues until closed.
 * @param options.connect makes the connection the workers share; BullMQ adds a blocking one for each
 * @param options.tellsVersion whether the server may be asked for its version. BullMQ takes one it cannot ask for an old
 *   one that waits in whole seconds, and delayed jobs then start up to a second late
 */
export async function startRunner(options: {
  connect: () => Promise<Redis>;
  tellsVersion: boolean;
  prefix: string;
  handlers: Handlers;
  clock: Clock;
  log: Log;
}): Promise<{ close(): Promise<void> }> {
  const names = new Set(Object.values(JOBS).map((job) => job.queue));
  const connection = await options.connect();
  const workers = [...names].map((name) => startWorker(name, connection, options));
  return {
    close: async () => {
      await Promise.allSettled(workers.map((worker) => worker.close()));
      connection.disconnect();
    },
  };
}

function startWorker(
  queue: QueueName,
  connection: Redis,
  options: Parameters<typeof startRunner>[0],
): Worker {
  const { prefix, log } = options;
  const share = createFairShare();
  const work = (job: Job, token?: string) =>
    inTurn(job, share, {
      work: (tries) => process(job, token, tries, options),
      wait: async (ms) => {
        await job.moveToDelayed(options.clock.now() + ms, token);
        throw new DelayedError();
      },
    });
  const worker = new Worker(queue, work, {
    connection,
    prefix,
    concurrency: QUEUES[queue].concurrency,
    skipVersionCheck: !options.tellsVersion,
    ...RECOVERY,
  });
  worker.on('error', (error) => log.debug({ queue, err: error }, 'a worker lost its connection'));
  return worker;
}

const isJobName = (name: string): name is JobName => Object.hasOwn(JOBS, name);

async function process(
  job: Job,
  token: string | undefined,
  tries: number,
  options: Parameters<typeof startRunner>[0],
): Promise<void> {
  const { clock, log } = options;
  if (!isJobName(job.name)) return setAside(log, job, 'a job of an unknown name');
  const ageMs = clock.now() - job.timestamp;
  const { triesForMs } = JOBS[job.name];
  try {
    await handle(job, job.name, options.handlers, log, ageMs > triesForMs * 0.8);
  } catch (error) {
    if (error instanceof UnrecoverableError) throw error;
    if (error instanceof AskAgain) return putBack(job, clock.now() + error.afterMs, token);
    const delay = retryDelay(error, tries, ageMs, triesForMs);
    const code = codeOf(error);
    log[ERROR_TABLE[code].level]({ job: job.name, code, attempt: tries, delay, err: error }, 'a job failed');
    if (delay === undefined) throw new UnrecoverableError(code);
    return putBack(job, clock.now() + delay, token);
  }
}

/** Has the job run again. @param at epoch ms */
async function putBack(job: Job, at: number, token: string | undefined): Promise<never> {
  await job.moveToDelayed(at, token);
  throw new DelayedError();
}

async function handle(job: Job, name: JobName, handlers: Handlers, log: Log, isLast: boolean): Promise<void> {
  const run: JobRun = {
    id: `${job.name}-${job.id}-${job.timestamp}`,
    notes: job.progress,
    saveNotes: (notes) => job.updateProgress(notes),
    isLast,
  };
  switch (name) {
    case 'act':
      return dispatch(name, handlers.act, job, run, log);
    case 'linked':
      return dispatch(name, handlers.linked, job, run, log);
    case 'revoke':
      return dispatch(name, handlers.revoke, job, run, log);
    case 'poll-device':
      return dispatch(name, handlers['poll-device'], job, run, log);
    case 'answer-link':
      return dispatch(name, handlers['answer-link'], job, run, log);
    case 'publish':
      return dispatch(name, handlers.publish, job, run, log);
    case 'enrich':
      return dispatch(name, handlers.enrich, job, run, log);
    case 'tell-end':
      return dispatch(name, handlers['tell-end'], job, run, log);
    case 'sweep':
      return dispatch(name, handlers.sweep, job, run, log);
    case 'check-watch':
      return dispatch(name, handlers['check-watch'], job, run, log);
    case 'check-watches':
      return dispatch(name, handlers['check-watches'], job, run, log);
    default:
      // A job without a case would be swallowed in silence: the compiler asks for each.
      return name satisfies never;
  }
}

async function dispatch<N extends JobName>(
  name: N,
  handler: Handlers[N],
  job: Job,
  run: JobRun,
  log: Log,
): Promise<void> {
  const parsed = JOBS[name].data.safeParse(job.data);
  if (!parsed.success) return setAside(log, job, 'a job with malformed data');
  // The table pairs each name with its schema; TypeScript cannot follow the pairing through the index.
  await handler(parsed.data as JobData<N>, run);
}

/** Keeps a job nobody can work on among the failed ones, so that the queue goes on. */
function setAside(log: Log, job: Job, what: string): never {
  log.error({ job: job.name, id: job.id, code: 'job-malformed' }, `${what} was set aside`);
  throw new UnrecoverableError('job-malformed');
}
