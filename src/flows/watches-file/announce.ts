import { isError, type SlipwayError } from '../../core/errors.ts';
import type { Announcement } from '../../core/notice.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { postOnce } from '../post-once.ts';
import { announcing } from '../watch-question.ts';

/**
 * Tells a channel what the file did, once for each `id`. The caller holds the watch.
 * @returns why nobody can post there, where that is so
 * @throws SlipwayError `slack-ambiguous` and others while it is open whether the channel was told: call again
 */
export async function announce(
  ports: Ports,
  id: string,
  announcement: Announcement,
): Promise<SlipwayError | undefined> {
  const { channel } = announcement.watch;
  try {
    await postOnce(ports, id, { channel }, await announcing(ports, announcement));
    return undefined;
  } catch (error) {
    if (isError(error, 'channel-unreachable')) return error;
    if (!isError(error, 'slack-refused')) throw error;
    // It would be refused again; what is told of stands all the same.
    ports.log.error({ channel, err: error }, 'what the file of watches did could not be announced');
    return undefined;
  }
}
