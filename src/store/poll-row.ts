import { z } from 'zod';
import type { PollNote } from '../core/ports/inspection.ts';
import type { PollState } from '../core/ports/polls.ts';

/**
 * How the polls of a project are kept: a note and a memory, a line each. There is one such text for every watched project,
 * so it is short: numbers in base 36, fields parted by blanks, nothing named.
 */

const LETTERS = { hot: 'h', warm: 'w', cold: 'c', failing: 'f' } as const;
const PACES: Readonly<Record<string, PollNote['pace']>> = { h: 'hot', w: 'warm', c: 'cold' };

/** @returns `c`, or `f 3 gitlab-timeout` */
export const noteText = ({ pace, failures, code }: PollNote): string =>
  [LETTERS[pace], ...(failures === 0 ? [] : [failures, ...(code === undefined ? [] : [code])])].join(' ');

/** Reads what `noteText` writes. */
export const NoteText = z
  .string()
  .regex(/^[hwcf](?: \d{1,9}(?: [a-z-]+)?)?$/u)
  .transform((text): PollNote => {
    const [letter = '', failures = '0', code] = text.split(' ');
    return { pace: PACES[letter] ?? 'failing', failures: Number(failures), code };
  });

const numberText = (value: number | undefined): string =>
  value === undefined ? '' : Math.round(value).toString(36);
const numberIn = (text: string): number => Number.parseInt(text, 36);
const maybeIn = (text: string): number | undefined => (text === '' ? undefined : numberIn(text));
const partsOf = (text: string): string[] => (text === '' ? [] : text.split(','));

/** The fields stand in the order `stateIn` takes them. */
export const stateText = (state: PollState): string =>
  [
    numberText(state.changedAt),
    numberText(state.failures),
    numberText(state.watermark),
    numberText(state.servedAt),
    numberText(state.lookedAt),
    numberText(state.hookFoundAt),
    numberText(state.factsAt),
    state.archived === undefined ? '' : Number(state.archived),
    state.watches.join(','),
    Object.entries(state.seen)
      .map(([id, { updatedAt, digest }]) => `${numberText(Number(id))}.${numberText(updatedAt)}.${digest}`)
      .join(','),
  ].join(' ');

const STATE =
  /^[0-9a-z]{1,11} [0-9a-z]{1,11}(?: [0-9a-z]{0,11}){5} [01]? (?:[0-9a-f]{10},?)* (?:[0-9a-z]{1,11}\.[0-9a-z]{1,11}\.[0-9a-f]{10},?)*$/u;

/** Reads what `stateText` writes. */
export const StateText = z.string().regex(STATE).transform(stateIn);

function stateIn(text: string): PollState {
  const [changedAt = '', failures = '', watermark = '', servedAt = '', ...others] = text.split(' ');
  const [lookedAt = '', hookFoundAt = '', factsAt = '', archived = '', watches = '', seen = ''] = others;
  return {
    changedAt: numberIn(changedAt),
    failures: numberIn(failures),
    watermark: maybeIn(watermark),
    servedAt: maybeIn(servedAt),
    lookedAt: maybeIn(lookedAt),
    hookFoundAt: maybeIn(hookFoundAt),
    factsAt: maybeIn(factsAt),
    archived: archived === '' ? undefined : archived === '1',
    watches: partsOf(watches),
    seen: Object.fromEntries(
      partsOf(seen).map((row) => {
        const [id = '', updatedAt = '', digest = ''] = row.split('.');
        return [numberIn(id), { updatedAt: numberIn(updatedAt), digest }];
      }),
    ),
  };
}

/** The two lines of a row. */
export function linesOf(text: string): { readonly note: string; readonly memory: string } {
  const end = text.indexOf('\n');
  return end < 0 ? { note: text, memory: '' } : { note: text.slice(0, end), memory: text.slice(end + 1) };
}
