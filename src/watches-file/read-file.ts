import { readFileSync, statSync } from 'node:fs';
import type { DeclaredWatch } from '../core/declared-watch.ts';
import type { FileSettings } from './entry.ts';
import { readWatches } from './read-watches.ts';

/** More than ten thousand watches need. */
const MOST_BYTES = 4_194_304;
/** So many are enough to begin with. */
const MOST_PROBLEMS = 40;

/**
 * Reads the file of watches.
 * @param path as `WATCHES_FILE` names it
 * @returns what it declares, or what is wrong, as the rest of a sentence about the variable
 */
export function readWatchesFile(
  path: string,
  settings: FileSettings,
): { readonly watches: readonly DeclaredWatch[] } | { readonly problem: string } {
  const given = textOf(path);
  if ('problem' in given) return given;
  const read = readWatches(given.text, settings);
  if ('watches' in read) return read;
  const { problems } = read;
  const lines = problems
    .slice(0, MOST_PROBLEMS)
    .map(({ line, column, problem }) => `      line ${line}, column ${column}: ${problem}`);
  const rest = problems.length - lines.length;
  const more = rest > 0 ? [`      and ${rest} more`] : [];
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return { problem: [`names a file with ${count}:`, ...lines, ...more].join('\n') };
}

function textOf(path: string): { readonly text: string } | { readonly problem: string } {
  try {
    const about = statSync(path);
    // A device or a pipe may never end.
    if (!about.isFile()) return { problem: 'names no file' };
    if (about.size > MOST_BYTES)
      return { problem: `names a file of ${about.size} bytes, and at most ${MOST_BYTES} are read` };
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)) };
  } catch (error) {
    if (error instanceof TypeError) return { problem: 'names a file that is no UTF-8 text' };
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return { problem: `names a file that cannot be read${why}` };
  }
}
