/** How a webhook request ended. */
export type HookOutcome =
  | 'due'
  | 'repeated'
  | 'unwatched'
  | 'ignored'
  | 'other-instance'
  | 'refused'
  | 'malformed'
  | 'too-large'
  | 'too-slow'
  | 'not-stored';

/** Counts webhook requests since the start, for the metrics. */
export interface HookTally {
  add(outcome: HookOutcome): void;
  counts(): ReadonlyMap<HookOutcome, number>;
}

export function createHookTally(): HookTally {
  const counts = new Map<HookOutcome, number>();
  return {
    add: (outcome) => {
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    },
    counts: () => counts,
  };
}
