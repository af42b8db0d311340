import { AuditEntry } from '../core/audit.ts';
import type { StoredLine } from '../core/audit-chain.ts';
import type { SlackUserId } from '../core/ids.ts';
import type { ProjectRef } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { matchesPatterns } from '../core/watch.ts';
import type { Sight } from './history-sight.ts';

/** Which lines of the audit trail somebody asks for. */
export interface HistoryWish {
  /** As it may stand on a line: the full path, the id, or what was typed. */
  readonly project?: readonly ProjectRef[] | undefined;
  /** Patterns, as a watch has them. */
  readonly environments: readonly string[];
  readonly by?: { readonly slack: SlackUserId } | { readonly gitlab: string } | undefined;
  /** Epoch ms. */
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly act?: AuditEntry['act'] | undefined;
  /** `done`, `refused` for everything else, or an error code. */
  readonly outcome?: string | undefined;
  /** Only lines older, or newer, than the one at this place. */
  readonly beyond?: { readonly towards: 'older' | 'newer'; readonly place: string } | undefined;
}

export interface HistoryLine {
  readonly place: string;
  readonly entry: AuditEntry;
}

/** One page, newest first. */
export interface HistoryPage {
  readonly lines: readonly HistoryLine[];
  /** Where the next older, and the next newer page begin; `undefined` where there is none. */
  readonly older: string | undefined;
  readonly newer: string | undefined;
  /** Epoch ms: how far was looked, where looking ended before the trail did. */
  readonly searchedTo: number | undefined;
}

const LINES = 10;
const LINES_AT_ONCE = 250;
/** Lines looked at for one page: a filter that hardly anything fits must not read a trail of years. */
const MOST_LOOKED_AT = 5_000;
/** A line is written when its act has ended, by the clock of Redis: as much earlier or later than its own time. */
const SKEW_MS = 300_000;
const LATE_MS = 86_400_000;

/**
 * One page of the audit trail, as far as whoever asks may see it.
 * @param sight tells which lines these are
 * @throws SlipwayError `store-unavailable`; what `sight` throws
 */
export async function readHistory(
  { audit }: Pick<Ports, 'audit'>,
  wish: HistoryWish,
  sight: Sight,
): Promise<HistoryPage> {
  const towards = wish.beyond?.towards ?? 'older';
  const found = await look(audit, wish, sight, towards);
  if (towards === 'newer') {
    const { more, lines } = found;
    // The newest page is shown whole rather than the two lines that have come since.
    if (!more && lines.length < LINES) return readHistory({ audit }, { ...wish, beyond: undefined }, sight);
    const page = lines.slice(0, LINES).reverse();
    return {
      lines: page,
      older: page.at(-1)?.place,
      newer: more ? (page[0]?.place ?? found.place) : undefined,
      searchedTo: undefined,
    };
  }
  const page = found.lines.slice(0, LINES);
  const isFull = found.lines.length > LINES;
  return {
    lines: page,
    older: isFull ? page.at(-1)?.place : found.more ? found.place : undefined,
    newer: wish.beyond === undefined ? undefined : (page[0]?.place ?? wish.beyond.place),
    searchedTo: !isFull && found.more && found.place !== undefined ? timeOf(found.place) : undefined,
  };
}

interface Found {
  /** One more than a page holds, where there is one. */
  readonly lines: readonly HistoryLine[];
  /** The last line looked at. */
  readonly place: string | undefined;
  /** Whether there may be more beyond. */
  readonly more: boolean;
}

async function look(
  audit: Ports['audit'],
  wish: HistoryWish,
  sight: Sight,
  towards: 'older' | 'newer',
): Promise<Found> {
  const lines: HistoryLine[] = [];
  let place = wish.beyond?.place;
  for (let looked = 0; looked < MOST_LOOKED_AT; ) {
    const page = await audit.read({
      order: towards === 'older' ? 'newest-first' : 'oldest-first',
      beyond: place,
      from: wish.after === undefined ? undefined : Math.max(0, wish.after - SKEW_MS),
      until: wish.before === undefined ? undefined : wish.before + LATE_MS,
      limit: LINES_AT_ONCE,
    });
    for (const stored of page) {
      const line = lineIn(stored);
      if (line !== undefined && fits(wish, line.entry)) {
        const seen = await sight(line.entry);
        if (seen === 'too-many') return { lines, place, more: true };
        if (seen === 'yes') lines.push(line);
      }
      place = stored.place;
      if (lines.length > LINES) return { lines, place, more: true };
    }
    looked += page.length;
    if (page.length < LINES_AT_ONCE) return { lines, place, more: false };
  }
  return { lines, place, more: true };
}

/** A line that cannot be read tells nobody anything; `slipway audit verify` names it. */
function lineIn({ place, entry }: StoredLine): HistoryLine | undefined {
  try {
    const parsed = AuditEntry.safeParse(JSON.parse(entry ?? ''));
    return parsed.success ? { place, entry: parsed.data } : undefined;
  } catch {
    return undefined;
  }
}

function fits(wish: HistoryWish, entry: AuditEntry): boolean {
  const { project, environments, after, before, act, outcome } = wish;
  if (after !== undefined && entry.at < after) return false;
  if (before !== undefined && entry.at >= before) return false;
  if (act !== undefined && entry.act !== act) return false;
  if (project !== undefined && !project.some((one) => sameName(String(one), entry.project))) return false;
  if (environments.length > 0 && !matchesPatterns(environments, entry.environment ?? '')) return false;
  if (outcome === 'refused' ? entry.outcome === 'done' : outcome !== undefined && entry.outcome !== outcome)
    return false;
  return isBy(wish.by, entry);
}

function isBy(by: HistoryWish['by'], { person, gitlabUser }: AuditEntry): boolean {
  if (by === undefined) return true;
  return 'slack' in by ? person?.user === by.slack : sameName(by.gitlab, gitlabUser?.username);
}

/** GitLab takes names in any case. */
const sameName = (one: string, other: string | undefined): boolean =>
  one.toLowerCase() === other?.toLowerCase();

/** When a line was written, epoch ms: places are Redis's own and begin with it. */
const timeOf = (place: string): number => Number(place.split('-')[0]);
