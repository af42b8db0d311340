import type { ClickAct, Target } from '../core/acts.ts';
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

/**
 * The same for a click that only shows something: one that had to wait for its author to connect comes without its message,
 * which was looked at when it was made.
 * @throws SlipwayError `control-unknown`
 */
export function clickedTarget(click: Click, value: ControlValue): CardTarget {
  if (!hadToWait(click)) return cardTarget(click, value);
  return { card: value.card, revision: value.revision, channel: click.channel };
}

/** Nothing opens a modal for it any more: its trigger has ended. */
export const hadToWait = (click: Click): boolean => click.triggerId === '' && click.message === undefined;

/** What continues once whoever clicked is connected. */
export const clickAct = ({ person, reply, actionId, value }: Click): ClickAct => ({
  kind: 'click',
  person,
  reply,
  control: actionId,
  value,
});
