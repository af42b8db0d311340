import type { AnyWatch } from '../../core/group-watch.ts';
import type { Ports } from '../../core/ports/ports.ts';
import type { FromFile } from '../../core/watch.ts';
import { noteFoundChannel, noteLostChannel } from '../channel-trouble.ts';
import { UNMARKED } from '../may-end-watch.ts';
import { record } from '../record.ts';
import { announce } from './announce.ts';

/**
 * Puts on record, and tells the channel, that the file set a watch up or changed it: each once, whatever dies in between.
 * Where nobody can post in the channel that is its trouble, and it is told when it is mended.
 * @param id the same for the same news, for ever
 * @returns what is left to tell, to be kept with the watch
 * @throws SlipwayError as `announce`; `store-unavailable`
 */
export async function tellNews(ports: Ports, id: string, watch: AnyWatch): Promise<FromFile> {
  const { team, channel, file } = watch;
  const { instead, news, recorded } = file ?? {};
  const lasting = instead === undefined ? {} : { instead };
  if (news === undefined) return lasting;
  if (recorded !== true) await recordNews(ports, id, watch);
  const lost = await announce(ports, id, {
    kind: 'watch-started',
    watch,
    by: 'file',
    replaced: news === 'changed' ? 'file' : instead,
  });
  if (lost === undefined) {
    await noteFoundChannel(ports, { team, channel });
    return lasting;
  }
  await noteLostChannel(ports, { team, channel }, lost);
  return { ...lasting, news, recorded: true };
}

async function recordNews(ports: Ports, id: string, watch: AnyWatch): Promise<void> {
  const { channel, confirm, file, projectPath: project } = watch;
  const mark = confirm === undefined ? undefined : `confirm:${confirm}`;
  const detail = file?.unmarks === true ? UNMARKED : mark;
  const line = { act: 'watch', outcome: 'done', actor: 'file', detail } as const;
  await record(ports, { ...line, project, channel }, id);
  if (file?.instead !== undefined)
    ports.log.warn(
      { channel, project, user: file.instead },
      'a watch set up by command was replaced by the one in the file',
    );
}
