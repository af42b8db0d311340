import type { PlainTextOption } from '@slack/types';
import { type AnyWatch, isGroupWatch } from '../core/group-watch.ts';
import type { Notice } from '../core/notice.ts';
import { isFromFile } from '../core/watch.ts';
import { isDirect } from '../core/watch-delivery.ts';
import { ACTION } from './ids.ts';
import { rowBlocks } from './row-menus.ts';
import { plain, type Rendered, section } from './text-objects.ts';
import { encodeWatchEntry, type WatchEntry } from './watch-value.ts';
import type { CommandNames } from './words/commands.ts';
import { sourceOf, watchSummary } from './words/events.ts';
import { plainFallback } from './words/fallback.ts';
import { declaredInWords, sourceInWords } from './words/file-watches.ts';
import { WATCH_LIST } from './words/watches.ts';

type List = Extract<Notice, { kind: 'watches' }>;

/** As many as one message holds. */
const MOST_ROWS = 18;
/** Those without a menu. */
const MOST_IDLE = 5;

/** A channel's watches, or somebody's own, a line and a menu each. */
export function watchList(list: List, commands: CommandNames): Rendered {
  const { watches, direct = [], declared = [], isMine } = list;
  if (watches.length + direct.length + declared.length === 0) {
    const nothing = isMine ? WATCH_LIST.nothingOfYours(commands) : WATCH_LIST.nothing(commands);
    return { text: plainFallback(nothing), blocks: [section(nothing)] };
  }
  const title = isMine ? WATCH_LIST.yours : WATCH_LIST.title;
  const shown = rowsOf(list, watches.slice(0, MOST_ROWS));
  const own = rowsOf(list, direct.slice(0, MOST_ROWS - shown.length));
  const idle = declared.slice(0, MOST_IDLE).map((one) => `• ${declaredInWords(one)}`);
  const all = watches.length + direct.length + declared.length;
  const rest = all - shown.length - own.length - idle.length;
  return {
    text: plainFallback([title, ...[...shown, ...own].map(({ text }) => text), ...idle].join('\n')),
    blocks: [
      ...(watches.length + idle.length === 0 ? [section(WATCH_LIST.nothing(commands))] : [section(title)]),
      ...rowBlocks(shown, ACTION.watchRow),
      ...(idle.length === 0 ? [] : [section(idle.join('\n'))]),
      ...(own.length === 0
        ? []
        : [section(WATCH_LIST.direct), ...rowBlocks(own, ACTION.watchRow, shown.length)]),
      ...(rest > 0 ? [section(WATCH_LIST.more(rest))] : []),
    ],
  };
}

const rowsOf = (list: List, watches: readonly AnyWatch[]) =>
  watches.map((watch) => ({
    text: lineOf(watch, list),
    options: optionsOf(watch).map(([entry, text]) => option(watch, entry, text)),
  }));

function lineOf(watch: AnyWatch, { troubles, names, isMine }: List): string {
  const trouble = troubles?.get(watch);
  const place = isDirect(watch.channel) ? WATCH_LIST.inDirect : `<#${watch.channel}> `;
  const where = isMine === true ? place : '';
  const problem =
    trouble === undefined ? '' : `\n:warning: ${WATCH_LIST.trouble(trouble.code, sourceOf(watch))}`;
  const source = isFromFile(watch) ? ` – ${sourceInWords(watch)}` : '';
  const reach = isGroupWatch(watch) ? WATCH_LIST.inAll(watch) : '';
  return `• ${where}${watchSummary(watch, names ?? new Map())}${reach}${source}${problem}`;
}

/** What stands in the file is changed and ended there. */
const optionsOf = (watch: AnyWatch): typeof OPTIONS =>
  OPTIONS.filter(([entry]) => entry === 'test' || !isFromFile(watch));

const OPTIONS: readonly (readonly [WatchEntry, string])[] = [
  ['edit', 'Edit…'],
  ['test', 'Send a test'],
  ['remove', 'Remove'],
];

const option = (watch: AnyWatch, entry: WatchEntry, text: string): PlainTextOption => ({
  text: plain(text, 75),
  value: encodeWatchEntry(entry, watch),
});
