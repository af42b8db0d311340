import { isAlias, isMap, isScalar, LineCounter, type ParsedNode, parseDocument, type YAMLMap } from 'yaml';

/** Where something stands in the file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What is wrong in one place, as the rest of a sentence. */
export interface FileProblem extends Place {
  readonly problem: string;
}

/** What the file says, every value as the text that stands there: nothing is taken for a number or a yes. */
export type Tree = Place &
  (
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'list'; readonly items: readonly Tree[] }
    | { readonly kind: 'map'; readonly entries: readonly TreeEntry[] }
  );

export interface TreeEntry extends Place {
  readonly key: string;
  readonly value: Tree;
}

const OPTIONS = {
  schema: 'failsafe',
  // Compared one with another by the library, and so slow for many; done here.
  uniqueKeys: false,
  stringKeys: true,
  prettyErrors: false,
  // Silence would also take away that a second document is refused.
  logLevel: 'error',
} as const;

/**
 * Reads YAML 1.2 (https://yaml.org/spec/1.2.2/) of the plain kind: maps, lists and texts. Anchors, aliases and tags are
 * refused, so that the file says once, and where one looks for it, what it says.
 * @returns the tree, or all that is wrong with the file as YAML
 */
export function readTree(text: string): { readonly tree: Tree } | { readonly problems: FileProblem[] } {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problems: FileProblem[] = [];
  const add = (offset: number, problem: string): void => void problems.push({ ...placeAt(offset), problem });
  try {
    const { contents, errors } = parseDocument(text, { ...OPTIONS, lineCounter: lines });
    if (errors.some(({ message }) => message.includes(TOO_DEEP))) return { problems: [DEEP] };
    for (const { code, message, pos } of errors) add(pos[0], WORDS[code] ?? `is no YAML: ${message}`);
    // What was misread would only look wrong in more ways.
    if (problems.length > 0) return { problems };
    if (contents === null) return { tree: { line: 1, column: 1, kind: 'text', text: '' } };
    const tree = treeOf(contents, placeAt, add);
    return tree === undefined || problems.length > 0 ? { problems } : { tree };
  } catch (error) {
    if (error instanceof RangeError) return { problems: [DEEP] };
    throw error;
  }
}

/** What V8 says of a function that calls itself too often, which the library hands on as an error of the file. */
const TOO_DEEP = 'call stack';
const DEEP: FileProblem = { line: 1, column: 1, problem: 'nests deeper than any file of watches' };
const QUOTE = 'what begins with `*` or `!` has to stand in quotes, such as "!old"';
const ALIAS = `is an alias: ${QUOTE}`;
const WORDS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'is indented with a tab: use spaces',
  MULTIPLE_DOCS: 'begins a second document: leave the `---` out',
  BAD_ALIAS: ALIAS,
  BAD_SCALAR_START: 'begins with what YAML keeps for itself: put it in quotes',
  NON_STRING_KEY: 'has a key that is no text',
};

type PlaceAt = (offset: number) => Place;
type Add = (offset: number, problem: string) => void;

function treeOf(node: ParsedNode, placeAt: PlaceAt, add: Add): Tree | undefined {
  const [offset] = node.range;
  const place = placeAt(offset);
  if (isAlias(node)) {
    add(offset, ALIAS);
    return undefined;
  }
  if (node.anchor !== undefined) add(offset, 'has an anchor (`&`): write out what is meant');
  if (node.tag !== undefined) {
    add(offset, `has a tag: ${QUOTE}`);
    return undefined;
  }
  if (isScalar(node)) return { ...place, kind: 'text', text: String(node.value) };
  if (isMap(node)) return { ...place, kind: 'map', entries: entriesOf(node, placeAt, add) };
  const items = node.items.map((item) => treeOf(item, placeAt, add));
  return { ...place, kind: 'list', items: items.filter((item) => item !== undefined) };
}

function entriesOf(map: YAMLMap.Parsed, placeAt: PlaceAt, add: Add): TreeEntry[] {
  const seen = new Map<string, number>();
  return map.items.flatMap(({ key, value }) => {
    const name = treeOf(key, placeAt, add);
    if (name?.kind !== 'text') return [];
    const { line, column, text } = name;
    const earlier = seen.get(text);
    if (earlier !== undefined)
      add(key.range[0], `says \`${text.slice(0, 40)}\` again, after line ${earlier}`);
    seen.set(text, line);
    const nothing: Tree = { line, column, kind: 'text', text: '' };
    const said = value === null ? nothing : treeOf(value, placeAt, add);
    return said === undefined ? [] : [{ key: text, line, column, value: said }];
  });
}
