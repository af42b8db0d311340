import type { TendWatchAct } from '../core/acts.ts';
import { SlipwayError } from '../core/errors.ts';
import type { Notice } from '../core/notice.ts';
import type { Ports } from '../core/ports/ports.ts';
import { unmarks } from '../core/step-up.ts';
import type { Watch } from '../core/watch.ts';
import { assertNotFromFile } from './assert-not-from-file.ts';
import { endByHand } from './end-watch.ts';
import { findWatch, holdWatch } from './find-watch.ts';
import type { Journal } from './journal.ts';
import { assertMayTry, UNMARKED } from './may-end-watch.ts';
import { assertOperator } from './operators.ts';
import { postOnce } from './post-once.ts';
import { recordingRefusal, recordWatch, type WatchLine } from './record-watch.ts';
import { unwatch } from './unwatch.ts';

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
      return remove(ports, act);
    case 'undo':
      return undo(ports, act, journal);
  }
}

/** The watch the button stands for. */
async function standing(ports: Ports, { watch: name, madeAt, what }: TendWatchAct): Promise<Watch> {
  const watch = await findWatch(ports, name);
  if (what !== 'test') assertNotFromFile(watch);
  if (watch === undefined || watch.madeAt !== madeAt)
    throw new SlipwayError('watch-changed', { project: watch?.projectPath });
  return watch;
}

/** Members of a channel tend its watches there; from elsewhere only whoever set one up, and operators. */
async function assertNear(ports: Ports, { person, reply }: TendWatchAct, watch: Watch): Promise<void> {
  if (reply.channel !== watch.channel && watch.madeBy !== person.user) await assertOperator(ports, person);
}

async function test(ports: Ports, act: TendWatchAct, journal: Journal): Promise<Notice> {
  const { person } = act;
  const line = { act: 'watch', person, channel: act.watch.channel, detail: 'test', job: journal.id } as const;
  return recordingRefusal(ports, { ...line, project: String(act.watch.project) }, async () => {
    await ports.people.assertMayAct(person);
    const watch = await standing(ports, act);
    await assertNear(ports, act, watch);
    await assertMayTry(ports, person, watch);
    const announcement = { kind: 'watch-test', watch, by: person.user } as const;
    await postOnce(
      ports,
      `watch-test-${journal.id}`,
      { channel: watch.channel },
      { kind: 'announcement', announcement },
    );
    return { kind: 'watch-tested', watch };
  });
}

async function remove(ports: Ports, act: TendWatchAct): Promise<Notice> {
  const { person } = act;
  const watch = await standing(ports, act);
  await assertNear(ports, act, watch);
  const { channel, project } = watch;
  const removed = await unwatch(ports, { person, here: channel, elsewhere: undefined, project });
  return act.reply.channel === channel ? removed : { ...removed, ...elsewhere(channel) };
}

const elsewhere = (channel: Watch['channel']) => ({ channel });

/** Takes a watch back: what it replaced stands again, in the name of whoever had set that up. */
async function undo(ports: Ports, act: TendWatchAct, journal: Journal): Promise<Notice> {
  const { person, before } = act;
  const line: WatchLine = {
    act: before === undefined ? 'unwatch' : 'watch',
    person,
    channel: act.watch.channel,
    project: String(act.watch.project),
    detail: 'undo',
    job: journal.id,
  };
  return recordingRefusal(ports, line, async () => {
    await ports.people.assertMayAct(person);
    return holdWatch(ports, act.watch, async () => {
      const watch = await standing(ports, act);
      if (watch.madeBy !== person.user)
        throw new SlipwayError('watch-changed', { project: watch.projectPath });
      const unmarked = before === undefined ? watch.confirm !== undefined : unmarks(watch, before);
      const detail = unmarked ? `undo, ${UNMARKED}` : 'undo';
      await recordWatch(ports, { ...line, detail, project: watch.projectPath });
      const restored = before === undefined ? undefined : await restore(ports, before);
      if (restored === undefined) await endByHand(ports, watch, person.user);
      return { kind: 'watch-undone', projectPath: watch.projectPath, restored };
    });
  });
}

/** A pause begins anew, since the question about it was closed. */
async function restore(ports: Ports, before: Watch): Promise<Watch> {
  const at = ports.clock.now();
  const { paused, ...watch } = before;
  const restored =
    paused === undefined
      ? watch
      : { ...watch, paused: { ...paused, at, until: at + ports.settings.watchCheck.graceMs } };
  await ports.watches.put(restored);
  await ports.polls.dueBy(restored.project, at);
  return restored;
}
