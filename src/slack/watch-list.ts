import type { PlainTextOption } from '@slack/types';
import type { Notice } from '../core/notice.ts';
import type { Trouble } from '../core/trouble.ts';
import type { Watch } from '../core/watch.ts';
import { ACTION } from './ids.ts';
import { inGroups, rowBlocks } from './row-menus.ts';
import { plain, type Rendered, section } from './text-objects.ts';
import { encodeWatchEntry, type WatchEntry } from './watch-value.ts';
import type { CommandNames } from './words/commands.ts';
import { watchSummary } from './words/events.ts';
import { plainFallback } from './words/fallback.ts';
import { WATCH_LIST } from './words/watches.ts';

type List = Extract<Notice, { kind: 'watches' }>;

/** As many as one message holds. */
const MOST_ROWS = 18;

/** A channel's watches, or somebody's own, a line and a menu each. */
export function watchList(list: List, commands: CommandNames): Rendered {
  const { watches, troubles, isMine } = list;
  const groups = (list.groups ?? []).map(
    (watch) =>
      `• ${isMine === true ? `<#${watch.channel}> ` : ''}${watchSummary(watch)}${WATCH_LIST.inAll(watch)}`,
  );
  if (watches.length === 0 && groups.length === 0) {
    const nothing = isMine ? WATCH_LIST.nothingOfYours(commands) : WATCH_LIST.nothing(commands);
    return { text: plainFallback(nothing), blocks: [section(nothing)] };
  }
  const title = isMine ? WATCH_LIST.yours : WATCH_LIST.title;
  const rows = watches.slice(0, MOST_ROWS).map((watch) => ({
    text: lineOf(watch, troubles?.get(watch), isMine === true),
    options: OPTIONS.map(([entry, text]) => option(watch, entry, text)),
  }));
  const rest = watches.length - MOST_ROWS;
  return {
    text: plainFallback([title, ...groups, ...rows.map(({ text }) => text)].join('\n')),
    blocks: [
      section(title),
      ...inGroups(groups).map(section),
      ...rowBlocks(rows, ACTION.watchRow),
      ...(rest > 0 ? [section(WATCH_LIST.more(rest))] : []),
    ],
  };
}

function lineOf(watch: Watch, trouble: Trouble | undefined, isMine: boolean): string {
  const where = isMine ? `<#${watch.channel}> ` : '';
  const problem = trouble === undefined ? '' : `\n:warning: ${WATCH_LIST.trouble[trouble.code]}`;
  return `• ${where}${watchSummary(watch)}${problem}`;
}

const OPTIONS: readonly (readonly [WatchEntry, string])[] = [
  ['edit', 'Edit…'],
  ['test', 'Send a test'],
  ['remove', 'Remove'],
];

const option = (watch: Watch, entry: WatchEntry, text: string): PlainTextOption => ({
  text: plain(text, 75),
  value: encodeWatchEntry(entry, watch),
});
