import { z } from 'zod';
import { ChannelId, ProjectId, SlackUserId, TeamId } from './ids.ts';
import type { SlackPerson } from './person.ts';
import type { Phase } from './phase.ts';
import { Mention } from './watch-delivery.ts';

/** The events a watch can ask for; `approvals` is a deployment that waits for approval. */
export const WATCH_EVENTS = ['approvals', 'manual', 'started', 'succeeded', 'failed', 'canceled'] as const;
export type WatchEvent = (typeof WATCH_EVENTS)[number];
export const DEFAULT_WATCH_EVENTS: readonly WatchEvent[] = ['approvals', 'failed'];

/** Why whoever set a watch up can no longer answer for it. */
const LossReason = z.enum(['left', 'disconnected', 'no-access']);
export type LossReason = z.infer<typeof LossReason>;

/** A watch whose maker lost what it rests on: it shows nothing new, and ends unless somebody takes it over. */
const Pause = z.object({
  why: LossReason,
  /** Epoch milliseconds; names the question the channel was asked. */
  at: z.number(),
  /** Epoch milliseconds. */
  until: z.number(),
});
export type Pause = z.infer<typeof Pause>;

/** Who set a watch up: somebody in Slack, or the file of those who run this Slipway. */
const Maker = z.union([z.literal('file'), SlackUserId]);
export type Maker = z.infer<typeof Maker>;

/** What is kept of a watch besides, where the file set it up. */
const FromFile = z.object({
  /** Whose watch, set up by command, it replaced. */
  instead: SlackUserId.optional(),
  /** What the channel was not told yet. */
  news: z.enum(['added', 'changed']).optional(),
  /** The news is on the audit trail. */
  recorded: z.literal(true).optional(),
  /** The news is as well that approvals are confirmed in the browser no longer, as they were before. */
  unmarks: z.literal(true).optional(),
});
export type FromFile = z.infer<typeof FromFile>;

/** A channel's wish to hear of a project's deployments. */
export const Watch = z.object({
  team: TeamId,
  channel: ChannelId,
  project: ProjectId,
  projectPath: z.string(),
  /** The group whose watch covers the project; without it, the project is watched for itself. */
  group: z.number().optional(),
  /** Environment patterns: exact names, `*` wildcards, `!` exclusions. Empty: every environment. */
  environments: z.array(z.string()),
  /** Patterns of the environment's tier, of the branch or tag, and of the GitLab user who deploys. Left out: all. */
  tiers: z.array(z.string()).optional(),
  refs: z.array(z.string()).optional(),
  by: z.array(z.string()).optional(),
  on: z.array(z.enum(WATCH_EVENTS)),
  /** Approvals of these environments take a yes in the browser, right after a fresh sign-in to GitLab. */
  confirm: z.literal('browser').optional(),
  /** Whom the first post of each card calls, besides those who can approve. */
  mention: z.array(Mention).optional(),
  /** Where cards go: into the day's thread, or to its maker alone, whose direct messages are the channel then. */
  mode: z.enum(['thread', 'dm']).optional(),
  madeBy: Maker,
  /** Epoch milliseconds. */
  madeAt: z.number(),
  file: FromFile.optional(),
  /** When it was last seen that the maker may read the project, epoch milliseconds; `madeAt` until then. */
  confirmedAt: z.number().optional(),
  paused: Pause.optional(),
});
export type Watch = z.infer<typeof Watch>;

/** What names a watch: a channel watches a project once. */
export const WatchName = Watch.pick({ team: true, channel: true, project: true });
export type WatchName = z.infer<typeof WatchName>;

/** Whether it stands in the operators' file, and is changed and ended nowhere else. */
export const isFromFile = ({ madeBy }: Pick<Watch, 'madeBy'>): boolean => madeBy === 'file';

/** The person behind a watch; `undefined` where the file set it up. */
export const makerOf = ({ team, madeBy }: Pick<Watch, 'team' | 'madeBy'>): SlackPerson | undefined =>
  madeBy === 'file' ? undefined : { team, user: madeBy };

/** What stands in the file has no maker to lose, and is not paused. */
export const isPaused = <W extends Pick<Watch, 'paused' | 'madeBy'>>(
  watch: W,
): watch is W & { readonly paused: Pause; readonly madeBy: SlackUserId } =>
  watch.paused !== undefined && watch.madeBy !== 'file';

/**
 * The watches of a project that show anything new: paused ones do not, and where a channel watches the project for itself and
 * with its group, what was said of the project goes before what was said of all.
 */
export function inForce(watches: readonly Watch[]): readonly Watch[] {
  const active = watches.filter((watch) => !isPaused(watch));
  const placeOf = ({ team, channel }: Watch): string => `${team}/${channel}`;
  const own = new Set(active.filter(({ group }) => group === undefined).map(placeOf));
  return active.filter((watch) => watch.group === undefined || !own.has(placeOf(watch)));
}

const EVENT_OF: Partial<Record<Phase, WatchEvent>> = {
  'awaiting-approval': 'approvals',
  ready: 'approvals',
  manual: 'manual',
  queued: 'started',
  running: 'started',
  success: 'succeeded',
  failed: 'failed',
  rejected: 'failed',
  canceled: 'canceled',
};

/** What happened to a deployment, as far as a watch can ask for it. */
export interface Happening {
  readonly environment: string;
  /** GitLab's tier of the environment; `undefined` while it was not asked for, which keeps nothing out. */
  readonly tier: string | undefined;
  /** Tag or branch. */
  readonly ref: string;
  /** GitLab username of who deploys, where GitLab tells. */
  readonly by: string | undefined;
  readonly phase: Phase;
}

/** Whether this watch wants a card for a deployment that just reached its phase. */
export function wantsCard(watch: Watch, happening: Happening): boolean {
  const { environment, tier, ref, by, phase } = happening;
  const event = EVENT_OF[phase];
  return (
    event !== undefined &&
    watch.on.includes(event) &&
    matchesPatterns(watch.environments, environment) &&
    matchesPatterns(watch.refs ?? [], ref) &&
    // GitLab's usernames know no case.
    matchesPatterns(watch.by ?? [], by?.toLowerCase() ?? '') &&
    (tier === undefined || matchesPatterns(watch.tiers ?? [], tier))
  );
}

/** Whether it depends on the environment's tier what a watch wants. */
export const asksForTier = ({ tiers = [] }: Pick<Watch, 'tiers'>): boolean => tiers.length > 0;

/**
 * Whether a name passes a list of patterns: one that includes it (or no including pattern at all) and none that
 * excludes it with `!`. `*` stands for any run of characters, slashes included, so `review/*` covers every review app.
 */
export function matchesPatterns(patterns: readonly string[], name: string): boolean {
  const excluding = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const including = patterns.filter((pattern) => !pattern.startsWith('!'));
  if (excluding.some((pattern) => matchesPattern(pattern, name))) return false;
  return including.length === 0 || including.some((pattern) => matchesPattern(pattern, name));
}

/** Greedy walk over the literal parts: linear in the name, so that no pattern can be made slow. */
function matchesPattern(pattern: string, name: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  if (parts.length === 1) return pattern === name;
  const last = parts.at(-1) ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= name.length - last.length;
}
