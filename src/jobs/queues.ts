import { z } from 'zod';
import { Act } from '../core/acts.ts';
import { CardId, ChannelId, DeploymentId, ProjectId, TeamId } from '../core/ids.ts';
import { LinkAnswer, LinkNews } from '../core/link-news.ts';
import { SlackPerson } from '../core/person.ts';
import { WatchName } from '../core/watch.ts';

const minutes = (count: number): number => count * 60_000;
const hours = (count: number): number => minutes(count * 60);

/**
 * Every kind of background work: its queue, the shape of its data, how many run at once in one process, and for how
 * long a failing one is tried again. Data holds ids and sealed texts only; nothing secret is ever in clear.
 */
export const JOBS = {
  act: { queue: 'acts', data: Act, triesForMs: minutes(15) },
  publish: {
    queue: 'cards',
    data: z.object({ team: TeamId, channel: ChannelId, project: ProjectId, deployment: DeploymentId }),
    triesForMs: hours(24),
  },
  enrich: { queue: 'cards', data: z.object({ card: CardId }), triesForMs: minutes(30) },
  'tell-end': {
    queue: 'cards',
    data: z.object({ team: TeamId, project: ProjectId, projectPath: z.string(), deployment: DeploymentId }),
    triesForMs: hours(24),
  },
  sweep: { queue: 'sweep', data: z.object({}), triesForMs: 0 },
  linked: { queue: 'sign-ins', data: LinkNews, triesForMs: hours(24) },
  // As long as the note of the tokens lives.
  revoke: { queue: 'sign-ins', data: z.object({ handle: z.string() }), triesForMs: hours(24 * 7) },
  'poll-device': {
    queue: 'sign-ins',
    data: z.object({ person: SlackPerson, id: z.string() }),
    triesForMs: minutes(15),
  },
  'answer-link': { queue: 'sign-ins', data: LinkAnswer, triesForMs: minutes(10) },
  // What an outage outlasts is asked again by the next round.
  'check-watch': { queue: 'watches', data: WatchName, triesForMs: minutes(10) },
  'check-watches': { queue: 'watches', data: z.object({}), triesForMs: 0 },
} as const;

export type JobName = keyof typeof JOBS;
export type JobData<N extends JobName> = z.infer<(typeof JOBS)[N]['data']>;
export type QueueName = (typeof JOBS)[JobName]['queue'];

/** How many jobs of a queue one process works on at a time. */
export const QUEUES: Record<QueueName, { readonly concurrency: number }> = {
  acts: { concurrency: 32 },
  cards: { concurrency: 16 },
  // A project that hangs must hold up its own sweep only.
  sweep: { concurrency: 8 },
  'sign-ins': { concurrency: 16 },
  // Nobody waits for these: GitLab is asked a few at a time.
  watches: { concurrency: 4 },
};

/** Finished jobs go at once; failed ones stay a week, set apart, for the operator to read. */
export const RETENTION = { removeOnComplete: true, removeOnFail: { age: 7 * 86_400, count: 1000 } } as const;

/** A finished job that must not be queued again is remembered longer than anything asks for it. In seconds. */
export const REMEMBERED = { age: 25 * 3_600 } as const;

/**
 * A worker that dies loses its job to another after about this long, and one that lost Redis looks for it again every
 * second. Short, since a person waits; the counts are generous, since dying workers say nothing about the job.
 */
export const RECOVERY = {
  lockDuration: 6_000,
  stalledInterval: 2_500,
  maxStalledCount: 50,
  runRetryDelay: 1_000,
} as const;
