import { parseMoment } from '../core/dates.ts';
import { SlipwayError } from '../core/errors.ts';
import type { CommandCall, HandlerContext } from './define.ts';

/**
 * A moment given as an option: a date, or a duration before now such as `30d`.
 * @returns ISO 8601, UTC; `undefined` when the option was left out
 * @throws SlipwayError `bad-value`
 */
export function momentOption(context: HandlerContext, call: CommandCall, option: string): string | undefined {
  const text = call.args.options.get(option);
  if (text === undefined) return undefined;
  const moment = parseMoment(text, context.ports.clock.now());
  if (moment === undefined)
    throw new SlipwayError('bad-value', { option, value: text, known: ['2026-01-31', '30d'] });
  return moment;
}
