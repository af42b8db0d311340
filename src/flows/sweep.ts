import { codeOf, isError, SlipwayError } from '../core/errors.ts';
import type { ProjectId } from '../core/ids.ts';
import { pollPace, warmthOf } from '../core/poll-pace.ts';
import type { Ports } from '../core/ports/ports.ts';
import { pollProject } from './poll-project.ts';

/** Projects polled at a time. */
const AT_A_TIME = 20;
/**
 * A claimed project whose worker died falls due again after this. A little longer than one request to GitLab may take;
 * a poll that takes longer may overlap with the next one, which repeats work and harms nothing.
 */
const LEASE_MS = 12_000;
/** A sweep ends after this long, so that a shutdown never waits for a long due-list. */
const BUDGET_MS = 20_000;

/**
 * Polls every project that is due, so many at a time; a slow one keeps no other due one waiting. Any number of sweeps may
 * run in any number of processes: each project is claimed by one. A failing project waits longer.
 * @returns how many projects were polled
 * @throws `store-unavailable`
 */
export async function sweep(ports: Ports): Promise<number> {
  const due = dueProjects(ports, ports.clock.now() + BUDGET_MS);
  let polled = 0;
  let outages = 0;
  const work = async (): Promise<void> => {
    for (let project = await due.next(); project !== undefined; project = await due.next()) {
      const end = await pollAndReschedule(ports, project);
      polled += 1;
      outages = end === 'outage' ? outages + 1 : 0;
      // So many in a row show that nobody answers; the rest of the list waits for the next sweep.
      if (outages >= AT_A_TIME) due.end();
    }
  };
  // A worker ends when nothing is due, or fails when the store is away; the others finish what they have.
  await Promise.all(Array.from({ length: AT_A_TIME }, () => work().finally(due.end)));
  return polled;
}

/**
 * Hands out due projects one by one until none is due, or until `until`. As many are claimed as are waited for: none
 * spends its lease in a queue.
 */
function dueProjects(ports: Ports, until: number) {
  const claimed: ProjectId[] = [];
  let waiting = 0;
  let isOver = false;
  let claiming: Promise<void> | undefined;
  const claim = async (): Promise<void> => {
    // Those who come free in the same moment are counted first.
    await Promise.resolve();
    const now = ports.clock.now();
    const due = now < until ? await ports.polls.claim(now, LEASE_MS, waiting) : [];
    claimed.push(...due);
    isOver ||= due.length === 0;
    claiming = undefined;
  };
  return {
    next: async (): Promise<ProjectId | undefined> => {
      waiting += 1;
      while (claimed.length === 0 && !isOver) {
        claiming ??= claim();
        await claiming;
      }
      waiting -= 1;
      return claimed.shift();
    },
    end: (): void => {
      isOver = true;
    },
  };
}

async function pollAndReschedule(ports: Ports, project: ProjectId): Promise<'polled' | 'failed' | 'outage'> {
  const { pace } = ports.settings;
  try {
    const result = await pollProject(ports, project);
    if (result.forgotten) return 'polled';
    const now = ports.clock.now();
    const next = pollPace(pace, result.hooks, result, now);
    await ports.polls.reschedule(project, now + jittered(ports, next), {
      pace: warmthOf(result, now),
      failures: 0,
    });
    return 'polled';
  } catch (error) {
    const isOutage = isError(error, 'gitlab-unreachable', 'gitlab-down', 'gitlab-timeout');
    await postpone(ports, project, error, isOutage ? pace.warmMs : pace.coldMs);
    return isOutage ? 'outage' : 'failed';
  }
}

/**
 * Backs off from a project that cannot be read: double the hot pace with each failure.
 * @param most milliseconds; less where GitLab as a whole is away, since it comes back for all projects at once and
 *   people wait for it
 */
async function postpone(ports: Ports, project: ProjectId, error: unknown, most: number): Promise<void> {
  const { hotMs } = ports.settings.pace;
  const state = await ports.polls.read(project);
  const failures = (state?.failures ?? 0) + 1;
  ports.log.warn({ project, failures, err: error }, 'a project could not be polled');
  if (state !== undefined) await ports.polls.write(project, { ...state, failures });
  const asked = error instanceof SlipwayError ? (error.retryAfterMs ?? 0) : 0;
  const backoff = Math.min(hotMs * 2 ** Math.min(failures, 10), most);
  const at = ports.clock.now() + Math.max(asked, jittered(ports, backoff));
  await ports.polls.reschedule(project, at, { pace: 'failing', failures, code: codeOf(error) });
}

/** ±20 %, so that projects do not fall due in step. */
const jittered = (ports: Ports, ms: number): number => ms * (0.8 + 0.4 * ports.chance.fraction());
