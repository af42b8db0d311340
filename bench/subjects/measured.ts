import type { Sample } from '../measure/sample.ts';

/** Carries out `count` operations one after the other and measures each. */
export async function oneByOne(count: number, operation: () => Promise<unknown>): Promise<Sample> {
  const each: number[] = [];
  return measured(count, each, async () => {
    for (let at = 0; at < count; at += 1) {
      const started = performance.now();
      await operation();
      each.push(performance.now() - started);
    }
  });
}

/** Measures work that is `ops` operations, overlapping as it likes. */
export const asOne = (ops: number, work: () => Promise<unknown>): Promise<Sample> => measured(ops, [], work);

async function measured(ops: number, each: number[], work: () => Promise<unknown>): Promise<Sample> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const wallMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { ops, cpuMs: (user + system) / 1_000, wallMs, each };
}
