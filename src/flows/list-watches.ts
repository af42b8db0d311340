import { isError } from '../core/errors.ts';
import type { AnyWatch } from '../core/group-watch.ts';
import type { ChannelId } from '../core/ids.ts';
import type { Notice } from '../core/notice.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import { isDirect } from '../core/watch-delivery.ts';
import { allWatchesOf, watchesIn } from './find-watch.ts';
import { mentionNames } from './mention-names.ts';
import { troublesOf } from './trouble.ts';
import { idleWatches } from './watches-file/idle.ts';

/**
 * What a channel watches, with what is wrong, and what comes to the person alone. Only its members can ask there. In a
 * direct message it is what the person has set up anywhere: of other channels nobody is told.
 * @param seen by whom the list is; what comes to one person is shown to nobody else
 * @throws SlipwayError `store-unavailable`
 */
export async function listWatches(
  ports: Ports,
  person: SlackPerson,
  channel: ChannelId,
  seen: 'alone' | 'by-all',
): Promise<Notice> {
  const isMine = isDirect(channel);
  const { team, user } = person;
  const watches = isMine
    ? (await allWatchesOf(ports, team)).filter((watch) => watch.madeBy === user)
    : [...(await watchesIn(ports, { team, channel }))];
  const direct = isMine || seen === 'by-all' ? [] : await directWatches(ports, person);
  for (const list of [watches, direct])
    list.sort((a, b) => a.channel.localeCompare(b.channel) || a.projectPath.localeCompare(b.projectPath));
  const all = [...watches, ...direct];
  return {
    kind: 'watches',
    channel,
    isMine,
    watches,
    direct,
    names: await mentionNames(ports, watches),
    troubles: await troublesOf(ports, all),
    declared: isMine ? [] : (await idleWatches(ports)).filter((one) => one.channel === channel),
  };
}

/** What comes to the person as direct messages; where Slack lets us write none, nothing does. */
async function directWatches(ports: Ports, { team, user }: SlackPerson): Promise<AnyWatch[]> {
  try {
    return [...(await watchesIn(ports, { team, channel: await ports.messages.directChannel(user) }))];
  } catch (error) {
    if (!isError(error, 'channel-unreachable', 'slack-refused', 'slack-ambiguous', 'slack-rate-limited'))
      throw error;
    return [];
  }
}
