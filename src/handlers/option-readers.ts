import { listOf } from '../core/arguments.ts';
import { parseMoment } from '../core/dates.ts';
import { SlipwayError } from '../core/errors.ts';

/** Reads the text of one option; `now` is epoch ms. */
export type OptionReader<T> = (option: string, text: string, now: number) => T;

const refuse = (option: string, value: string, known: readonly string[]): SlipwayError =>
  new SlipwayError('bad-value', { option, value, known });

export const asText: OptionReader<string> = (_option, text) => text;

/** A GitLab user name, with or without its `@`. */
export const asUsername: OptionReader<string> = (_option, text) => text.replace(/^@/u, '');

export const asList: OptionReader<readonly string[]> = (_option, text) => listOf(text);

/** @throws SlipwayError `bad-value` */
export const asId: OptionReader<number> = (option, text) => {
  if (!/^[1-9]\d{0,15}$/u.test(text)) throw refuse(option, text, ['42']);
  return Number(text);
};

/** An id, or GitLab's words for nobody and anybody. @throws SlipwayError `bad-value` */
export const asIdOrWord: OptionReader<number | 'None' | 'Any'> = (option, text) => {
  const word = (['None', 'Any'] as const).find((one) => one.toLowerCase() === text.toLowerCase());
  if (word !== undefined) return word;
  if (!/^[1-9]\d{0,15}$/u.test(text)) throw refuse(option, text, ['42', 'None', 'Any']);
  return Number(text);
};

/** @throws SlipwayError `bad-value` */
export const asYesNo: OptionReader<'yes' | 'no'> = (option, text) => oneOf(['yes', 'no'])(option, text, 0);

/** @throws SlipwayError `bad-value` */
export const asFlag: OptionReader<boolean> = (option, text) => asYesNo(option, text, 0) === 'yes';

/** A date, or a duration before now. @throws SlipwayError `bad-value` */
export const asMoment: OptionReader<string> = (option, text, now) => {
  const moment = parseMoment(text, now);
  if (moment === undefined) throw refuse(option, text, ['2026-01-31', '2d']);
  return moment;
};

/** One of the words GitLab knows. @throws SlipwayError `bad-value` naming them */
export const oneOf =
  <const T extends string>(known: readonly T[]): OptionReader<T> =>
  (option, text) => {
    const value = known.find((one) => one === text.toLowerCase());
    if (value === undefined) throw refuse(option, text, known);
    return value;
  };

/** A whole number within bounds. @throws SlipwayError `bad-value` */
export const asNumber =
  (least: number, most: number): OptionReader<number> =>
  (option, text) => {
    const value = /^\d{1,6}$/u.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) throw refuse(option, text, [String(least), String(most)]);
    return value;
  };
