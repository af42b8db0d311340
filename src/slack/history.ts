import type { Button, KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { AuditEntry } from '../core/audit.ts';
import { slackDate } from './dates.ts';
import { code, literal } from './escape.ts';
import { ACTION } from './ids.ts';
import { withinLimits } from './limits.ts';
import { link } from './links.ts';
import { context, plain, type Rendered, section } from './text-objects.ts';
import { plainFallback } from './words/fallback.ts';
import { ACT_WORDS, HISTORY } from './words/history.ts';

/** What a page of the history was asked with, as its buttons carry it; it is parsed anew and asked as the person. */
export const HistoryQuery = z.object({
  project: z.string().max(500).optional(),
  /** As typed. Moments are ISO 8601, so that every page is of the same time. */
  filters: z.record(z.string().max(40), z.string().max(500)),
  beyond: z
    .object({ towards: z.enum(['older', 'newer']), place: z.string().regex(/^\d{1,16}-\d{1,16}$/u) })
    .optional(),
});
export type HistoryQuery = z.infer<typeof HistoryQuery>;

/** Slack's limit for a button's value. */
const VALUE_LIMIT = 2_000;

/** Reads a button's value; `undefined` for anything that is no query. */
export function decodeHistoryQuery(text: string): HistoryQuery | undefined {
  if (text.length > VALUE_LIMIT) return undefined;
  try {
    return HistoryQuery.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export interface HistoryList {
  readonly entries: readonly AuditEntry[];
  readonly older: HistoryQuery | undefined;
  readonly newer: HistoryQuery | undefined;
  /** Epoch ms. */
  readonly searchedTo: number | undefined;
  readonly seesAll: boolean;
}

interface Settings {
  readonly gitlabHost: string;
  /** Host of the workspace's own address, where it is known. */
  readonly slackHost: string | undefined;
}

/** The answer to `/slipway history`: two lines an act, newest first, and buttons to page. */
export function historyMessage(list: HistoryList, settings: Settings): Rendered {
  const rows = list.entries.map((entry) => rowText(entry, settings));
  const notes = [
    ...(list.searchedTo === undefined ? [] : [HISTORY.partly(slackDate(list.searchedTo))]),
    list.seesAll ? HISTORY.all : HISTORY.own,
  ];
  const blocks: KnownBlock[] = [
    section(HISTORY.title),
    ...(rows.length === 0 ? [section(HISTORY.empty)] : rows.map(section)),
    context(...notes),
  ];
  const buttons = [
    pageButton(list.newer, HISTORY.newer, ACTION.historyNewer),
    pageButton(list.older, HISTORY.older, ACTION.historyOlder),
  ].filter((button) => button !== undefined);
  if (buttons.length > 0) blocks.push({ type: 'actions', elements: buttons });
  const summary = [HISTORY.title, ...(rows.length === 0 ? [HISTORY.empty] : rows.slice(0, 5))];
  return withinLimits({ text: plainFallback(summary.join(' – ')), blocks });
}

function pageButton(query: HistoryQuery | undefined, text: string, actionId: string): Button | undefined {
  const value = query === undefined ? undefined : JSON.stringify(query);
  return value === undefined || value.length > VALUE_LIMIT
    ? undefined
    : { type: 'button', action_id: actionId, text: plain(text, 75), value };
}

/** What and where; then when, by whom and how it ended. */
function rowText(entry: AuditEntry, settings: Settings): string {
  const what = [`*${ACT_WORDS[entry.act]}*`, subject(entry, settings), place(entry, settings)]
    .filter(isText)
    .join(' ');
  const first = [what, sha(entry), words(entry.detail), quoted(entry.comment), confirmed(entry)]
    .filter(isText)
    .join(' · ');
  const second = [slackDate(entry.at), who(entry), outcome(entry), message(entry, settings)];
  return `${first}\n${second.filter(isText).join(' · ')}`;
}

const isText = (text: string): boolean => text !== '';

const subject = ({ deployment, url }: AuditEntry, { gitlabHost }: Settings): string =>
  deployment === undefined ? '' : link(url, `#${deployment}`, gitlabHost);

function place({ project, environment, deployment, url }: AuditEntry, { gitlabHost }: Settings): string {
  const names = [project, environment].filter((name) => name !== undefined);
  const text = names.map((name) => literal(name, 80)).join(' → ');
  return deployment === undefined && text !== '' ? link(url, text, gitlabHost) : text;
}

const sha = (entry: AuditEntry): string => (entry.sha === undefined ? '' : code(entry.sha.slice(0, 8)));
const words = (detail: string | undefined): string => (detail === undefined ? '' : literal(detail, 60));
const confirmed = (entry: AuditEntry): string => (entry.confirmed === undefined ? '' : HISTORY.confirmed);
const quoted = (comment: string | undefined): string =>
  comment === undefined || comment === '' ? '' : `“${literal(comment, 60)}”`;

/** A mention in a message to one person notifies nobody else. */
function who({ person, gitlabUser, actor }: AuditEntry): string {
  if (actor === 'file') return HISTORY.file;
  const inGitLab = gitlabUser === undefined ? '' : `GitLab ${literal(`@${gitlabUser.username}`, 60)}`;
  if (person === undefined) return inGitLab === '' ? HISTORY.nobody : inGitLab;
  return `<@${person.user}>${inGitLab === '' ? '' : ` (${inGitLab})`}`;
}

const outcome = (entry: AuditEntry): string =>
  entry.outcome === 'done' ? HISTORY.done : literal(HISTORY.refused(entry.outcome), 80);

const message = ({ messageUrl }: AuditEntry, { slackHost }: Settings): string =>
  messageUrl === undefined || slackHost === undefined ? '' : link(messageUrl, HISTORY.message, slackHost);
