import { codeOf, isError } from '../core/errors.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { ProjectId } from '../core/ids.ts';
import { longestPace, pollPace, warmthOf } from '../core/poll-pace.ts';
import type { PollStart } from '../core/ports/polls.ts';
import type { Ports } from '../core/ports/ports.ts';
import { pollProject } from './poll-project.ts';
import { noteUnreadable } from './project-trouble.ts';
import { askedToWait } from './rate-limited.ts';

/** Projects polled at a time. */
const AT_A_TIME = 20;
/**
 * A claimed project whose worker died falls due again after this. A little longer than one request to GitLab may take;
 * a poll that takes longer may overlap with the next one, which repeats work and harms nothing.
 */
const LEASE_MS = 12_000;
/** A sweep ends after this long, so that a shutdown never waits for a long due-list. */
const BUDGET_MS = 20_000;
/** So many polls in a row without an answer, in all processes, show that nobody answers. */
const OUTAGE = 5;

/**
 * Polls every project that is due, so many at a time; a slow one keeps no other due one waiting. Any number of sweeps may
 * run in any number of processes: each project is claimed by one. A failing project waits longer; while GitLab is away
 * all rest, and one of them finds out whether it is back.
 * @param left projects whose claim could not be ended, kept from one sweep of this process to the next: whoever waits for
 *   them need not wait for the end of the lease
 * @returns how many projects were polled
 * @throws `store-unavailable`
 */
export async function sweep(ports: Ports, left: Set<ProjectId> = new Set()): Promise<number> {
  await giveBack(ports, left);
  const held = new Set<ProjectId>();
  const due = dueProjects(ports, ports.clock.now() + BUDGET_MS, held);
  let polled = 0;
  let rests = false;
  const work = async (): Promise<void> => {
    for (let claimed = await due.next(); claimed !== undefined; claimed = await due.next()) {
      const misses = await pollAndReschedule(ports, claimed);
      held.delete(claimed.project);
      polled += 1;
      if (misses >= OUTAGE && !rests) {
        rests = true;
        due.end();
        await rest(ports);
      }
    }
  };
  // A worker ends when nothing is due, or fails when the store is away; the others finish what they have.
  const ends = await Promise.allSettled(Array.from({ length: AT_A_TIME }, () => work().finally(due.end)));
  for (const project of held) left.add(project);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return polled;
}

/** Ends claims that an earlier sweep could not end. */
async function giveBack(ports: Ports, left: Set<ProjectId>): Promise<void> {
  for (const project of [...left]) {
    left.delete(project);
    try {
      await ports.polls.finish(project, { at: ports.clock.now() });
    } catch (error) {
      left.add(project);
      throw error;
    }
  }
}

/**
 * Hands out due projects one by one until none is due, or until `until`. As many are claimed as are waited for: none
 * spends its lease in a queue.
 */
function dueProjects(ports: Ports, until: number, held: Set<ProjectId>) {
  const longestMs = longestWait(ports);
  const claimed: PollStart[] = [];
  let waiting = 0;
  let isOver = false;
  let claiming: Promise<void> | undefined;
  const claim = async (): Promise<void> => {
    // Those who come free in the same moment are counted first.
    await Promise.resolve();
    const now = ports.clock.now();
    const due = now < until ? await ports.polls.claim(now, LEASE_MS, waiting, longestMs) : [];
    for (const project of due) held.add(project);
    const starts = due.length === 0 ? [] : await ports.polls.load(due);
    claimed.push(...starts);
    isOver ||= due.length === 0;
    claiming = undefined;
  };
  return {
    next: async (): Promise<PollStart | undefined> => {
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

/** Resolves to how many polls in a row found GitLab away. */
async function pollAndReschedule(ports: Ports, start: PollStart): Promise<number> {
  const { pace } = ports.settings;
  const { project } = start;
  try {
    const result = await pollProject(ports, start);
    if (result === undefined) {
      await ports.polls.forget(project);
      return 0;
    }
    const now = ports.clock.now();
    const at = now + jittered(ports, pollPace(pace, result.hooks, result, now));
    const note = { pace: warmthOf(result, now), failures: 0 };
    const misses = await ports.polls.finish(project, { at, note, state: result.state, gitlab: 'answered' });
    if (misses >= OUTAGE) ports.log.info({ misses }, 'GitLab answers again; polling goes on');
    return 0;
  } catch (error) {
    return postpone(ports, start, error);
  }
}

const isAway = (error: unknown): boolean =>
  isError(error, 'gitlab-unreachable', 'gitlab-down', 'gitlab-timeout');

/**
 * Backs off from a project that cannot be read: double the hot pace with each failure. Less where GitLab as a whole is
 * away, since it comes back for all projects at once and people wait for it.
 */
async function postpone(ports: Ports, { project, state }: PollStart, error: unknown): Promise<number> {
  const { pace } = ports.settings;
  const isHidden = isError(error, 'gitlab-not-found', 'gitlab-forbidden');
  const failures = isHidden ? await noteUnreadable(ports, project) : (state?.failures ?? 0) + 1;
  ports.log.warn({ project, failures, err: error }, 'a project could not be polled');
  const asked = askedToWait(ports, error);
  const most = isAway(error) ? pace.warmMs : pace.coldMs;
  const backoff = Math.min(pace.hotMs * 2 ** Math.min(failures, 10), most);
  const at = ports.clock.now() + Math.min(Math.max(asked, jittered(ports, backoff)), longestWait(ports));
  const answered = error instanceof GitLabError && error.status !== undefined ? 'answered' : undefined;
  const misses = await ports.polls.finish(project, {
    at,
    note: { pace: 'failing', failures, code: codeOf(error) },
    state: state === undefined ? undefined : { ...state, failures },
    // One project that never answers says nothing about GitLab, however often it is asked.
    gitlab: isAway(error) ? (failures <= 2 ? 'away' : undefined) : answered,
  });
  return isAway(error) ? misses : 0;
}

/** Nobody is polled for a while, in any process: as long as one failing project would wait. */
async function rest(ports: Ports): Promise<void> {
  const { hotMs, warmMs } = ports.settings.pace;
  const now = ports.clock.now();
  await ports.polls.rest((times) => now + Math.min(hotMs * 2 ** Math.min(times - 1, 10), warmMs));
  ports.log.warn({}, 'GitLab is away; polling rests');
}

/** What falls due later than this was put there by a clock that ran ahead, ms. */
const longestWait = ({ settings }: Ports): number => 1.5 * longestPace(settings.pace);

/** ±10 %, so that projects do not fall due in step. */
const jittered = (ports: Ports, ms: number): number => ms * (0.9 + 0.2 * ports.chance.fraction());
