import type { ChannelId } from '../core/ids.ts';
import type { Notice } from '../core/notice.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import { allWatchesOf, watchesIn } from './find-watch.ts';
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
  const { team, user } = person;
  const watches = isMine
    ? (await allWatchesOf(ports, team)).filter((watch) => watch.madeBy === user)
    : [...(await watchesIn(ports, { team, channel }))];
  watches.sort((a, b) => a.channel.localeCompare(b.channel) || a.projectPath.localeCompare(b.projectPath));
  return { kind: 'watches', channel, isMine, watches, troubles: await troublesOf(ports, watches) };
}
