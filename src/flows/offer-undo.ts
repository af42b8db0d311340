import type { TendWatchAct } from '../core/acts.ts';
import type { AnyWatch, AnyWatchName } from '../core/group-watch.ts';
import type { ChannelId } from '../core/ids.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';

/**
 * Keeps for ten minutes what the maker of a watch may take back.
 * @param before what it replaced
 * @returns the secret of the button
 * @throws SlipwayError `store-unavailable`
 */
export async function offerUndo(
  ports: Pick<Ports, 'chance' | 'confirmations'>,
  { person, channel }: { readonly person: SlackPerson; readonly channel: ChannelId },
  watch: AnyWatchName,
  madeAt: number,
  before: AnyWatch | undefined,
): Promise<string> {
  const id = ports.chance.token();
  const act: TendWatchAct = {
    kind: 'tend-watch',
    person,
    reply: { ...person, channel },
    what: 'undo',
    watch,
    madeAt,
    ...(before === undefined ? {} : { before }),
  };
  await ports.confirmations.put(id, act);
  return id;
}
