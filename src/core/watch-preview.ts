import type { Deployment } from './deployment.ts';
import { phaseOf } from './phase.ts';
import { matchesPatterns, type Watch, type WatchEvent } from './watch.ts';

export const PREVIEW_DAYS = 7;

/** What a watch would have shown lately. */
export interface WatchPreview {
  readonly days: number;
  /** Deployments it would have shown. */
  readonly matched: number;
  /** Deployments that were looked at. */
  readonly looked: number;
  /** Whether there were no more. */
  readonly isWhole: boolean;
  /** Of a group: in how many of the projects it covers was looked, those with the newest activity first. */
  readonly projects?: { readonly looked: number; readonly all: number };
}

/** What a list of deployments does not tell, by environment. */
export interface KnownEnvironments {
  /** Id → tier. */
  readonly tiers: ReadonlyMap<number, string>;
  /** Ids of those whose deployments take approvals. */
  readonly approved: ReadonlySet<number>;
}

/** Whether the filters of a watch let a deployment pass, whatever happens to it. */
export function isInScope(
  watch: Watch,
  row: Deployment,
  { tiers }: Pick<KnownEnvironments, 'tiers'>,
): boolean {
  const tier = tiers.get(row.environment.id);
  return (
    matchesPatterns(watch.environments, row.environment.name) &&
    matchesPatterns(watch.refs ?? [], row.ref) &&
    matchesPatterns(watch.by ?? [], row.requestedBy?.username.toLowerCase() ?? '') &&
    (tier === undefined || matchesPatterns(watch.tiers ?? [], tier))
  );
}

/** Whether a watch would have shown a deployment, as far as where it stands now tells what it went through. */
export function wouldHaveShown(watch: Watch, row: Deployment, known: KnownEnvironments): boolean {
  if (!isInScope(watch, row, known)) return false;
  const isApproved = known.approved.has(row.environment.id);
  return eventsOf(row, isApproved).some((event) => watch.on.includes(event));
}

/** A job that was run by hand shows no trace of it once it has run: `manual` is counted while it waits only. */
function eventsOf(row: Deployment, isApproved: boolean): WatchEvent[] {
  const before: WatchEvent[] = isApproved ? ['approvals'] : [];
  switch (phaseOf(row)) {
    case 'awaiting-approval':
    case 'ready':
    case 'manual':
      return isApproved ? before : ['manual'];
    case 'queued':
    case 'running':
      return [...before, 'started'];
    case 'success':
      return [...before, 'started', 'succeeded'];
    case 'failed':
      return [...before, 'started', 'failed'];
    case 'rejected':
      return ['approvals', 'failed'];
    case 'canceled':
      return [...before, 'canceled'];
    default:
      return [];
  }
}
