import type { Act } from '../acts.ts';
import type { AuditEntry } from '../audit.ts';
import type { AuditHead, StoredLine } from '../audit-chain.ts';
import type { CardRecord } from '../card.ts';
import type { GitLabUser } from '../deployment.ts';
import type { CardId, ChannelId, GitLabUserId, MessageTs, ProjectId, SlackUserId, TeamId } from '../ids.ts';
import type { SlackPerson } from '../person.ts';
import type { Watch } from '../watch.ts';
import type { FileWatchStore } from './file-watches.ts';
import type { TokenPair } from './gitlab.ts';
import type { GroupMapStore } from './group-maps.ts';
import type { GroupWatchStore } from './group-watches.ts';
import type { HookStore } from './hooks.ts';
import type { Inspection } from './inspection.ts';
import type { PollStore } from './polls.ts';
import type { PreferenceStore } from './preferences.ts';
import type { DeviceAttempt, LinkAttempt, PendingLink, SpentStore } from './sign-in.ts';
import type { StepUpStore } from './step-up.ts';
import type { TierStore } from './tiers.ts';
import type { TroubleStore } from './troubles.ts';

/** Every store throws `store-unavailable` when Redis does not answer in time. */
export interface CardStore {
  get(id: CardId): Promise<CardRecord | undefined>;
  /** Writes the record; open cards are indexed by project, closed ones leave the index and expire after 90 days. */
  put(card: CardRecord): Promise<void>;
  /** Cards of the project that still follow GitLab. */
  open(project: ProjectId): Promise<readonly CardRecord[]>;
}

/** A message we mean to post exactly once. */
export interface PostIntent {
  /** What is posted, e.g. `card-<id>`; one intent per identity. */
  readonly id: string;
  readonly marker: string;
  readonly state: 'sending' | 'sent' | 'refused';
  /** Epoch ms of the last send. */
  readonly dispatchedAt: number;
  readonly ts?: MessageTs | undefined;
  /** When the marker was looked for and not found, epoch ms. */
  readonly missedAt?: number | undefined;
}

export interface PostStore {
  get(id: string): Promise<PostIntent | undefined>;
  /** Kept for 90 days. */
  put(intent: PostIntent): Promise<void>;
}

export interface WatchStore {
  /** Adds or replaces the channel's watch of the project. Resolves to the one it replaced. */
  put(watch: Watch): Promise<Watch | undefined>;
  /** @param group the one whose watch covers the project; without it, the project's own watch is meant */
  remove(team: TeamId, channel: ChannelId, project: ProjectId, group?: number): Promise<Watch | undefined>;
  /** Those of single projects. */
  ofChannel(team: TeamId, channel: ChannelId): Promise<readonly Watch[]>;
  ofProject(project: ProjectId): Promise<readonly Watch[]>;
  /** Every watch of every project, in one trip. */
  all(): Promise<readonly Watch[]>;
}

export interface Connection {
  readonly person: SlackPerson;
  readonly gitlabUser: GitLabUser;
  readonly tokens: TokenPair;
  /** Epoch ms. */
  readonly since: number;
}

/** Linked accounts; tokens rest encrypted. */
export interface ConnectionStore {
  get(person: SlackPerson): Promise<Connection | undefined>;
  /**
   * Writes it. The same step ends the connection of `from`, who holds this GitLab user now and is to lose it.
   * @throws SlipwayError `account-taken` when this GitLab user is linked to any other Slack user of the workspace
   */
  put(connection: Connection, from?: SlackUserId): Promise<void>;
  remove(person: SlackPerson): Promise<void>;
  /** Slack users linked to these GitLab users. */
  slackUsersOf(team: TeamId, users: readonly GitLabUserId[]): Promise<ReadonlyMap<number, SlackUserId>>;
}

/** All of it lives ten minutes, a device's code as long as GitLab says; `take` reads and deletes in one step. */
export interface LinkStore {
  putAttempt(attempt: LinkAttempt): Promise<void>;
  getAttempt(state: string): Promise<LinkAttempt | undefined>;
  takeAttempt(state: string): Promise<LinkAttempt | undefined>;
  putPending(link: PendingLink): Promise<void>;
  takePending(id: string): Promise<PendingLink | undefined>;
  /** One for each person; the newest replaces the older. */
  putDevice(attempt: DeviceAttempt, lifetimeMs: number): Promise<void>;
  getDevice(person: SlackPerson): Promise<DeviceAttempt | undefined>;
  removeDevice(person: SlackPerson): Promise<void>;
  /** What the person was doing when the connection was missing; the newest replaces the older. */
  putContinuation(person: SlackPerson, act: Act): Promise<void>;
  getContinuation(person: SlackPerson): Promise<Act | undefined>;
  takeContinuation(person: SlackPerson): Promise<Act | undefined>;
}

/** Acts shown to a person who has not yet said yes; each lives ten minutes and is taken once, by that person alone. */
export interface ConfirmationStore {
  put(id: string, act: Act): Promise<void>;
  /** For anybody but the act's own person there is none, and it stays where it is. */
  take(id: string, person: SlackPerson): Promise<Act | undefined>;
}

/** The trail of what was done in people's names: hash-chained, append-only but for retention. */
export interface AuditTrail {
  /**
   * Adds a line at the end, durably. While Redis does not answer, the line is logged and kept in this process until it
   * does, so that no act fails for its line: this never throws `store-unavailable`.
   * @param id a line of this id is written once, however often it is appended within a week
   */
  append(entry: AuditEntry, id?: string): Promise<void>;
  /** Writes what still waits for Redis, for so long at most (ms); what then still waits is in the log alone. */
  flush(withinMs: number): Promise<void>;
  /** The line that was appended with this id. */
  find(id: string): Promise<AuditEntry | undefined>;
  /** Newest first; lines that cannot be read are left out. */
  newest(limit: number): Promise<readonly AuditEntry[]>;
  /** Lines as they are kept. */
  read(query: AuditRead): Promise<readonly StoredLine[]>;
  /** Where the trail stands by its own account. */
  head(): Promise<AuditHead | undefined>;
  /** The last line that retention removed. */
  anchor(): Promise<AuditHead | undefined>;
  /** Removes the lines written before this moment (epoch ms). Resolves to how many. */
  trim(before: number): Promise<number>;
}

export interface AuditRead {
  readonly order: 'newest-first' | 'oldest-first';
  /** Only lines beyond this place, in this order. */
  readonly beyond?: string | undefined;
  /** Epoch ms: only lines written then or later. */
  readonly from?: number | undefined;
  /** Epoch ms: only lines written before. */
  readonly until?: number | undefined;
  readonly limit: number;
}

export interface Locks {
  /**
   * Runs `work` while nobody else, in any process, holds the lock. The lock is extended while `work` runs.
   * @throws SlipwayError `busy-elsewhere` when it is not free within `waitMs`
   */
  hold<T>(name: string, waitMs: number, work: () => Promise<T>): Promise<T>;
}

/** Things that happen once. */
export interface OnceStore {
  /** `true` the first time a key is claimed, `false` while it is remembered (`ttlMs`). */
  claim(key: string, ttlMs: number): Promise<boolean>;
}

/** Encrypts short texts for rest in Redis. `context` is bound to the text: opening with another one fails. */
export interface Sealer {
  seal(text: string, context: string): string;
  /** @throws SlipwayError `secret-unreadable`; its facts say `why`, and which `key` is missing where that is why */
  open(sealed: string, context: string): string;
  /** Whether it was sealed as it would be now: with the first key, in the newest form. */
  isCurrent(sealed: string): boolean;
  /** Which key it names; `undefined` for what no sealer made. */
  keyIdOf(sealed: string): string | undefined;
  /** Ids of the keys that open, the one that seals first; they tell nothing of the keys. */
  readonly keyIds: readonly string[];
}

/** Everything Slipway remembers. */
export interface Stores {
  readonly cards: CardStore;
  readonly posts: PostStore;
  readonly watches: WatchStore;
  readonly groupWatches: GroupWatchStore;
  readonly fileWatches: FileWatchStore;
  readonly tiers: TierStore;
  readonly connections: ConnectionStore;
  readonly groupMaps: GroupMapStore;
  readonly preferences: PreferenceStore;
  readonly links: LinkStore;
  readonly spent: SpentStore;
  readonly stepUps: StepUpStore;
  readonly confirmations: ConfirmationStore;
  readonly polls: PollStore;
  readonly hooks: HookStore;
  readonly troubles: TroubleStore;
  readonly audit: AuditTrail;
  readonly locks: Locks;
  readonly once: OnceStore;
  readonly inspection: Inspection;
}
