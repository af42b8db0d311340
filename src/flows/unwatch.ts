import { SlipwayError } from '../core/errors.ts';
import { type AnyWatch, groupPattern, isGroupWatch, keyOfWatch } from '../core/group-watch.ts';
import type { ChannelId } from '../core/ids.ts';
import type { Notice } from '../core/notice.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import { marks } from '../core/step-up.ts';
import { isDirect } from '../core/watch-delivery.ts';
import type { WatchSubject } from '../core/watch-subject.ts';
import { assertNotFromFile } from './assert-not-from-file.ts';
import { endByHand } from './end-watch.ts';
import { findWatch, holdWatch, watchesIn } from './find-watch.ts';
import { assertMayEnd, assertMayUnmark, unmarkedBy } from './may-end-watch.ts';
import { assertOperator } from './operators.ts';
import { recordingRefusal, recordWatch } from './record-watch.ts';
import { announceWatch } from './watch-question.ts';

/** Whose watch somebody wants to end, and where they say so. */
export interface UnwatchWish {
  readonly person: SlackPerson;
  /** Where it was asked. */
  readonly here: ChannelId;
  /** Another channel, for operators. */
  readonly elsewhere: ChannelId | undefined;
  /** `undefined` means the only one. */
  readonly named: WatchSubject | undefined;
}

/**
 * Ends a channel's watch. Open cards still follow their deployments to the end. A channel hears who ended what somebody
 * else had set up.
 * @throws SlipwayError `watch-not-found`, `project-missing`, `watch-from-file`; `operators-only` for another channel's; what `assertMayEnd`
 *   throws
 */
export function unwatch(ports: Ports, wish: UnwatchWish): Promise<Notice> {
  const { person, here, elsewhere } = wish;
  const channel = elsewhere ?? here;
  const line = { act: 'unwatch', person, channel, project: textOf(wish.named) } as const;
  return recordingRefusal(ports, line, async () => {
    if (elsewhere !== undefined && elsewhere !== here) await assertOperator(ports, person);
    else await ports.people.assertMayAct(person);
    const target = await targetOf(ports, wish, channel);
    assertNotFromFile(target);
    await assertMayEnd(ports, person, target);
    await holdWatch(ports, target, async () => {
      const watch = await findWatch(ports, target);
      if (watch === undefined) throw new SlipwayError('watch-not-found', { project: target.projectPath });
      assertNotFromFile(watch);
      // Nobody may end it who could end only what it was a moment ago.
      if (marks(watch)) await assertMayUnmark(ports, person, watch);
      await recordWatch(ports, { ...line, ...unmarkedBy(watch), project: target.projectPath });
      await endByHand(ports, watch, person.user);
    });
    await tell(ports, target, person);
    return {
      kind: 'watch-removed',
      projectPath: target.projectPath,
      channel: elsewhere,
      isDirect: isDirect(channel),
    };
  });
}

const textOf = (named: WatchSubject | undefined): string | undefined => {
  if (named === undefined) return undefined;
  return 'group' in named ? groupPattern(String(named.group)) : String(named.project);
};

async function targetOf(ports: Ports, { person, named }: UnwatchWish, channel: ChannelId): Promise<AnyWatch> {
  const watches = await watchesIn(ports, { team: person.team, channel });
  const [target, ...more] = watches.filter((one) => named === undefined || isOf(one, named));
  if (target === undefined)
    throw new SlipwayError('watch-not-found', {
      project: textOf(named),
      ...(isDirect(channel) ? { direct: 'yes' } : {}),
    });
  if (more.length === 0) return target;
  throw new SlipwayError('project-missing', { watched: watches.map((one) => one.projectPath) });
}

function isOf(watch: AnyWatch, named: WatchSubject): boolean {
  if (watch.projectPath === textOf(named)) return true;
  if (isGroupWatch(watch)) return 'group' in named && watch.group === named.group;
  return 'project' in named && watch.project === named.project;
}

async function tell(ports: Ports, watch: AnyWatch, { user }: SlackPerson): Promise<void> {
  if (watch.madeBy === user) return;
  const id = `watch-stopped-${keyOfWatch(watch)}-${watch.madeAt}`;
  await announceWatch(ports, id, { kind: 'watch-stopped', watch, by: user });
}
