import type { Answer, Call } from './route.ts';

const DEFAULT_SIZE = 20;
const MAX_SIZE = 100;
/** Above this GitLab counts no totals. */
const COUNT_LIMIT = 10_000;

/**
 * One page of rows with GitLab's offset headers (doc: REST API › Pagination). Only the rows of the page are
 * presented. `X-Next-Page` and `X-Prev-Page` are empty at the ends.
 */
export function pageOf<Row>(call: Call, rows: readonly Row[], present: (row: Row) => unknown): Answer {
  const page = Math.max(call.params.integer('page') ?? 1, 1);
  const wanted = call.params.integer('per_page') ?? DEFAULT_SIZE;
  const size = Math.min(Math.max(wanted, 1), MAX_SIZE);
  const pages = Math.max(Math.ceil(rows.length / size), 1);
  const counted = rows.length <= COUNT_LIMIT;
  const next = page < pages ? page + 1 : null;
  const previous = page > 1 ? Math.min(page - 1, pages) : null;
  const links = linksTo(call, size, { prev: previous, next, first: 1, last: counted ? pages : null });
  return {
    status: 200,
    body: rows.slice((page - 1) * size, page * size).map(present),
    headers: {
      Link: links,
      'X-Page': String(page),
      'X-Per-Page': String(size),
      'X-Next-Page': next === null ? '' : String(next),
      'X-Prev-Page': previous === null ? '' : String(previous),
      ...(counted ? { 'X-Total': String(rows.length), 'X-Total-Pages': String(pages) } : {}),
    },
  };
}

function linksTo(call: Call, size: number, pages: Readonly<Record<string, number | null>>): string {
  return Object.entries(pages)
    .filter(([, page]) => page !== null)
    .map(([rel, page]) => {
      const url = new URL(call.url.pathname + call.url.search, call.state.baseUrl);
      url.searchParams.set('page', String(page));
      url.searchParams.set('per_page', String(size));
      return `<${url.href}>; rel="${rel}"`;
    })
    .join(', ');
}
