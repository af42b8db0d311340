import type { ProjectId, TeamId } from '../ids.ts';

/** A process of this Slipway, by its own account. */
export interface ProcessRow {
  readonly role: string;
  readonly version: string;
  /** Epoch ms. */
  readonly startedAt: number;
  /** When it last said that it lives, epoch ms. */
  readonly seenAt: number;
}

/** What a server that keeps the records says of itself; `undefined` where it does not. */
export interface ServerFacts {
  /** `valkey 8.1.0` */
  readonly name: string | undefined;
  readonly policy: string | undefined;
  readonly usedBytes: number | undefined;
  /** None where there is no limit. */
  readonly limitBytes: number | undefined;
}

/** How the last poll of a project went. */
export interface PollNote {
  readonly pace: 'hot' | 'warm' | 'cold' | 'failing';
  /** Polls in a row that failed, and the code of the last failure. */
  readonly failures: number;
  readonly code?: string | undefined;
}

export interface PollOverview {
  /** When the project that waits longest was due, epoch ms. */
  readonly oldestDueAt: number | undefined;
  readonly notes: ReadonlyMap<ProjectId, PollNote>;
}

/** What all processes together did and are, for operators. Every call throws `store-unavailable` when Redis is away. */
export interface Inspection {
  /** Says that a process lives; to be repeated. */
  beat(id: string, row: ProcessRow): Promise<void>;
  leave(id: string): Promise<void>;
  /** Those that said so since, epoch ms; the others are forgotten. */
  processes(since: number): Promise<readonly ProcessRow[]>;
  /** Counts a line of the log that speaks of a defect. */
  countError(at: number): Promise<void>;
  /** Such lines of the 24 hours before, of all processes. */
  errors(now: number): Promise<number>;
  server(): Promise<ServerFacts>;
  connections(team: TeamId): Promise<number>;
  polls(): Promise<PollOverview>;
  /** Cards of these projects that still follow GitLab. */
  openCards(projects: readonly ProjectId[]): Promise<number>;
}
