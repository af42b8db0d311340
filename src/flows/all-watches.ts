import { isError } from '../core/errors.ts';
import type { ChannelId } from '../core/ids.ts';
import type { Notice } from '../core/notice.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import { allWatchesOf } from './find-watch.ts';
import { assertOperator } from './operators.ts';
import { recordTurnedAway } from './record.ts';
import { idleWatches } from './watches-file/idle.ts';

/** As many as one message holds at their longest. */
const PER_PAGE = 8;
const MOST_IDLE = 5;

/**
 * The watches of all channels, by project or group, a page at a time.
 * @param page from 1; beyond the last one, the last
 * @throws SlipwayError `operators-only`, `account-refused`, `account-unchecked`
 */
export async function allWatches(
  ports: Ports,
  person: SlackPerson,
  channel: ChannelId,
  page: number,
): Promise<Notice> {
  await operatorsOnly(ports, person, channel);
  const watches = await allWatchesOf(ports, person.team);
  watches.sort((a, b) => a.projectPath.localeCompare(b.projectPath) || a.channel.localeCompare(b.channel));
  const pages = Math.max(1, Math.ceil(watches.length / PER_PAGE));
  const shown = Math.min(page, pages);
  return {
    kind: 'all-watches',
    // As few as the rows leave room for; the first page has them.
    declared: shown === 1 ? (await idleWatches(ports)).slice(0, MOST_IDLE) : [],
    watches: watches.slice((shown - 1) * PER_PAGE, shown * PER_PAGE),
    total: watches.length,
    page: shown,
    pages,
  };
}

/**
 * Lets only operators go on; a refusal is put on record.
 * @throws SlipwayError as `assertOperator`
 */
export async function operatorsOnly(ports: Ports, person: SlackPerson, channel: ChannelId): Promise<void> {
  try {
    await assertOperator(ports, person);
  } catch (error) {
    if (isError(error, 'operators-only'))
      await recordTurnedAway(ports, { act: 'command', outcome: error.code, person, channel });
    throw error;
  }
}
