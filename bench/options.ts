import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface Options {
  /** Few operations and rounds: shows that everything runs, and measures nothing. */
  readonly quick: boolean;
  /** File for the results as JSON. */
  readonly json: string | undefined;
  /** Decides the order inside each round; printed, so that a run can be repeated. */
  readonly seed: number;
  /** Names of the benchmarks to run; empty: all. */
  readonly only: readonly string[];
}

export const USAGE =
  'npm run bench -- [--quick] [--only adapter,poll,pace,command,click,security,webhook,lifecycle,boot] [--seed 1] [--json file]';

/** @throws Error for an unknown option or a seed that is no number */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      seed: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Error('--seed is no whole number');
  return { quick: values.quick, json: values.json, seed, only: values.only?.split(',') ?? [] };
}
