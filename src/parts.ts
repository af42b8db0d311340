import type { Config } from './config.ts';
import type { Settings } from './core/ports/ports.ts';
import type { Chance, Clock, Log } from './core/ports/time.ts';
import type { Installation } from './handlers/guard.ts';
import type { Allowance } from './handlers/pace.ts';
import type { JobQueues } from './jobs/enqueue.ts';
import type { OpenStore } from './open-store.ts';
import type { SlackClients } from './slack/client.ts';
import type { Stopper } from './stopper.ts';

/** Parts a test replaces; everything else is real. */
export interface Overrides {
  readonly log: Log;
  readonly clock?: Clock;
  /** Milliseconds a sign-in may take. */
  readonly signInMs?: number;
  readonly chance?: Chance;
  readonly settings?: Partial<Pick<Settings, 'settlePost' | 'settleDecisionMs' | 'watchCheck'>>;
  /** How much one person may ask for. */
  readonly allowance?: Allowance;
  /** Milliseconds GitLab has for an answer. */
  readonly gitlabTimeoutMs?: number;
}

/** What is open already while the rest of Slipway is built. */
export interface Parts {
  readonly config: Config;
  readonly overrides: Overrides;
  readonly log: Log;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly store: OpenStore;
  readonly clients: SlackClients;
  readonly queues: JobQueues;
  readonly stopper: Stopper;
  readonly team: Settings['team'];
  readonly installation: Installation;
}
