import type { Config } from '../config.ts';
import { type DeclaredWatch, declaredPath } from '../core/declared-watch.ts';
import { isError } from '../core/errors.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { SlackPeople } from '../core/ports/slack.ts';
import { createLog } from '../log.ts';
import { systemClock } from '../real-world.ts';
import { createSlackClients } from '../slack/client.ts';
import { createSlackPeople } from '../slack/people.ts';
import { type Check, Finding } from './check.ts';
import { readerOf } from './reader.ts';

/** Channels, and projects or groups, that are looked at: each takes a request, and both sides count them. */
const MOST_LOOKED_AT = 100;
const MOST_NAMED = 10;

/** Whether something can come of what the file of watches declares, where there is one. */
export function watchesFileChecks(config: Config): Check[] {
  const { watches } = config;
  if (watches === undefined) return [];
  const log = createLog('silent');
  const { interactive } = createSlackClients({
    token: config.slack.botToken,
    apiUrl: config.slack.apiUrl,
    log,
  });
  const people = createSlackPeople({ client: interactive, clock: systemClock });
  return [{ name: 'WATCHES_FILE', look: () => look(watches, people, readerOf(config)) }];
}

async function look(
  watches: readonly DeclaredWatch[],
  people: Pick<SlackPeople, 'canPost'>,
  watcher: GitLabApi,
): Promise<string> {
  const channels = [...new Set(watches.map(({ channel }) => channel))];
  const targets = [...new Map(watches.map((watch) => [declaredPath(watch).toLowerCase(), watch])).values()];
  const closed = await failing(channels, (channel) => people.canPost(channel));
  const unread = await failing(targets, (target) => mayRead(watcher, target));
  const problems = [
    ...problem(closed, 'the bot cannot post in', 'invite it there with /invite'),
    ...problem(
      unread.map(declaredPath),
      'GITLAB_TOKEN cannot read',
      'add its account as Reporter, or mend the path',
    ),
  ];
  if (problems.length > 0) throw new Finding(problems.join('. '));
  const isAll = Math.max(channels.length, targets.length) <= MOST_LOOKED_AT;
  const part = isAll ? '' : `; the first ${MOST_LOOKED_AT} of each were looked at`;
  return `${watches.length} declared, for ${channels.length} channel${channels.length === 1 ? '' : 's'}${part}`;
}

/** Those for which the answer is no; one after the other, for each side's limits. */
async function failing<T>(all: readonly T[], isFine: (one: T) => Promise<boolean>): Promise<T[]> {
  const failed: T[] = [];
  for (const one of all.slice(0, MOST_LOOKED_AT)) if (!(await isFine(one))) failed.push(one);
  return failed;
}

async function mayRead(
  { projects, deployments, groups }: GitLabApi,
  { of }: DeclaredWatch,
): Promise<boolean> {
  try {
    if (of.kind === 'group') await groups.projects((await groups.get(of.ref)).id, { perPage: 1 });
    else await deployments.list((await projects.get(of.ref)).id, { perPage: 1 });
    return true;
  } catch (error) {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden')) throw error;
    return false;
  }
}

function problem(names: readonly string[], what: string, remedy: string): string[] {
  if (names.length === 0) return [];
  const rest = names.length - MOST_NAMED;
  const more = rest > 0 ? ` and ${rest} more` : '';
  return [`${what} ${names.slice(0, MOST_NAMED).join(', ')}${more}: ${remedy}`];
}
