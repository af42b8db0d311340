import type { TendWatchAct } from '../core/acts.ts';
import { SlipwayError } from '../core/errors.ts';
import { decodeWatch } from '../slack/watch-value.ts';
import type { Click } from './define.ts';

/**
 * The act behind a button of an answer about a watch.
 * @param value what the button stands for
 * @throws SlipwayError `control-unknown` for a value we did not write
 */
export function tendWatchAct(
  { person, reply }: Click,
  what: TendWatchAct['what'],
  value: string,
): TendWatchAct {
  const reference = decodeWatch(value);
  if (reference === undefined) throw new SlipwayError('control-unknown');
  const { channel, subject, madeAt } = reference;
  const watch = { team: person.team, channel, ...subject };
  return { kind: 'tend-watch', person, reply, what, watch, madeAt };
}
