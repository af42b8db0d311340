import { type DeclaredWatch, keyOf } from '../core/declared-watch.ts';
import { type FileSettings, type ReadEntry, readEntry } from './entry.ts';
import { type FileProblem, readTree, type Tree } from './yaml-tree.ts';

/** As many as one Slipway is made for. */
const MOST_WATCHES = 10_000;

/**
 * Reads what the file declares.
 * @param text the whole file
 * @returns its watches in their order, or all that is wrong with it
 */
export function readWatches(
  text: string,
  settings: FileSettings,
): { readonly watches: readonly DeclaredWatch[] } | { readonly problems: readonly FileProblem[] } {
  const read = readTree(text);
  if ('problems' in read) return { problems: inOrder(read.problems) };
  const list = listIn(read.tree);
  if ('problems' in list) return list;
  const entries = list.items.map((item) => readEntry(item, settings));
  const problems = [...list.others, ...entries.flatMap((one) => one.problems), ...twice(entries)];
  if (problems.length > 0) return { problems: inOrder(problems) };
  return { watches: entries.flatMap(({ watch }) => (watch === undefined ? [] : [watch])) };
}

interface List {
  readonly items: readonly Tree[];
  /** What stands beside the list. */
  readonly others: readonly FileProblem[];
}

function listIn(tree: Tree): List | { readonly problems: readonly FileProblem[] } {
  const wrong = (at: Tree, problem: string) => ({
    problems: [{ line: at.line, column: at.column, problem }],
  });
  if (tree.kind === 'text' && tree.text.trim() === '')
    return wrong(tree, 'declares nothing: write `watches: []` if nothing is to be watched');
  if (tree.kind !== 'map') return wrong(tree, 'has to begin with `watches:`, and a list of watches below');
  const own = tree.entries.find(({ key }) => key === 'watches');
  const others = tree.entries
    .filter((entry) => entry !== own)
    .map(({ line, column, key }) => ({
      line,
      column,
      problem: `\`${key.slice(0, 40)}\` is nothing the file has: there is \`watches\` alone`,
    }));
  if (own === undefined) return others.length > 0 ? { problems: others } : wrong(tree, 'names no `watches`');
  const { value } = own;
  if (value.kind !== 'list')
    return wrong(value, '`watches` takes a list: write `[]` if nothing is to be watched');
  if (value.items.length > MOST_WATCHES)
    return wrong(value, `has ${value.items.length} watches, and takes ${MOST_WATCHES} at most`);
  return { items: value.items, others };
}

/** A channel watches a project once; which of two was meant nobody can know. */
function twice(entries: readonly ReadEntry[]): FileProblem[] {
  const first = new Map<string, number>();
  return entries.flatMap(({ watch, line, column }) => {
    if (watch === undefined) return [];
    const key = keyOf(watch);
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, line);
      return [];
    }
    const problem = `names the same channel and ${watch.of.kind} as line ${earlier}: make one watch of the two`;
    return [{ line, column, problem }];
  });
}

const inOrder = (problems: readonly FileProblem[]): readonly FileProblem[] =>
  [...problems].sort((one, other) => one.line - other.line || one.column - other.column);
