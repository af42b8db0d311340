import { type FileWatch, isSameDeclaration, saysSame } from '../../core/declared-watch.ts';
import {
  type AnyWatch,
  type AnyWatchName,
  groupPattern,
  isGroupName,
  isGroupWatch,
  keyOfWatch,
} from '../../core/group-watch.ts';
import { ProjectId, type TeamId } from '../../core/ids.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { isFromFile } from '../../core/watch.ts';
import { findWatch, holdWatch } from '../find-watch.ts';
import { putWatch } from '../put-watch.ts';
import { refreshGroup } from '../refresh-group.ts';
import { closeQuestion } from '../watch-question.ts';
import { fromFile } from './from-file.ts';
import { findTarget, isKnown, type Round, take } from './target.ts';
import { tellNews } from './tell-news.ts';

/**
 * Makes a channel's watch what is declared. One that somebody set up by command gives way. Of a group's projects it shows
 * those the bot's own token reads.
 * @throws SlipwayError what GitLab and Slack throw while they are in trouble; `busy-elsewhere`, `store-unavailable`
 */
export async function settleWatch(ports: Ports, declared: FileWatch, round: Round): Promise<void> {
  const { team } = ports.settings;
  if (isKnown(declared, round)) {
    const watch = await findWatch(ports, nameOf(team, declared, declared.id));
    if (isSettled(watch, declared)) return take(declared, declared.id, round);
  }
  const target = await findTarget(ports, declared, round);
  if (target === undefined) return;
  const name = nameOf(team, declared, target.id);
  await holdWatch(ports, name, () => settle(ports, declared, name, target.path));
  const made = await findWatch(ports, name);
  if (made !== undefined && isGroupWatch(made)) await refreshGroup(ports, made);
}

const nameOf = (team: TeamId, { channel, of }: FileWatch, id: number): AnyWatchName =>
  of.kind === 'group' ? { team, channel, group: id } : { team, channel, project: ProjectId.parse(id) };

const saysDeclared = (watch: AnyWatch | undefined, { rule }: FileWatch): watch is AnyWatch =>
  watch !== undefined && isFromFile(watch) && saysSame(watch, rule);

const isSettled = (watch: AnyWatch | undefined, declared: FileWatch): boolean =>
  saysDeclared(watch, declared) && watch.file?.news === undefined;

async function settle(ports: Ports, declared: FileWatch, name: AnyWatchName, path: string): Promise<void> {
  const now = await ports.fileWatches.get(declared);
  // The file of a process that started meanwhile says otherwise.
  if (now === undefined || !isSameDeclaration(now, declared)) return;
  const before = await findWatch(ports, name);
  if (isSettled(before, declared)) return;
  const made = saysDeclared(before, declared) ? before : await make(ports, declared, name, path, before);
  const file = await tellNews(ports, `file-watch-${keyOfWatch(made)}-${made.madeAt}`, made);
  await putWatch(ports, { ...made, file });
}

async function make(
  ports: Ports,
  { rule }: FileWatch,
  name: AnyWatchName,
  path: string,
  before: AnyWatch | undefined,
): Promise<AnyWatch> {
  const madeAt = ports.clock.now();
  const said = { ...rule, madeBy: 'file', madeAt, file: fromFile(before, rule) } as const;
  const made: AnyWatch = isGroupName(name)
    ? { ...name, projectPath: groupPattern(path), ...said, projects: projectsOf(before), hidden: 0 }
    : { ...name, projectPath: path, ...said };
  await putWatch(ports, made);
  if (!isGroupWatch(made)) await ports.polls.dueBy(made.project, madeAt);
  if (before !== undefined && !isFromFile(before)) await closeQuestion(ports, before, { how: 'file' });
  return made;
}

/** Those covered until now, so that none is forgotten that is covered no longer. */
const projectsOf = (before: AnyWatch | undefined): ProjectId[] =>
  before !== undefined && isGroupWatch(before) ? before.projects : [];
