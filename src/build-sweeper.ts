import type { ProjectId } from './core/ids.ts';
import type { Ports } from './core/ports/ports.ts';
import { sweep } from './flows/sweep.ts';
import { createAuditTrimmer } from './flows/trim-audit.ts';
import { createSweeper, type Sweeper } from './jobs/sweeper.ts';
import type { Parts } from './parts.ts';

/**
 * The sweeper of a process that works, and ports by which it sweeps at once what an event announces. What is due is on
 * record by then, so a crash leaves it to the next sweep of any process. A process that only serves has none: it asks the
 * others by a job.
 */
export function withSweeper(
  { config, log }: Parts,
  ports: Ports,
): { readonly ports: Ports; readonly sweeper: Sweeper | undefined } {
  if (config.role === 'web') return { ports, sweeper: undefined };
  const trim = createAuditTrimmer(ports);
  const left = new Set<ProjectId>();
  const work = async (): Promise<void> => {
    await sweep(ports, left);
    await trim();
  };
  const sweeper = createSweeper(work, log);
  const sweepHere = (): Promise<void> => Promise.resolve(sweeper.now());
  return { ports: { ...ports, jobs: { ...ports.jobs, sweep: sweepHere } }, sweeper };
}
