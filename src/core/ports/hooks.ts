import type { ProjectId } from '../ids.ts';
import type { HookSigns } from '../poll-pace.ts';

/** An event of GitLab's that was proven to come from it. Nothing else of it is believed. */
export interface HookArrival {
  readonly project: ProjectId;
  /** Epoch ms. */
  readonly at: number;
  /** What GitLab repeats when it sends the same event again; `undefined` before GitLab 17.4. */
  readonly delivery: string | undefined;
  /** Whether a deployment may have changed: an event of a deployment, job or pipeline. */
  readonly mayChange: boolean;
  /** Whether the event exists only where GitLab announces what waits and who voted (19.3). */
  readonly tellsApprovals: boolean;
}

/**
 * `now`, `later`: the project is due at once, or when the window ends; `repeated`: this event was taken before;
 * `unwatched`: nobody watches the project; `idle`: nothing can have changed.
 */
export type HookEffect = 'now' | 'later' | 'repeated' | 'unwatched' | 'idle';

/** What is remembered of GitLab's webhooks. Every call throws `store-unavailable` when Redis does not answer in time. */
export interface HookStore {
  /** Takes an event, in one step. A project is made due at most once in each `windowMs`. */
  arrive(event: HookArrival, windowMs: number): Promise<HookEffect>;
  /** How far the project's events can be relied on. */
  signs(project: ProjectId): Promise<Pick<HookSigns, 'arrivedAt' | 'approvalsAt'>>;
  /** When the newest proven event came, of the project or of any; epoch ms. Remembered for a month. */
  lastAt(project?: ProjectId): Promise<number | undefined>;
  /** Notes that an event which says it is our GitLab's did not prove it. */
  refused(at: number): Promise<void>;
  /** When that last happened; epoch ms. Remembered for a week. */
  lastRefusedAt(): Promise<number | undefined>;
}
