import type { CardRecord } from '../core/card.ts';
import type { SlipwayError } from '../core/errors.ts';
import { isGroupWatch } from '../core/group-watch.ts';
import type { ChannelId, TeamId } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Trouble } from '../core/trouble.ts';
import { watchesIn } from './find-watch.ts';
import { tellMakers } from './trouble.ts';

const LOCK_WAIT_MS = 5_000;
const DAY_MS = 86_400_000;

interface ChannelPlace {
  readonly team: TeamId;
  readonly channel: ChannelId;
}

/**
 * Whether a card may be shown in its channel now. While the channel cannot be posted in, one card at a time tries, less
 * and less often; the others wait on record.
 * @returns `wait`: not now; `try`: whether it works shows whether the channel was mended
 */
export async function turnIn(ports: Ports, place: ChannelPlace): Promise<'free' | 'try' | 'wait'> {
  const [trouble] = await ports.troubles.of([place]);
  if (trouble === undefined) return 'free';
  if (ports.clock.now() < trouble.nextTryAt) return 'wait';
  const turn = `channel-try-${place.team}-${place.channel}`;
  return (await ports.once.claim(turn, ports.settings.pace.hotMs)) ? 'try' : 'wait';
}

/**
 * Notes that a channel cannot be posted in, and tells those who watch something there how to mend it: once, and again
 * only for another reason.
 * @param card which one could not be shown, if it was one
 * @param error `channel-unreachable`
 */
export async function noteLostChannel(
  ports: Ports,
  card: ChannelPlace & Partial<Pick<CardRecord, 'id'>>,
  error: SlipwayError,
): Promise<void> {
  const { team, channel } = card;
  const place = { team, channel };
  const reason = String(error.facts.reason ?? 'unknown');
  await ports.locks.hold(`trouble-${team}-${channel}`, LOCK_WAIT_MS, async () => {
    const [known] = await ports.troubles.of([place]);
    const now = ports.clock.now();
    const since = known?.since ?? now;
    const trouble: Trouble = {
      code: 'channel-lost',
      reason,
      since,
      times: (known?.times ?? 0) + 1,
      nextTryAt: now + untilNextTry(ports, now - since),
      told: known?.told === true && known.reason === reason,
    };
    await ports.troubles.put(place, trouble);
    ports.log.warn({ card: card.id, channel, reason }, 'a channel cannot be posted in');
    if (trouble.told) return;
    // Where trouble comes and goes, its words come once a day.
    if (await ports.once.claim(`channel-lost-${team}-${channel}-${reason}`, DAY_MS)) {
      const watches = await watchesIn(ports, place);
      await tellMakers(ports, watches, trouble.code, { channel, reason });
    }
    await ports.troubles.put(place, { ...trouble, told: true });
  });
}

/** The longer it lasts, the less often it is tried: never more than a quarter of its age is lost when it is mended. */
const untilNextTry = ({ settings }: Ports, ageMs: number): number =>
  Math.min(Math.max(ageMs / 4, settings.pace.hotMs), settings.pace.coldMs);

/** A message of ours was taken: whatever waits in the channel is shown as well. */
export async function noteFoundChannel(ports: Ports, { team, channel }: ChannelPlace): Promise<void> {
  if (!(await ports.troubles.clear({ team, channel }))) return;
  ports.log.info({ channel }, 'a channel can be posted in again');
  const watches = await watchesIn(ports, { team, channel });
  const projects = watches.flatMap((watch) => (isGroupWatch(watch) ? watch.projects : [watch.project]));
  for (const project of new Set(projects)) {
    const cards = await ports.cards.open(project);
    for (const card of cards.filter((one) => one.team === team && one.channel === channel)) {
      await ports.jobs.publish(card);
    }
  }
}

/**
 * Which open cards stand where nobody can post now.
 * @returns `free`: the others; `due`: those whose turn it may be to try again; `recent`: those held back for less than a
 *   day, whose deployments are still followed as closely as ever
 */
export async function heldBack(
  ports: Ports,
  cards: readonly CardRecord[],
): Promise<Readonly<Record<'free' | 'due' | 'recent', readonly CardRecord[]>>> {
  const troubles = await ports.troubles.of(cards.map(({ team, channel }) => ({ team, channel })));
  const now = ports.clock.now();
  const those = (is: (trouble: Trouble) => boolean): readonly CardRecord[] =>
    cards.filter((_card, at) => {
      const trouble = troubles[at];
      return trouble !== undefined && is(trouble);
    });
  return {
    free: cards.filter((_card, at) => troubles[at] === undefined),
    due: those(({ nextTryAt }) => nextTryAt <= now),
    recent: those(({ since }) => now - since < DAY_MS),
  };
}
