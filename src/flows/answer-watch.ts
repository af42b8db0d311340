import type { AnswerWatchAct } from '../core/acts.ts';
import { isError, SlipwayError } from '../core/errors.ts';
import type { Notice } from '../core/notice.ts';
import type { Ports } from '../core/ports/ports.ts';
import { isPaused, type PausedWatch, type Watch } from '../core/watch.ts';
import { asPerson } from './as-person.ts';
import { endByHand } from './end-watch.ts';
import { findWatch, holdWatch, renewed } from './find-watch.ts';
import type { Journal } from './journal.ts';
import { assertMayEnd, unmarkedBy } from './may-end-watch.ts';
import { recordingRefusal, recordWatch, type WatchLine } from './record-watch.ts';
import { announceWatch, closeQuestion, questionAt } from './watch-question.ts';

/**
 * Somebody's answer to the question what becomes of a paused watch. *Keep* makes the watch theirs, if they may read the
 * project themselves; *Stop* ends it, for those who may end it. Only the message that asks is answered.
 * @throws SlipwayError `not-connected`, `account-refused`, `watch-unreadable`, `watch-of-others`, `watch-answered`,
 *   `control-unknown`; GitLabError
 */
export async function answerWatch(ports: Ports, act: AnswerWatchAct, journal: Journal): Promise<Notice> {
  const name = { team: act.person.team, channel: act.channel, project: act.project };
  const seen = await findWatch(ports, name);
  const line: WatchLine = {
    act: act.answer === 'keep' ? 'take-over-watch' : 'unwatch',
    person: act.person,
    channel: act.channel,
    message: act.message,
    project: seen?.projectPath ?? String(act.project),
    job: journal.id,
  };
  return recordingRefusal(ports, line, async () => {
    await ports.people.assertMayAct(act.person);
    // A repetition of what this very act has done already.
    if (seen !== undefined && wasKept(seen, act)) return keptBy(seen);
    const question = await questionOf(ports, seen, act);
    await (act.answer === 'keep'
      ? assertReads(ports, act, question)
      : assertMayEnd(ports, act.person, question));
    return holdWatch(ports, name, async () => {
      const watch = await questionOf(ports, await findWatch(ports, name), act);
      await recordWatch(ports, { ...line, ...(act.answer === 'stop' ? unmarkedBy(watch) : {}) });
      return act.answer === 'keep' ? keep(ports, watch, act) : stop(ports, watch, act);
    });
  });
}

const wasKept = (watch: Watch, act: AnswerWatchAct): boolean =>
  act.answer === 'keep' &&
  !isPaused(watch) &&
  watch.madeBy === act.person.user &&
  watch.madeAt >= act.askedAt;

const keptBy = (watch: Watch): Notice => ({ kind: 'watch-kept', watch });

/** The watch, if it still waits for an answer to this very question. */
async function questionOf(ports: Ports, watch: Watch | undefined, act: AnswerWatchAct): Promise<PausedWatch> {
  if (watch === undefined || !isPaused(watch) || watch.paused.at !== act.askedAt)
    throw new SlipwayError('watch-answered', { project: watch?.projectPath });
  if ((await questionAt(ports, watch)) !== act.message) throw new SlipwayError('control-unknown');
  return watch;
}

async function assertReads(ports: Ports, { person }: AnswerWatchAct, watch: Watch): Promise<void> {
  const { api } = await asPerson(ports, person);
  try {
    await api.deployments.list(watch.project, { perPage: 1 });
  } catch (error) {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden')) throw error;
    throw new SlipwayError('watch-unreadable', { project: watch.projectPath }, { cause: error });
  }
}

async function keep(ports: Ports, watch: PausedWatch, { person }: AnswerWatchAct): Promise<Notice> {
  const now = ports.clock.now();
  const kept = renewed(watch, person.user, now);
  await ports.watches.put(kept);
  await ports.polls.dueBy(watch.project, now);
  await closeQuestion(ports, watch, { how: 'kept', by: person.user });
  const id = `watch-kept-${watch.team}-${watch.channel}-${watch.project}-${watch.paused.at}`;
  await announceWatch(ports, id, { kind: 'watch-taken-over', watch: kept, from: watch.madeBy });
  return keptBy(kept);
}

async function stop(ports: Ports, watch: PausedWatch, { person }: AnswerWatchAct): Promise<Notice> {
  await endByHand(ports, watch, person.user);
  return { kind: 'watch-removed', projectPath: watch.projectPath };
}
