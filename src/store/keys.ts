import type { CardId, ChannelId, EnvironmentId, ProjectId, TeamId } from '../core/ids.ts';
import type { SlackPerson } from '../core/person.ts';
import type { ConfirmedPlace } from '../core/ports/step-up.ts';
import { CONFIRM_MS } from '../core/step-up.ts';

/** One kind of key: how it is spelt, what Redis type it has and how long it lives at most. */
export interface KeyRow<Parts extends readonly unknown[], Life extends number | undefined> {
  readonly family: string;
  readonly type: 'string' | 'set' | 'hash' | 'zset' | 'stream';
  /** Milliseconds after the last write; `undefined`: until it is deleted. */
  readonly lifetimeMs: Life;
  /** The key without its prefix. */
  of(...parts: Parts): string;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const row = <Parts extends readonly unknown[], Life extends number | undefined>(
  family: string,
  type: KeyRow<Parts, Life>['type'],
  lifetimeMs: Life,
  partsOf: (...parts: Parts) => readonly (string | number)[],
): KeyRow<Parts, Life> => ({
  family,
  type,
  lifetimeMs,
  of: (...parts) => [family, ...partsOf(...parts)].join(':'),
});

const personRow = <Life extends number | undefined>(family: string, lifetimeMs: Life) =>
  row(family, 'string', lifetimeMs, ({ team, user }: SlackPerson) => [team, user]);

/**
 * Every key Slipway's stores write; a test compares it with what they really wrote. `v1` is the shape of the value: a
 * new shape gets a new number, so that two releases never misread each other.
 */
export const KEYS = {
  /** JSON of `CardRecord`. Without an end while the card is open. */
  card: row('card:v1', 'string', 90 * DAY, (id: CardId) => [id]),
  /** Ids of the project's open cards. */
  openCards: row('cards-open:v1', 'set', undefined, (project: ProjectId) => [project]),
  /** JSON of `PostIntent`. */
  post: row('post:v1', 'string', 90 * DAY, (id: string) => [id]),
  /** `team/channel/group` → JSON of `GroupWatch`. */
  groupWatches: row('group-watches:v1', 'hash', undefined, () => []),
  /** `channel/kind/name` → JSON of `FileWatch`. */
  fileWatches: row('file-watches:v1', 'hash', undefined, () => []),
  /** Project → its watches, a line each; see `watch-lines.ts`. One hash for all: a key for each took twice the memory. */
  watches: row('watches:v1', 'hash', undefined, () => []),
  /** Ids of the projects the channel watches. */
  channelWatches: row('channel-watches:v1', 'set', undefined, (team: TeamId, channel: ChannelId) => [
    team,
    channel,
  ]),
  /** GitLab group id → JSON of `GroupMap`, for a workspace. */
  groupMaps: row('group-maps:v1', 'hash', undefined, (team: TeamId) => [team]),
  /** JSON of the link between the person and GitLab; its tokens are sealed. */
  connection: personRow('connection:v1', undefined),
  /** JSON of `Preferences`. */
  preferences: personRow('preferences:v1', undefined),
  /** Slack user → GitLab user id, for a workspace. */
  connectionAccounts: row('connection-accounts:v1', 'hash', undefined, (team: TeamId) => [team]),
  /** GitLab user id → Slack user, for a workspace. */
  connectionOwners: row('connection-owners:v1', 'hash', undefined, (team: TeamId) => [team]),
  /** Sealed `LinkAttempt`, by the digest of its state. */
  linkAttempt: row('link-attempt:v1', 'string', 10 * MINUTE, (digest: string) => [digest]),
  /** Sealed `PendingLink`, by the digest of its id. */
  linkPending: row('link-pending:v1', 'string', 10 * MINUTE, (digest: string) => [digest]),
  /** Sealed `DeviceAttempt`; as long as GitLab says, a quarter of an hour at most. */
  linkDevice: personRow('link-device:v1', 15 * MINUTE),
  /** Sealed `SpentTokens`. */
  spentTokens: row('spent-tokens:v1', 'string', 7 * DAY, (handle: string) => [handle]),
  /** Sealed `Act`. */
  linkContinuation: personRow('link-continuation:v1', 10 * MINUTE),
  /** Sealed `StepUpAttempt`, by the digest of its state. */
  stepUpAttempt: row('step-up-attempt:v1', 'string', CONFIRM_MS, (digest: string) => [digest]),
  /** Sealed `StepUpQuestion`, by the digest of its id. */
  stepUpQuestion: row('step-up-question:v1', 'string', CONFIRM_MS, (digest: string) => [digest]),
  /** Slack user → JSON of a name and until when (epoch ms) they confirm an approval of the deployment. */
  confirming: row('confirming:v1', 'hash', CONFIRM_MS, ({ team, project, deployment }: ConfirmedPlace) => [
    team,
    project,
    deployment,
  ]),
  /** JSON of an `Act` that waits for a yes. */
  confirmation: row('confirmation:v1', 'string', 10 * MINUTE, (digest: string) => [digest]),
  /** Projects by when they are due, epoch ms; a claimed one by the end of its lease. */
  pollsDue: row('polls-due:v1', 'zset', undefined, () => []),
  /** Project → end of its lease, epoch ms. */
  pollLeases: row('poll-leases:v1', 'hash', undefined, () => []),
  /** Project → when it was wanted while it was leased, epoch ms. */
  pollWanted: row('poll-wanted:v1', 'hash', undefined, () => []),
  /** `arrived`, `approvals`: when such an event came; `poll`: the newest moment an event made the project due; epoch ms. */
  hookSigns: row('hook-signs:v1', 'hash', 30 * DAY, (project: ProjectId) => [project]),
  /** When the newest event of a project, or of `any`, came; epoch ms. */
  hookArrival: row('hook-arrival:v1', 'string', 30 * DAY, (project: ProjectId | 'any') => [project]),
  /** `1`. As long as a signed event can be sent again: five minutes before and after its time. */
  hookDelivery: row('hook-delivery:v1', 'string', 11 * MINUTE, (digest: string) => [digest]),
  /** When an event of our GitLab was last refused, epoch ms. */
  hookRefused: row('hook-refused:v1', 'string', 7 * DAY, () => []),
  /** `misses`: polls in a row that found GitLab away; `until`: when polling goes on, epoch ms; `times`: rests in a row. */
  pollRest: row('poll-rest:v1', 'hash', 60 * MINUTE, () => []),
  /** `1` while GitLab takes no requests of the watcher's; as long as it said. */
  pollLimited: row('poll-limited:v1', 'string', 60 * MINUTE, () => []),
  /** Channel or project → JSON of `Trouble`. */
  troubles: row('troubles:v1', 'hash', undefined, () => []),
  /** Id of a process → JSON of `ProcessRow`. */
  processes: row('processes:v1', 'hash', undefined, () => []),
  /** How many lines of the log spoke of a defect in that hour since 1970. */
  errors: row('errors:v1', 'string', 26 * 60 * MINUTE, (hour: number) => [hour]),
  /** GitLab's tier of an environment. */
  tier: row('tier:v1', 'string', 60 * MINUTE, (project: ProjectId, environment: EnvironmentId) => [
    project,
    environment,
  ]),
  /** Project → how its last poll went, and what polling remembers of it; see `poll-row.ts`. */
  polls: row('polls:v1', 'hash', undefined, () => []),
  /** Fields `seq`, `prev`, `hash`, `entry` (canonical JSON of `AuditEntry`); see `core/audit-chain.ts`. */
  audit: row('audit:v1', 'stream', undefined, () => []),
  /** Fields `seq`, `hash` of the newest line of the trail. */
  auditHead: row('audit-head:v1', 'hash', undefined, () => []),
  /** Fields `seq`, `hash` of the last line that retention removed. */
  auditAnchor: row('audit-anchor:v1', 'hash', undefined, () => []),
  /** Place of the line written for it, so that the same line is written once; as long as a failed job is kept. */
  auditClaim: row('audit-claim:v1', 'string', 7 * DAY, (id: string) => [id]),
  /** The holder's token. */
  lock: row('lock:v1', 'string', 6_000, (name: string) => [name]),
  /** `1`; how long it lives is the caller's choice. */
  once: row('once:v1', 'string', undefined, (key: string) => [key]),
  /** A value that could not be read, kept for whoever looks into it. */
  aside: row('aside:v1', 'string', 30 * DAY, (key: string) => [key]),
} as const;

/** Spells a whole key: the prefix in braces is a hash tag, which keeps all keys in one slot of a Redis Cluster. */
export type Key = (relative: string) => string;

export const keysUnder =
  (prefix: string): Key =>
  (relative) =>
    `{${prefix}}:${relative}`;
