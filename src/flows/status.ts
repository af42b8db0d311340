import { codeOf } from '../core/errors.ts';
import type { ChannelId } from '../core/ids.ts';
import type { Notice } from '../core/notice.ts';
import type { SlackPerson } from '../core/person.ts';
import type { PollOverview } from '../core/ports/inspection.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Asked, Status } from '../core/status.ts';
import { isFromFile, type Watch } from '../core/watch.ts';
import { operatorsOnly } from './all-watches.ts';
import { troublesOf } from './trouble.ts';
import { idleWatches } from './watches-file/idle.ts';

/** A process says every ten seconds that it lives. */
const PRESENT_MS = 45_000;

/**
 * How this Slipway fares, for operators: all processes together, as Redis knows them, and what GitLab and Slack answer.
 * @throws SlipwayError `operators-only`, `account-refused`, `account-unchecked`, `store-unavailable`
 */
export async function status(ports: Ports, person: SlackPerson, channel: ChannelId): Promise<Notice> {
  await operatorsOnly(ports, person, channel);
  const { inspection, clock, hooks } = ports;
  const now = clock.now();
  const [slack, gitlab, token, watches, polls] = await Promise.all([
    asked(async () => {
      await ports.people.assertReachable();
      return undefined;
    }),
    asked(() => ports.watcher.version()),
    asked(() => ports.watcher.users.ownToken()),
    watchesOf(ports, person),
    inspection.polls(),
  ]);
  const projects = [...new Set([...polls.notes.keys(), ...watches.map((watch) => watch.project)])];
  const groups = (await ports.groupWatches.all()).filter(({ team }) => team === person.team);
  const own = [...watches.filter(({ group }) => group === undefined), ...groups];
  const found: Status = {
    now,
    slack,
    gitlab,
    token,
    processes: await inspection.processes(now - PRESENT_MS),
    server: await inspection.server(),
    queues: await ports.queueCounts(),
    polls: pollsIn(polls, watches, now),
    webhook: { lastAt: await hooks.lastAt(), refusedAt: await hooks.lastRefusedAt() },
    connections: await inspection.connections(person.team),
    watches: {
      total: own.length,
      paused: own.filter((watch) => watch.paused !== undefined).length,
      troubled: (await troublesOf(ports, watches)).size,
      fromFile: own.filter(isFromFile).length,
      replacing: own.filter(({ file }) => file?.instead !== undefined).length,
      idle: (await idleWatches(ports)).length,
    },
    openCards: await inspection.openCards(projects),
    audit: await ports.audit.head(),
    errors: await inspection.errors(now),
  };
  return { kind: 'status', status: found };
}

async function asked<T>(work: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { known: await work() };
  } catch (error) {
    return { failed: codeOf(error) };
  }
}

async function watchesOf({ watches }: Ports, { team }: SlackPerson): Promise<readonly Watch[]> {
  return (await watches.all()).filter((watch) => watch.team === team);
}

function pollsIn(
  { notes, oldestDueAt }: PollOverview,
  watches: readonly Watch[],
  now: number,
): Status['polls'] {
  const paths = new Map(watches.map((watch) => [watch.project, watch.projectPath]));
  const count = (pace: string): number => [...notes.values()].filter((note) => note.pace === pace).length;
  const failing = [...notes]
    .filter(([, note]) => note.pace === 'failing')
    .map(([project, { failures, code = '' }]) => ({
      project: paths.get(project) ?? String(project),
      failures,
      code,
    }));
  failing.sort((a, b) => b.failures - a.failures);
  return {
    hot: count('hot'),
    warm: count('warm'),
    cold: count('cold'),
    lateMs: Math.max(0, now - (oldestDueAt ?? now)),
    failing,
  };
}
