import { type Random, shuffled } from './random.ts';
import type { Sample } from './sample.ts';

/** Something measured: ours, what it is compared with, or the floor. */
export interface Subject {
  readonly name: string;
  /** Carries out one round's operations. */
  readonly round: () => Promise<Sample>;
}

/** Samples of each subject, one a round, in the order of the rounds. */
export type Measured = ReadonlyMap<string, readonly Sample[]>;

/**
 * Rounds in which every subject has its turn, each round in a new random order: whatever slows the machine down for a
 * while meets all of them, and a ratio is taken within one round.
 */
export async function interleaved(
  subjects: readonly Subject[],
  rounds: number,
  random: Random,
): Promise<Measured> {
  const measured = new Map<string, Sample[]>(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, round: run } of shuffled(subjects, random)) measured.get(name)?.push(await run());
  }
  return measured;
}

/** The rounds of several measurements of the same subjects, one after the other. */
export function joined(measurements: readonly Measured[]): Measured {
  const names = new Set(measurements.flatMap((measured) => [...measured.keys()]));
  return new Map(
    [...names].map((name) => [name, measurements.flatMap((measured) => samplesOf(measured, name))]),
  );
}

/** One subject's samples. */
export function samplesOf(measured: Measured, name: string): readonly Sample[] {
  const samples = measured.get(name);
  if (samples === undefined) throw new Error(`nothing measured for ${name}`);
  return samples;
}
