import { listOf } from './arguments.ts';
import { SlipwayError } from './errors.ts';
import { TIERS } from './operations.ts';
import { DEFAULT_WATCH_EVENTS, matchesPatterns, WATCH_EVENTS, type WatchEvent } from './watch.ts';

/** The filters of a watch as somebody writes them: comma lists with `*` and `!`. */
export const FILTER_OPTIONS = ['env', 'tier', 'ref', 'on', 'by'] as const;
export type FilterOption = (typeof FILTER_OPTIONS)[number];
export type FilterTexts = Readonly<Partial<Record<FilterOption, string | undefined>>>;

/** The filters of a watch. An empty list lets everything pass; `on` names what comes. */
export interface WatchFilters {
  readonly environments: readonly string[];
  readonly tiers: readonly string[];
  readonly refs: readonly string[];
  /** GitLab usernames, or Slack mentions that are still to be looked up. */
  readonly by: readonly string[];
  readonly on: readonly WatchEvent[];
}

const MOST_PATTERNS = 20;
/** GitLab's longest name of an environment or a ref. */
const LONGEST = 255;
const USERNAME = /^!?@?[\w.*-]+$/u;
/** As Slack writes somebody a person picked from its list. */
const PERSON = /^(!?)<@([UW][A-Z0-9]{2,40})(?:\|[^<>]*)?>$/u;

/**
 * Reads the filters of a watch, wherever they were entered.
 * @throws SlipwayError `bad-value` naming the filter, what does not fit, and what does
 */
export function readFilters(texts: FilterTexts): WatchFilters {
  return {
    environments: patternsIn('env', texts.env),
    tiers: tiersIn(texts.tier),
    refs: patternsIn('ref', texts.ref),
    by: deployersIn(texts.by),
    on: eventsIn(texts.on),
  };
}

function patternsIn(option: FilterOption, text: string | undefined): string[] {
  const patterns = listOf(text);
  const isBad = (pattern: string): boolean => pattern === '!' || pattern.length > LONGEST;
  if (patterns.length > MOST_PATTERNS || patterns.some(isBad)) {
    throw new SlipwayError('bad-value', {
      option,
      value: patterns.join(',').slice(0, 80),
      takes: `at most ${MOST_PATTERNS} names or patterns such as \`review/*\` or \`!old\`, separated by commas`,
    });
  }
  return [...new Set(patterns)];
}

function tiersIn(text: string | undefined): string[] {
  const patterns = patternsIn('tier', text?.toLowerCase());
  assertKnown('tier', patterns, TIERS);
  return patterns;
}

function deployersIn(text: string | undefined): string[] {
  return patternsIn('by', text).map((pattern) => {
    if (PERSON.test(pattern)) return pattern;
    if (!USERNAME.test(pattern))
      throw new SlipwayError('bad-value', {
        option: 'by',
        value: pattern,
        takes: 'GitLab usernames such as `dana`, or people picked from the list Slack offers after @',
      });
    return pattern.replace('@', '').toLowerCase();
  });
}

/** The Slack user a pattern of `by:` mentions, and whether to leave them out. */
export function mentionedIn(pattern: string): { readonly user: string; readonly not: '!' | '' } | undefined {
  const match = PERSON.exec(pattern);
  return match?.[2] === undefined ? undefined : { user: match[2], not: match[1] === '!' ? '!' : '' };
}

function eventsIn(text: string | undefined): readonly WatchEvent[] {
  if (text === undefined) return DEFAULT_WATCH_EVENTS;
  const patterns = patternsIn('on', text.toLowerCase());
  assertKnown('on', patterns, WATCH_EVENTS);
  const events = WATCH_EVENTS.filter((event) => matchesPatterns(patterns, event));
  if (events.length === 0 || patterns.length === 0)
    throw new SlipwayError('bad-value', { option: 'on', value: text.slice(0, 80), known: [...WATCH_EVENTS] });
  return events;
}

/** Each pattern must be able to match: a misspelt word would be a filter that hears nothing, for ever. */
function assertKnown(option: FilterOption, patterns: readonly string[], known: readonly string[]): void {
  for (const pattern of patterns) {
    const bare = pattern.replace(/^!/u, '');
    if (!known.some((one) => matchesPatterns([bare], one)))
      throw new SlipwayError('bad-value', { option, value: pattern, known: [...known] });
  }
}
