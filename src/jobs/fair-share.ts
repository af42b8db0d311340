/** How many acts of one person run at once in one process: a quarter of the places there are. */
const SHARE = 8;

/** Places for work in people's names. */
export interface FairShare {
  /**
   * Takes one of a person's places.
   * @returns what gives it back; `undefined` when all of theirs are taken, and then the job is to wait without holding one
   */
  take(who: string, job: string): (() => void) | undefined;
  /** How often this job found no place: such a start was no try. */
  waited(job: string): number;
}

/** Keeps whoever asks for two hundred things from being in the way of whoever asks for one. */
export function createFairShare(share: number = SHARE): FairShare {
  const running = new Map<string, number>();
  const waits = new Map<string, number>();
  return {
    take: (who, job) => {
      const count = running.get(who) ?? 0;
      if (count >= share) {
        waits.set(job, (waits.get(job) ?? 0) + 1);
        return undefined;
      }
      running.set(who, count + 1);
      return () => {
        waits.delete(job);
        const left = (running.get(who) ?? 1) - 1;
        if (left > 0) running.set(who, left);
        else running.delete(who);
      };
    },
    waited: (job) => waits.get(job) ?? 0,
  };
}
