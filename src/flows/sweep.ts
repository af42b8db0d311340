import { isError, SlipwayError } from '../core/errors.ts';
import type { ProjectId } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';
import { pollProject } from './poll-project.ts';

const BATCH = 20;
/**
 * A claimed project whose worker died falls due again after this. A little longer than one request to GitLab may take;
 * a poll that takes longer may overlap with the next one, which repeats work and harms nothing.
 */
const LEASE_MS = 12_000;
/** A sweep ends after this long, so that a shutdown never waits for a long due-list. */
const BUDGET_MS = 20_000;
/** A project with a change this recent is polled at the warm pace. */
const WARM_FOR_MS = 3_600_000;

/**
 * Polls every project that is due, a batch at a time. Any number of sweeps may run in any number of processes: each
 * project is claimed by one. A failing project waits longer and holds up no other.
 * @returns how many projects were polled
 * @throws `store-unavailable`
 */
export async function sweep(ports: Ports): Promise<number> {
  const until = ports.clock.now() + BUDGET_MS;
  let polled = 0;
  while (ports.clock.now() < until) {
    const claimed = await ports.polls.claim(ports.clock.now(), LEASE_MS, BATCH);
    if (claimed.length === 0) break;
    const ends = await Promise.all(claimed.map((project) => pollAndReschedule(ports, project)));
    polled += claimed.length;
    // One batch was enough to see that nobody answers; the rest of the list waits for the next sweep.
    if (ends.every((end) => end === 'outage')) break;
  }
  return polled;
}

async function pollAndReschedule(ports: Ports, project: ProjectId): Promise<'polled' | 'failed' | 'outage'> {
  const { hotMs, warmMs, coldMs } = ports.settings.pace;
  try {
    const result = await pollProject(ports, project);
    if (result.forgotten) return 'polled';
    const warm = ports.clock.now() - result.changedAt < WARM_FOR_MS;
    await ports.polls.reschedule(
      project,
      ports.clock.now() + jittered(ports, result.hot ? hotMs : warm ? warmMs : coldMs),
    );
    return 'polled';
  } catch (error) {
    const isOutage = isError(error, 'gitlab-unreachable', 'gitlab-down', 'gitlab-timeout');
    await postpone(ports, project, error, isOutage ? warmMs : coldMs);
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
  await ports.polls.reschedule(project, ports.clock.now() + Math.max(asked, jittered(ports, backoff)));
}

/** ±20 %, so that projects do not fall due in step. */
const jittered = (ports: Ports, ms: number): number => ms * (0.8 + 0.4 * ports.chance.fraction());
