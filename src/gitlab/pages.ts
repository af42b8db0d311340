import { z } from 'zod';
import type { Page } from '../core/ports/gitlab.ts';
import type { ApiRequest, Caller } from './caller.ts';
import type { HttpAnswer } from './client.ts';

const Rows = z.array(z.unknown());

/** The most rows GitLab puts on a page. */
export const FULL_PAGE = 100;

/**
 * One page of a list (https://docs.gitlab.com/api/rest/#offset-based-pagination). A row that does not fit `schema` is
 * left out and logged: one strange row must not hide the others.
 * @param request without `page`; `query.page` may be set
 */
export async function pageOf<T>(caller: Caller, request: ApiRequest<T>): Promise<Page<T>> {
  const { value: rows, header } = await caller.request({ ...request, schema: Rows });
  const items: T[] = [];
  let firstIssue: string | undefined;
  for (const row of rows) {
    const parsed = request.schema.safeParse(row);
    if (parsed.success) items.push(parsed.data);
    else firstIssue ??= `${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.code}`;
  }
  if (firstIssue !== undefined) {
    const { method, path } = request;
    caller.log.warn(
      { method, pathTemplate: path.template, dropped: rows.length - items.length, issue: firstIssue },
      'gitlab sent rows that cannot be read',
    );
  }
  const page = typeof request.query?.page === 'number' ? request.query.page : 1;
  // Behind an empty page there is none, whatever its headers say.
  const servedAt = Date.parse(header('date') ?? '');
  return {
    items,
    next: rows.length === 0 ? undefined : nextPage(header, page),
    servedAt: Number.isNaN(servedAt) ? undefined : servedAt,
  };
}

/** All rows, page after page, `mostPages` at most. */
export async function allRows<T>(
  caller: Caller,
  request: ApiRequest<T>,
  mostPages: number,
): Promise<readonly T[]> {
  const rows: T[] = [];
  let page: number | undefined = 1;
  for (let read = 0; read < mostPages && page !== undefined; read += 1) {
    const { items, next }: Page<T> = await pageOf(caller, {
      ...request,
      query: { ...request.query, per_page: FULL_PAGE, page },
    });
    rows.push(...items);
    page = next;
  }
  return rows;
}

/**
 * The number of the page after `page`. `X-Next-Page` is empty on the last page; where a proxy drops it, the number in
 * `Link` serves, but never its address, which may be another host's.
 */
function nextPage(header: HttpAnswer['header'], page: number): number | undefined {
  const text = header('x-next-page') ?? linkedPage(header('link') ?? '');
  const next = text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  // A page that leads back would never end.
  return next !== undefined && next > page ? next : undefined;
}

function linkedPage(link: string): string | undefined {
  const next = link.split(',').find((part) => /;\s*rel="?next"?/i.test(part));
  return next?.match(/[?&]page=(\d{1,9})(?:[&>]|$)/)?.[1];
}
