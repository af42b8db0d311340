import type { WriteAct } from '../core/acts.ts';
import { SlipwayError } from '../core/errors.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Click } from './define.ts';

/** Channels whose ids start so are between one person and the bot. */
const DIRECT = 'D';

/**
 * The operation a person was shown and now answers: theirs alone, once, and in the channel where it was asked for, or in
 * the direct message that took the question where the channel could not.
 * @throws SlipwayError `confirmation-gone`
 */
export async function takeConfirmation(
  ports: Pick<Ports, 'confirmations'>,
  { person, channel, value }: Click,
): Promise<WriteAct> {
  const act = await ports.confirmations.take(value, person);
  const isHere = act?.reply.channel === channel || channel.startsWith(DIRECT);
  if (act?.kind !== 'write' || !isHere) throw new SlipwayError('confirmation-gone');
  return act;
}
