import type { TendWatchAct } from '../core/acts.ts';
import { SlipwayError } from '../core/errors.ts';
import { type AnyWatch, isGroupWatch, wordFor } from '../core/group-watch.ts';
import type { Notice } from '../core/notice.ts';
import type { Ports } from '../core/ports/ports.ts';
import { unmarks } from '../core/step-up.ts';
import { isDirect } from '../core/watch-delivery.ts';
import { assertNotFromFile } from './assert-not-from-file.ts';
import { endByHand } from './end-watch.ts';
import { findWatch, holdWatch } from './find-watch.ts';
import type { Journal } from './journal.ts';
import { assertMayTry, UNMARKED } from './may-end-watch.ts';
import { assertOperator } from './operators.ts';
import { postOnce } from './post-once.ts';
import { recordingRefusal, recordWatch, type WatchLine } from './record-watch.ts';
import { refreshSoon, restoreWatch } from './restore-watch.ts';
import { unwatch } from './unwatch.ts';
import { announcing } from './watch-question.ts';

/**
 * A button of an answer about a watch: sends a test into its channel, ends it, or takes it back. The button stands for
 * one very watch: one that was set up anew since is left alone.
 * @throws SlipwayError `watch-changed`, `watch-from-file`, `account-refused`, `watch-of-others`, `channel-unreachable`, `operators-only`;
 *   what `unwatch` throws; GitLabError
 */
export async function tendWatch(ports: Ports, act: TendWatchAct, journal: Journal): Promise<Notice> {
  switch (act.what) {
    case 'test':
      return test(ports, act, journal);
    case 'remove':
      return remove(ports, act, journal);
    case 'undo':
      return undo(ports, act, journal);
  }
}

/** The watch the button stands for. */
async function standing(ports: Ports, { watch: name, madeAt, what }: TendWatchAct): Promise<AnyWatch> {
  const watch = await findWatch(ports, name);
  if (what !== 'test') assertNotFromFile(watch);
  if (watch === undefined || watch.madeAt !== madeAt)
    throw new SlipwayError('watch-changed', { project: watch?.projectPath });
  return watch;
}

/** Members of a channel tend its watches there; from elsewhere only whoever set one up, and operators. */
async function assertNear(ports: Ports, { person, reply }: TendWatchAct, watch: AnyWatch): Promise<void> {
  if (reply.channel !== watch.channel && watch.madeBy !== person.user) await assertOperator(ports, person);
}

async function test(ports: Ports, act: TendWatchAct, journal: Journal): Promise<Notice> {
  const { person } = act;
  const line = { act: 'watch', person, channel: act.watch.channel, detail: 'test', job: journal.id } as const;
  return recordingRefusal(ports, { ...line, project: wordFor(act.watch) }, async () => {
    await ports.people.assertMayAct(person);
    const watch = await standing(ports, act);
    await assertNear(ports, act, watch);
    await assertMayTry(ports, person, watch);
    const announcement = { kind: 'watch-test', watch, by: person.user } as const;
    await postOnce(
      ports,
      `watch-test-${journal.id}`,
      { channel: watch.channel },
      await announcing(ports, announcement),
    );
    return { kind: 'watch-tested', watch };
  });
}

async function remove(ports: Ports, act: TendWatchAct, journal: Journal): Promise<Notice> {
  const { person } = act;
  const line = { act: 'unwatch', person, channel: act.watch.channel, job: journal.id } as const;
  const watch = await recordingRefusal(ports, { ...line, project: wordFor(act.watch) }, async () => {
    const found = await standing(ports, act);
    await assertNear(ports, act, found);
    return found;
  });
  const { channel } = watch;
  const named = isGroupWatch(watch) ? { group: watch.group } : { project: watch.project };
  const removed = await unwatch(ports, { person, here: channel, elsewhere: undefined, named });
  return act.reply.channel === channel ? removed : { ...removed, ...elsewhere(channel) };
}

const elsewhere = (channel: AnyWatch['channel']) => ({ channel });

/** Takes a watch back: what it replaced stands again, in the name of whoever had set that up. */
async function undo(ports: Ports, act: TendWatchAct, journal: Journal): Promise<Notice> {
  const { person, before } = act;
  const line: WatchLine = {
    act: before === undefined ? 'unwatch' : 'watch',
    person,
    channel: act.watch.channel,
    project: wordFor(act.watch),
    detail: 'undo',
    job: journal.id,
  };
  return recordingRefusal(ports, line, async () => {
    await ports.people.assertMayAct(person);
    const done = await holdWatch(ports, act.watch, async () => {
      const watch = await standing(ports, act);
      if (watch.madeBy !== person.user)
        throw new SlipwayError('watch-changed', { project: watch.projectPath });
      const unmarked = before === undefined ? watch.confirm !== undefined : unmarks(watch, before);
      const detail = unmarked ? `undo, ${UNMARKED}` : 'undo';
      await recordWatch(ports, { ...line, detail, project: watch.projectPath });
      const restored = before === undefined ? undefined : await restoreWatch(ports, watch, before);
      if (restored === undefined) await endByHand(ports, watch, person.user);
      return {
        kind: 'watch-undone',
        projectPath: watch.projectPath,
        restored,
        isDirect: isDirect(watch.channel),
      } as const;
    });
    await refreshSoon(ports, done.restored);
    return done;
  });
}
