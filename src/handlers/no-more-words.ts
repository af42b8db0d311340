import { SlipwayError } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';

/**
 * Refuses words a command does not take: a mistyped filter that is passed over shows more than was asked for.
 * @param rest words left over
 * @param known option keys of the command
 * @throws SlipwayError `unknown-filter` for `key:value`, `usage` for anything else
 */
export function assertNoMoreWords(rest: readonly string[], known: readonly string[]): void {
  const [extra] = rest;
  if (extra === undefined) return;
  const filter = /^([a-z][a-z-]*):/iu.exec(extra)?.[1];
  if (filter === undefined) {
    throw new SlipwayError('usage', { problem: `"${extra.slice(0, 80)}" is more than this command takes` });
  }
  throw new SlipwayError('unknown-filter', { filter, known, suggestion: suggest(filter, known) });
}
