import { SlipwayError } from '../core/errors.ts';
import type { ChannelId } from '../core/ids.ts';
import type { Notice } from '../core/notice.ts';
import type { SlackPerson } from '../core/person.ts';
import type { ProjectRef } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { marks } from '../core/step-up.ts';
import type { Watch } from '../core/watch.ts';
import { assertNotFromFile } from './assert-not-from-file.ts';
import { endByHand } from './end-watch.ts';
import { findWatch, holdWatch } from './find-watch.ts';
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
  /** As the person named it; `undefined` means the only one. */
  readonly project: ProjectRef | undefined;
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
  const line = { act: 'unwatch', person, channel, project: textOf(wish.project) } as const;
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
    return { kind: 'watch-removed', projectPath: target.projectPath, channel: elsewhere };
  });
}

const textOf = (project: ProjectRef | undefined): string | undefined =>
  project === undefined ? undefined : String(project);

async function targetOf(ports: Ports, { person, project }: UnwatchWish, channel: ChannelId): Promise<Watch> {
  const watches = await ports.watches.ofChannel(person.team, channel);
  const [target, ...more] = watches.filter(
    (one) => project === undefined || one.project === project || one.projectPath === project,
  );
  if (target === undefined) throw new SlipwayError('watch-not-found', { project });
  if (more.length === 0) return target;
  throw new SlipwayError('project-missing', { watched: watches.map((one) => one.projectPath) });
}

async function tell(ports: Ports, watch: Watch, { user }: SlackPerson): Promise<void> {
  if (watch.madeBy === user) return;
  const id = `watch-stopped-${watch.team}-${watch.channel}-${watch.project}-${watch.madeAt}`;
  await announceWatch(ports, id, { kind: 'watch-stopped', watch, by: user });
}
