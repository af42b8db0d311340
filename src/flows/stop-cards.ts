import { type AnyWatch, isGroupWatch } from '../core/group-watch.ts';
import type { Ports } from '../core/ports/ports.ts';

const LOCK_WAIT_MS = 15_000;

/**
 * What came to one person who may not read it any more is not brought up to date for them, until they may watch it again.
 * @throws SlipwayError `store-unavailable`, `busy-elsewhere`
 */
export async function stopCards(
  { cards, locks }: Pick<Ports, 'cards' | 'locks'>,
  watch: AnyWatch,
): Promise<void> {
  const projects = isGroupWatch(watch) ? watch.projects : [watch.project];
  for (const project of projects) {
    const open = await cards.open(project);
    for (const { id } of open.filter(({ team, channel }) => team === watch.team && channel === watch.channel))
      await locks.hold(`card-${id}`, LOCK_WAIT_MS, async () => {
        const card = await cards.get(id);
        if (card !== undefined) await cards.put({ ...card, stopped: true, open: false });
      });
  }
}
