import type { CardRecord } from '../card.ts';
import type { SeenRow } from '../fingerprint.ts';
import type { ProjectId } from '../ids.ts';
import type { HookSigns } from '../poll-pace.ts';
import type { Watch } from '../watch.ts';
import type { PollNote } from './inspection.ts';

/** What a poll remembers of a project. */
export interface PollState {
  /** Newest `updated_at` seen from GitLab, epoch ms; never our own clock. `undefined`: it had no deployment yet. */
  readonly watermark: number | undefined;
  /** Deployments seen within the overlap, by id. */
  readonly seen: Readonly<Record<string, SeenRow>>;
  /** Polls in a row that failed. */
  readonly failures: number;
  /** Epoch ms of the newest change seen, for the pace. */
  readonly changedAt: number;
  /** The watches that were already there, by a digest: a new one wants to hear of what waits already. */
  readonly watches: readonly string[];
  /** Epoch ms of the last look: an event that came since made the next one. */
  readonly lookedAt?: number | undefined;
  /** When GitLab answered then, by its own clock, epoch ms. */
  readonly servedAt?: number | undefined;
  /** See `HookSigns`. */
  readonly hookFoundAt?: number | undefined;
  /** When the project's name and standing were last looked at, epoch ms. */
  readonly factsAt?: number | undefined;
  /** Whether it was archived then. */
  readonly archived?: boolean | undefined;
}

/** What is known of a project before it is polled. */
export interface PollStart {
  readonly project: ProjectId;
  readonly watches: readonly Watch[];
  /** Open ones. */
  readonly cards: readonly CardRecord[];
  readonly state: PollState | undefined;
  readonly signs: HookSigns;
}

/** How a poll ended. */
export interface PollEnd {
  /** When the project is due next, epoch ms. */
  readonly at: number;
  readonly note?: PollNote | undefined;
  /** What to remember; left out, it stays as it was. */
  readonly state?: PollState | undefined;
  /** Whether GitLab answered, whatever it said, or was away; left out, nobody knows. */
  readonly gitlab?: 'answered' | 'away' | undefined;
}

export interface PollStore {
  /**
   * Claims up to `limit` projects due at `now`; each stays claimed for `leaseMs`, then falls due again by itself. While
   * polling rests none is claimed, and when a rest is over just one, until a poll ended it. None is claimed either while
   * GitLab takes no requests.
   * @param longestMs nothing waits longer, a day if left out: what is due later was written by a clock that ran ahead,
   *   and is due now
   */
  claim(now: number, leaseMs: number, limit: number, longestMs?: number): Promise<readonly ProjectId[]>;
  /** What is known of claimed projects, in their order, in one trip. */
  load(projects: readonly ProjectId[]): Promise<readonly PollStart[]>;
  /** Puts a project on the due-list, or brings it forward; never later than it already is. */
  dueBy(project: ProjectId, at: number): Promise<void>;
  /**
   * Ends the claim of a listed project, in one step. Resolves to how many polls in a row found GitLab away, in all
   * processes; one that was answered ends them, and a rest.
   */
  finish(project: ProjectId, end: PollEnd): Promise<number>;
  forget(project: ProjectId): Promise<void>;
  /**
   * Has polling rest, in all processes, since GitLab is away.
   * @param until given how often it was away in a row: until when, epoch ms
   */
  rest(until: (times: number) => number): Promise<void>;
  /**
   * Nobody claims anything for so long, milliseconds, by Redis's clock: GitLab takes no requests. Whatever is due later
   * falls due that much later, so that the pace afterwards is the one before; what is overdue is spread.
   * @param spreadMs over how long at most
   * @returns whether requests were taken until now
   */
  limit(now: number, forMs: number, spreadMs: number): Promise<boolean>;
}
