import type { Commit, MergeRequest, Project } from '../core/deployment.ts';
import { commitUrl } from '../core/links.ts';
import type { Shipped } from '../core/shipped.ts';
import { type Shipping, shipsOf } from '../core/shipping.ts';
import { shipsHead } from './cards/card-ships.ts';
import { shortSha } from './cards/version.ts';
import { code, literal } from './escape.ts';
import { link } from './links.ts';
import { looseCommits } from './words/card.ts';
import { CHANGES } from './words/changes.ts';
import { MODAL } from './words/modals.ts';

/** One page of what a deployment ships, as mrkdwn lines. */
export interface ShippedPage {
  /** What stands above every page. */
  readonly head: readonly string[];
  readonly lines: readonly string[];
  /** From 1. */
  readonly page: number;
  /** How many there are, where that is known. */
  readonly pages: number | undefined;
  readonly hasMore: boolean;
}

/** Far below what Slack takes, in lines and in characters as they travel. */
const LINES = 25;
const CHARACTERS = 8_500;
/** Of a title; a page of GitLab's that does not fit is shown with shorter ones. */
const TITLE_LIMITS = [120, 60, 20] as const;
const AUTHOR_LIMIT = 40;

/**
 * The page of that number, or the last one where there are fewer: merge requests first, then commits without any.
 * @param page of what GitLab linked, the number is GitLab's own and `shipped` is that page
 */
export function shippedPage(
  shipped: Shipped,
  project: Project,
  page: number,
  gitlabHost: string,
): ShippedPage {
  if (shipped.kind === 'linked') return linkedPage(shipped, gitlabHost);
  const { shipping } = shipped;
  const pages = packed(expectedLines(shipping, project, gitlabHost));
  const at = Math.min(Math.max(page, 1), Math.max(pages.length, 1));
  return {
    head: [shipsHead(shipsOf(shipping), gitlabHost)],
    lines: pages[at - 1] ?? [],
    page: at,
    pages: Math.max(pages.length, 1),
    hasMore: at < pages.length,
  };
}

function linkedPage(shipped: Extract<Shipped, { kind: 'linked' }>, gitlabHost: string): ShippedPage {
  const { rows, page, hasMore } = shipped;
  const none = page > 1 ? CHANGES.emptyPage : CHANGES.none;
  const drawn = TITLE_LIMITS.map((limit) => rows.map((row) => requestLine(row, gitlabHost, limit)));
  const lines = drawn.find((one) => sizeOf(one) <= CHARACTERS) ?? drawn.at(-1) ?? [];
  return { head: [], lines: lines.length === 0 ? [none] : lines, page, pages: undefined, hasMore };
}

function expectedLines(shipping: Shipping, project: Project, gitlabHost: string): string[] {
  const { loose, mergeRequests } = shipping;
  return [
    ...mergeRequests.map((row) => requestLine(row, gitlabHost)),
    ...(loose.length === 0 ? [] : [`*${looseCommits(loose.length, shipping.uncertain)}*`]),
    ...loose.map((commit) => commitLine(commit, project, gitlabHost)),
  ];
}

/** `• !812 Checkout retries – Kim Berg`, the number a link. */
function requestLine(
  { iid, title, webUrl, author }: MergeRequest,
  gitlabHost: string,
  limit: number = TITLE_LIMITS[0],
): string {
  const number = link(webUrl.length > URL_LIMIT ? undefined : webUrl, `!${iid}`, gitlabHost);
  return `• ${number} ${literal(title, limit)}${by(author)}`;
}

/** Longer than any address of a merge request. */
const URL_LIMIT = 700;

const commitLine = ({ sha, title, author }: Commit, project: Project, gitlabHost: string): string =>
  `• ${link(isSha(sha) ? commitUrl(project, sha) : undefined, code(shortSha(sha)), gitlabHost)} ${literal(title, TITLE_LIMITS[0])}${by(author)}`;

const isSha = (text: string): boolean => /^[0-9a-f]{7,64}$/iu.test(text);

const by = (author: string | null): string =>
  author === null || author === '' ? '' : MODAL.ships.by(literal(author, AUTHOR_LIMIT));

/** As many lines on each page as fit. */
function packed(lines: readonly string[]): string[][] {
  const pages: string[][] = [];
  for (const line of lines) {
    const last = pages.at(-1);
    if (last !== undefined && last.length < LINES && sizeOf([...last, line]) <= CHARACTERS) last.push(line);
    else pages.push([line]);
  }
  return pages;
}

const sizeOf = (lines: readonly string[]): number => JSON.stringify(lines).length;
