import { DeclaredWatch } from '../core/declared-watch.ts';
import { SlipwayError } from '../core/errors.ts';
import { parseGroup } from '../core/group-reference.ts';
import { parseProject } from '../core/references.ts';
import { suggest } from '../core/suggest.ts';
import { WATCH_OPTIONS } from '../core/watch-command.ts';
import { refusalInWords } from './refusal.ts';
import { ruleOf } from './rule.ts';
import type { FileProblem, Place, Tree, TreeEntry } from './yaml-tree.ts';

/** What the values are read by besides. */
export interface FileSettings {
  /** The configured GitLab. */
  readonly gitlabUrl: string;
  /** Whether approvals can be confirmed in a browser here. */
  readonly mayConfirm: boolean;
}

const KEYS = ['channel', 'project', 'group', ...WATCH_OPTIONS] as const;
export type EntryKey = (typeof KEYS)[number];

/** One entry as it was read, whole or not. */
export interface ReadEntry extends Place {
  readonly watch: DeclaredWatch | undefined;
  readonly problems: readonly FileProblem[];
}

/** Reads one entry of the file by the readers that the command uses. */
export function readEntry(tree: Tree, settings: FileSettings): ReadEntry {
  const problems: FileProblem[] = [];
  const add = ({ line, column }: Place, problem: string): void =>
    void problems.push({ line, column, problem });
  const { line, column } = tree;
  if (tree.kind !== 'map') {
    add(tree, 'is no watch: write `channel: C…` and `project: group/app`');
    return { line, column, watch: undefined, problems };
  }
  const values = valuesIn(tree.entries, add);
  const read: Read = (key, reader) => {
    const value = values.get(key);
    if (value === undefined) return undefined;
    try {
      return reader(value.text);
    } catch (error) {
      if (!(error instanceof SlipwayError)) throw error;
      add(value, `\`${key}\` ${refusalInWords(error)}`);
      return undefined;
    }
  };
  const channel = read('channel', channelIn);
  const of = targetOf(values, tree, add, read, settings);
  const rule = ruleOf(read, settings.mayConfirm);
  if (!tree.entries.some(({ key }) => key === 'channel')) add(tree, 'names no `channel`');
  if (channel === undefined || of === undefined || problems.length > 0)
    return { line, column, watch: undefined, problems };
  return { line, column, watch: DeclaredWatch.parse({ channel, of, rule }), problems };
}

type Add = (place: Place, problem: string) => void;
type Value = Place & { readonly text: string };
/** What a reader makes of the value of a key; `undefined` where there is none, or none that fits. */
export type Read = <T>(key: EntryKey, reader: (text: string) => T) => T | undefined;

/** The values by their keys, lists as the comma lists that a command has. */
function valuesIn(entries: readonly TreeEntry[], add: Add): ReadonlyMap<EntryKey, Value> {
  const values = new Map<EntryKey, Value>();
  for (const entry of entries) {
    const key = KEYS.find((one) => one === entry.key);
    const text = key === undefined ? undefined : textIn(entry.value);
    if (key === undefined) add(entry, unknownKey(entry.key));
    else if (text === undefined) add(entry.value, `\`${key}\` takes a text or a list of texts`);
    else if (text.trim() === '') add(entry.value, `\`${key}\` has no value: ${emptyHint(key)}`);
    else if (/\p{Cc}/u.test(text)) add(entry.value, `\`${key}\` has to stand on one line`);
    else values.set(key, { text, line: entry.value.line, column: entry.value.column });
  }
  return values;
}

function textIn(tree: Tree): string | undefined {
  if (tree.kind === 'text') return tree.text.trim();
  if (tree.kind === 'map') return undefined;
  const texts = tree.items.map((item) => (item.kind === 'text' ? item.text.trim() : undefined));
  return texts.includes(undefined) ? undefined : texts.join(',');
}

function unknownKey(key: string): string {
  const near = suggest(key, KEYS);
  const hint = near === undefined ? `use ${KEYS.join(', ')}` : `did you mean \`${near}\`?`;
  return `\`${key.slice(0, 40)}\` is nothing a watch has: ${hint}`;
}

const emptyHint = (key: EntryKey): string =>
  key === 'channel' || key === 'project' || key === 'group'
    ? 'write its id or path (a `#` after a space begins a comment)'
    : 'leave it out to have the usual';

const CHANNEL = /^[CG][A-Z0-9]{2,40}$/u;

function channelIn(text: string): string {
  if (CHANNEL.test(text)) return text;
  throw new SlipwayError('bad-value', {
    value: text.slice(0, 80),
    takes: "the channel's id, such as C0123ABCD: in Slack it stands at the end of the channel's details",
  });
}

function targetOf(
  values: ReadonlyMap<EntryKey, Value>,
  tree: Extract<Tree, { kind: 'map' }>,
  add: Add,
  read: Read,
  { gitlabUrl }: FileSettings,
): DeclaredWatch['of'] | undefined {
  const named = tree.entries.filter(({ key }) => key === 'project' || key === 'group');
  if (named.length === 0) add(tree, 'names neither a `project` nor a `group`');
  const [, second] = named;
  if (second !== undefined && values.has('project') && values.has('group'))
    add(second, 'names both a `project` and a `group`: make two watches of it');
  const project = read('project', (text) => parseProject(text, gitlabUrl).project);
  if (project !== undefined) return { kind: 'project', ref: project };
  const group = read('group', (text) => parseGroup(text.replace(/\/\*$/u, ''), gitlabUrl));
  return group === undefined ? undefined : { kind: 'group', ref: group };
}
