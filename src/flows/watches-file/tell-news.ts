import { SlipwayError } from '../../core/errors.ts';
import type { AnyWatch } from '../../core/group-watch.ts';
import type { Ports } from '../../core/ports/ports.ts';
import type { FromFile } from '../../core/watch.ts';
import { noteFoundChannel, noteLostChannel } from '../channel-trouble.ts';
import { UNMARKED } from '../may-end-watch.ts';
import { record } from '../record.ts';
import { announceWatch } from '../watch-question.ts';

/**
 * Puts on record, and tells the channel, that the file set a watch up or changed it: each once, whatever dies in between.
 * Where nobody can post in the channel that is its trouble, and it is told when it is mended.
 * @param id the same for the same news, for ever
 * @returns what is left to tell, to be kept with the watch
 * @throws SlipwayError `slack-unreachable`, `store-unavailable`
 */
export async function tellNews(ports: Ports, id: string, watch: AnyWatch): Promise<FromFile> {
  const { instead, news, recorded, unmarks } = watch.file ?? {};
  const lasting = instead === undefined ? {} : { instead };
  if (news === undefined) return lasting;
  const { team, channel } = watch;
  if (recorded !== true) {
    const mark = watch.confirm === undefined ? undefined : `confirm:${watch.confirm}`;
    const detail = unmarks === true ? UNMARKED : mark;
    const line = { act: 'watch', outcome: 'done', actor: 'file', detail } as const;
    await record(ports, { ...line, project: watch.projectPath, channel }, id);
    if (instead !== undefined)
      ports.log.warn(
        { channel, project: watch.projectPath, user: instead },
        'a watch set up by command was replaced by the one in the file',
      );
  }
  if (await ports.people.canPost(channel)) {
    await announceWatch(ports, id, {
      kind: 'watch-started',
      watch,
      by: 'file',
      replaced: news === 'changed' ? 'file' : instead,
    });
    await noteFoundChannel(ports, { team, channel });
    return lasting;
  }
  const reason = { channel, reason: 'not_in_channel' };
  await noteLostChannel(ports, { team, channel }, new SlipwayError('channel-unreachable', reason));
  return { ...lasting, news, recorded: true };
}
