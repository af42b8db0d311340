import { codeOf, type ErrorCode } from '../../core/errors.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { endUndeclared } from './end-undeclared.ts';
import { reportLost } from './report-lost.ts';
import { settleWatch } from './settle-watch.ts';
import type { Round } from './target.ts';

/** With these the next declared watch would fare no better. */
const NOT_NOW: readonly ErrorCode[] = [
  'gitlab-unreachable',
  'gitlab-timeout',
  'gitlab-down',
  'gitlab-rate-limited',
  'gitlab-unauthorized',
];

/**
 * Makes the watches what the file declares: missing ones are set up, changed ones changed, those no longer declared end.
 * Each step can be repeated, so it does not matter where a process dies, or how many do this at once.
 * @returns whether all of it was done; what was not is for the next time
 * @throws SlipwayError `store-unavailable`, `busy-elsewhere`; what Slack throws while it is in trouble
 */
export async function settleFile(ports: Ports): Promise<boolean> {
  let isWhole = true;
  const round: Round = { taken: new Set(), lost: [] };
  for (const declared of await ports.fileWatches.all()) {
    try {
      await settleWatch(ports, declared, round);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'store-unavailable') throw error;
      isWhole = false;
      const { channel, of } = declared;
      ports.log.warn({ channel, watched: of.ref, err: error }, 'a watch from the file has to wait');
      if (NOT_NOW.includes(code)) break;
    }
  }
  await reportLost(ports, round.lost);
  const areEnded = await endUndeclared(ports);
  return isWhole && areEnded;
}
