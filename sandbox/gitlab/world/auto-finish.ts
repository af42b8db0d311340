import { setJobStatus } from '../rules/life-cycle.ts';
import type { Job } from '../state/delivery-records.ts';
import type { State } from '../state/state.ts';

/**
 * Lets queued jobs run and succeed by themselves while `autoFinishAfterMs` is set; the demo uses it, tests do not.
 * @returns stops all timers
 */
export function autoFinish(state: State): () => void {
  const timers = new Set<NodeJS.Timeout>();
  const later = (act: () => void) => {
    const delay = state.autoFinishAfterMs;
    if (delay === undefined) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, delay);
    timers.add(timer);
  };
  const step = (job: Job, from: Job['status'], to: 'running' | 'success', next: () => void) =>
    later(() => {
      if (job.status !== from) return;
      setJobStatus(state, job, to);
      next();
    });
  state.onQueued.add((job) => {
    step(job, 'pending', 'running', () => step(job, 'running', 'success', () => undefined));
  });
  return () => {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  };
}
