import { type ErrorCode, type ErrorFacts, isError } from '../core/errors.ts';
import type { Ports } from '../core/ports/ports.ts';
import { isLasting, type Trouble, type TroubledPlace } from '../core/trouble.ts';
import type { Watch } from '../core/watch.ts';

/**
 * What keeps watches from showing anything new, as it was told to those who set them up: the channel's trouble before the
 * project's.
 * @returns no entry for a watch that is well
 * @throws SlipwayError `store-unavailable`
 */
export async function troublesOf(
  { troubles }: Pick<Ports, 'troubles'>,
  watches: readonly Watch[],
): Promise<ReadonlyMap<Watch, Trouble>> {
  const places = watches.flatMap(({ team, channel, project }): TroubledPlace[] => [
    { team, channel },
    { project },
    { archived: project },
  ]);
  const all = await troubles.of(places);
  const found = new Map<Watch, Trouble>();
  for (const [at, watch] of watches.entries()) {
    const trouble = all.slice(3 * at, 3 * at + 3).find(isLasting);
    if (trouble !== undefined) found.set(watch, trouble);
  }
  return found;
}

/**
 * Tells whoever set these watches up what is wrong and how to mend it, each person once.
 * @throws SlipwayError where Slack may take it later; somebody who cannot be told any more is left out
 */
export async function tellMakers(
  ports: Pick<Ports, 'notices' | 'log'>,
  watches: readonly Watch[],
  code: ErrorCode,
  facts: ErrorFacts,
): Promise<void> {
  for (const watch of new Map(watches.map((one) => [one.madeBy, one])).values()) {
    try {
      await ports.notices.direct(
        { team: watch.team, user: watch.madeBy },
        { kind: 'error', code, facts: { ...facts, project: watch.projectPath }, reference: '' },
      );
    } catch (error) {
      if (!isError(error, 'channel-unreachable', 'slack-refused')) throw error;
      ports.log.warn(
        { user: watch.madeBy, err: error },
        'the maker of a watch could not be told of its trouble',
      );
    }
  }
}
