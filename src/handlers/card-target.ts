import type { Target } from '../core/acts.ts';
import { SlipwayError } from '../core/errors.ts';
import { MessageTs } from '../core/ids.ts';
import { type ControlValue, decodeControl } from '../slack/ids.ts';
import type { Click } from './define.ts';

/**
 * What a control of a card stands for. The value is untrusted: it only names a stored card, and the message it came
 * from must be that card's.
 * @throws SlipwayError `control-unknown` for anything we did not write
 */
export function cardTarget(
  click: Click,
  value: ControlValue | undefined = decodeControl(click.value),
): CardTarget {
  if (value === undefined) throw new SlipwayError('control-unknown');
  const message = MessageTs.safeParse(click.message);
  if (!message.success) throw new SlipwayError('control-unknown');
  return { card: value.card, revision: value.revision, channel: click.channel, message: message.data };
}

export type CardTarget = Extract<Target, { card: unknown }>;
