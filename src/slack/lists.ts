import type { Button, KnownBlock } from '@slack/types';
import { z } from 'zod';
import { ProjectId } from '../core/ids.ts';
import { deploymentUrl } from '../core/links.ts';
import { markedVersion } from './cards/version.ts';
import { slackDate } from './dates.ts';
import { literal } from './escape.ts';
import { ACTION } from './ids.ts';
import { withinLimits } from './limits.ts';
import { link } from './links.ts';
import { type DeploymentRowView, deploymentOptions, rowBlocks } from './row-menus.ts';
import { plain, type Rendered, section } from './text-objects.ts';
import type { CommandNames } from './words/commands.ts';
import { plainFallback } from './words/fallback.ts';
import { LIST, type ListKind } from './words/lists.ts';
import { headline } from './words/phases.ts';

/** The query behind a page of a list, as its pager buttons carry it. It is parsed anew and asked as the person. */
export const ListQuery = z.object({
  kind: z.enum(['list', 'pending', 'environments']),
  project: z.union([ProjectId, z.string().min(1).max(500)]).optional(),
  filters: z.record(z.string().max(40), z.string().max(500)).default({}),
  page: z.number().int().min(1).max(100_000),
});
export type ListQuery = z.infer<typeof ListQuery>;

/** Slack's limit for a button's value. */
const VALUE_LIMIT = 2_000;
const MOST_ROWS = 50;

/** The query as a button's value; `undefined` when it does not fit, and then there is no button. */
export function encodeListQuery(query: ListQuery): string | undefined {
  const text = JSON.stringify(query);
  return text.length > VALUE_LIMIT ? undefined : text;
}

/** Reads what `encodeListQuery` wrote; `undefined` for anything else. */
export function decodeListQuery(text: string): ListQuery | undefined {
  if (text.length > VALUE_LIMIT) return undefined;
  try {
    const parsed = ListQuery.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

export type ListRow = DeploymentRowView;

export interface DeploymentList {
  readonly kind: ListKind;
  /** Path of the project, where all rows belong to one. */
  readonly projectPath: string | undefined;
  readonly rows: readonly ListRow[];
  readonly page: number;
  readonly previous: ListQuery | undefined;
  readonly next: ListQuery | undefined;
}

/** The answer to `/deploy list`, `pending` and `show`: one compact row a deployment, and buttons to page. */
export function deploymentList(
  list: DeploymentList,
  settings: { readonly gitlabHost: string; readonly commands: CommandNames },
): Rendered {
  const where = list.projectPath === undefined ? '' : literal(list.projectPath);
  const pages = list.page > 1 || list.next !== undefined ? ` · ${LIST.page(list.page)}` : '';
  const title = `${LIST.title(list.kind, where)}${pages}`;
  const rows = list.rows.slice(0, MOST_ROWS).map((row) => ({
    text: rowText(list, row, settings.gitlabHost),
    options: deploymentOptions(row, settings.gitlabHost),
  }));
  const empty = emptyText(list, settings.commands);
  const body = rows.length === 0 ? [section(empty)] : rowBlocks(rows, ACTION.deploymentRow);
  const buttons = pager(list);
  const blocks: KnownBlock[] = [section(title), ...body];
  if (buttons.length > 0) blocks.push({ type: 'actions', elements: buttons });
  const summary = [title, ...(rows.length === 0 ? [empty] : rows.slice(0, 5).map(({ text }) => text))].join(
    ' – ',
  );
  return withinLimits({ text: plainFallback(summary), blocks });
}

function rowText(list: DeploymentList, { project, deployment, phase }: ListRow, gitlabHost: string): string {
  const place = [
    ...(list.projectPath === undefined ? [literal(project.path, 120)] : []),
    literal(deployment.environment.name, 80),
  ].join(' → ');
  const by = deployment.requestedBy === null ? '' : LIST.by(literal(deployment.requestedBy.name, 60));
  const parts = [
    link(deploymentUrl(project, deployment), `#${deployment.id}`, gitlabHost),
    `*${literal(headline(phase, deployment.status), 60)}*`,
    place,
    markedVersion(deployment),
    by,
    slackDate(deployment.createdAt),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

const emptyText = (list: DeploymentList, commands: CommandNames): string =>
  list.page > 1 ? LIST.emptyPage : LIST.empty(list.kind, commands);

/** Buttons to the pages before and after. */
export function pager(list: {
  readonly previous: ListQuery | undefined;
  readonly next: ListQuery | undefined;
}): Button[] {
  return [
    pageButton(list.previous, LIST.previous, ACTION.listPrevious),
    pageButton(list.next, LIST.next, ACTION.listNext),
  ].filter((button) => button !== undefined);
}

function pageButton(query: ListQuery | undefined, text: string, actionId: string): Button | undefined {
  const value = query === undefined ? undefined : encodeListQuery(query);
  return value === undefined
    ? undefined
    : { type: 'button', action_id: actionId, text: plain(text, 75), value };
}
