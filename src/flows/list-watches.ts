import type { ChannelId } from '../core/ids.ts';
import type { Notice } from '../core/notice.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Watch } from '../core/watch.ts';
import { troublesOf } from './trouble.ts';

/** Channels whose ids start so are between one person and the bot. */
const DIRECT = 'D';

/**
 * What a channel watches, with what is wrong. Only its members can ask there. In a direct message it is what the person
 * has set up anywhere: of other channels nobody is told.
 * @throws SlipwayError `store-unavailable`
 */
export async function listWatches(ports: Ports, person: SlackPerson, channel: ChannelId): Promise<Notice> {
  const isMine = channel.startsWith(DIRECT);
  const watches = isMine
    ? await madeBy(ports, person)
    : [...(await ports.watches.ofChannel(person.team, channel))];
  watches.sort((a, b) => a.channel.localeCompare(b.channel) || a.projectPath.localeCompare(b.projectPath));
  const groups = (await ports.groupWatches.all()).filter(
    (one) => one.team === person.team && (isMine ? one.madeBy === person.user : one.channel === channel),
  );
  return { kind: 'watches', channel, isMine, watches, groups, troubles: await troublesOf(ports, watches) };
}

async function madeBy({ watches }: Ports, { team, user }: SlackPerson): Promise<Watch[]> {
  const mine: Watch[] = [];
  for (const project of await watches.projects()) {
    const some = await watches.ofProject(project);
    mine.push(
      ...some.filter((watch) => watch.team === team && watch.madeBy === user && watch.group === undefined),
    );
  }
  return mine;
}
