/** Keeps requests back after a 429, each credential by itself. All times are epoch milliseconds. */
export interface Gate {
  /** Milliseconds until this token may be used again; 0 when it may now. */
  waitFor(token: string, now: number): number;
  /** Holds this token back until `until`; never shortens an earlier hold. */
  hold(token: string, until: number, now: number): void;
}

/** A gate that is open for everybody. */
export function createGate(): Gate {
  const until = new Map<string, number>();
  return {
    waitFor(token, now) {
      return Math.max(0, (until.get(token) ?? 0) - now);
    },
    hold(token, moment, now) {
      for (const [other, end] of until) if (end <= now) until.delete(other);
      until.set(token, Math.max(moment, until.get(token) ?? 0));
    },
  };
}
