import type { AnswerWatchAct } from '../core/acts.ts';
import { isError, SlipwayError } from '../core/errors.ts';
import {
  type AnyPausedWatch,
  type AnyWatch,
  isGroupWatch,
  keyOfWatch,
  wordFor,
} from '../core/group-watch.ts';
import type { Notice } from '../core/notice.ts';
import type { Ports } from '../core/ports/ports.ts';
import { isPaused } from '../core/watch.ts';
import { asPerson } from './as-person.ts';
import { cover } from './cover-group.ts';
import { endByHand } from './end-watch.ts';
import { findWatch, holdWatch, renewed } from './find-watch.ts';
import type { Journal } from './journal.ts';
import { assertMayEnd, unmarkedBy } from './may-end-watch.ts';
import { projectsIn, type Reach, reachOf } from './reach-group.ts';
import { assertReads } from './reads-watch.ts';
import { recordingRefusal, recordWatch, type WatchLine } from './record-watch.ts';
import { announceWatch, closeQuestion, questionAt } from './watch-question.ts';

/**
 * Somebody's answer to the question what becomes of a paused watch. *Keep* makes the watch theirs, if they may read the
 * project, or the group, themselves; *Stop* ends it, for those who may end it. Only the message that asks is answered.
 * @throws SlipwayError `not-connected`, `account-refused`, `watch-unreadable`, `watch-of-others`, `watch-answered`,
 *   `control-unknown`; GitLabError
 */
export async function answerWatch(ports: Ports, act: AnswerWatchAct, journal: Journal): Promise<Notice> {
  const name = act.watch;
  const seen = await findWatch(ports, name);
  const line: WatchLine = {
    act: act.answer === 'keep' ? 'take-over-watch' : 'unwatch',
    person: act.person,
    channel: name.channel,
    message: act.message,
    project: seen?.projectPath ?? wordFor(name),
    job: journal.id,
  };
  return recordingRefusal(ports, line, async () => {
    await ports.people.assertMayAct(act.person);
    // A repetition of what this very act has done already.
    if (seen !== undefined && wasKept(seen, act)) return keptBy(seen);
    const question = await questionOf(ports, seen, act);
    const reach = act.answer === 'keep' ? await reachBy(ports, act, question) : undefined;
    if (act.answer === 'stop') await assertMayEnd(ports, act.person, question);
    return holdWatch(ports, name, async () => {
      const watch = await questionOf(ports, await findWatch(ports, name), act);
      await recordWatch(ports, { ...line, ...(act.answer === 'stop' ? unmarkedBy(watch) : {}) });
      return act.answer === 'keep' ? keep(ports, watch, act, reach) : stop(ports, watch, act);
    });
  });
}

const wasKept = (watch: AnyWatch, act: AnswerWatchAct): boolean =>
  act.answer === 'keep' &&
  !isPaused(watch) &&
  watch.madeBy === act.person.user &&
  watch.madeAt >= act.askedAt;

const keptBy = (watch: AnyWatch): Notice => ({ kind: 'watch-kept', watch });

/** The watch, if it still waits for an answer to this very question. */
async function questionOf(
  ports: Ports,
  watch: AnyWatch | undefined,
  act: AnswerWatchAct,
): Promise<AnyPausedWatch> {
  if (watch === undefined || !isPaused(watch) || watch.paused.at !== act.askedAt)
    throw new SlipwayError('watch-answered', { project: watch?.projectPath });
  if ((await questionAt(ports, watch)) !== act.message) throw new SlipwayError('control-unknown');
  return watch;
}

/** What whoever keeps a watch may read of it: of a group, the projects it will cover. */
async function reachBy(
  ports: Ports,
  { person }: AnswerWatchAct,
  watch: AnyWatch,
): Promise<Reach | undefined> {
  const { api } = await asPerson(ports, person);
  try {
    if (!isGroupWatch(watch)) {
      await assertReads(api, watch);
      return undefined;
    }
    const reach = await reachOf(api, watch.group, await projectsIn(ports.watcher, watch.group));
    if (reach.refusal === undefined) return reach;
    throw reach.refusal;
  } catch (error) {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden')) throw error;
    throw new SlipwayError('watch-unreadable', { project: watch.projectPath }, { cause: error });
  }
}

async function keep(
  ports: Ports,
  watch: AnyPausedWatch,
  { person }: AnswerWatchAct,
  reach: Reach | undefined,
): Promise<Notice> {
  const now = ports.clock.now();
  const kept = await putKept(ports, renewed(watch, person.user, now), reach, now);
  await closeQuestion(ports, watch, { how: 'kept', by: person.user });
  const id = `watch-kept-${keyOfWatch(watch)}-${watch.paused.at}`;
  await announceWatch(ports, id, { kind: 'watch-taken-over', watch: kept, from: watch.madeBy });
  return keptBy(kept);
}

async function putKept(
  ports: Ports,
  kept: AnyWatch,
  reach: Reach | undefined,
  now: number,
): Promise<AnyWatch> {
  if (isGroupWatch(kept)) return reach === undefined ? kept : cover(ports, kept, reach, now);
  await ports.watches.put(kept);
  await ports.polls.dueBy(kept.project, now);
  return kept;
}

async function stop(ports: Ports, watch: AnyPausedWatch, { person }: AnswerWatchAct): Promise<Notice> {
  await endByHand(ports, watch, person.user);
  return { kind: 'watch-removed', projectPath: watch.projectPath };
}
