import type { Random } from '../measure/random.ts';
import { type Measured, samplesOf } from '../measure/rounds.ts';
import type { Metric } from '../measure/sample.ts';
import { median, medianInterval, quantile } from '../measure/statistics.ts';

/** A limit the project holds itself to. */
export interface Bound {
  readonly is: 'at most' | 'at least';
  readonly ratio: number;
}

/**
 * `missed` only when the whole interval lies beyond the bound, `holds` when the whole interval lies within it; between
 * the two the run cannot tell.
 */
export type Verdict = 'holds' | 'unclear' | 'missed' | 'not measured' | undefined;

/** One line of a table: two numbers of the same run and their ratio. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  readonly reference: number;
  /** Median of the ratios of the rounds. */
  readonly ratio: number;
  /** 95 % confidence interval of the ratio; absent where the ratio is not made of rounds. */
  readonly interval: readonly [number, number] | undefined;
  readonly bound: Bound | undefined;
  readonly verdict: Verdict;
}

/** A finished benchmark. */
export interface Report {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly Row[];
  /** Lines below the table, e.g. the floor. */
  readonly notes: readonly string[];
}

interface Pair {
  readonly what: string;
  readonly unit: string;
  readonly ours: string;
  readonly reference: string;
  readonly bound?: Bound;
}

/** Compares two subjects round by round. */
export function ratioRow(
  measured: Measured,
  pair: Pair & { readonly metric: Metric },
  how: { readonly random: Random; readonly quick: boolean },
): Row {
  const ours = samplesOf(measured, pair.ours).map(pair.metric);
  const reference = samplesOf(measured, pair.reference).map(pair.metric);
  const ratios = ours.map((value, round) => value / (reference[round] ?? Number.NaN));
  const interval = medianInterval(ratios, how.random);
  return {
    what: `${pair.what}: ${pair.ours} / ${pair.reference}`,
    unit: pair.unit,
    ours: median(ours),
    reference: median(reference),
    ratio: median(ratios),
    interval,
    bound: pair.bound,
    verdict: how.quick && pair.bound !== undefined ? 'not measured' : verdictOf(interval, pair.bound),
  };
}

/** Compares a quantile of all operations of all rounds. A rare event is too rare in one round for an interval. */
export function tailRow(measured: Measured, pair: Pair & { readonly quantile: number }): Row {
  const of = (name: string): number =>
    quantile(
      samplesOf(measured, name).flatMap((sample) => sample.each),
      pair.quantile,
    );
  const [ours, reference] = [of(pair.ours), of(pair.reference)];
  return {
    what: `${pair.what}: ${pair.ours} / ${pair.reference}`,
    unit: pair.unit,
    ours,
    reference,
    ratio: ours / reference,
    interval: undefined,
    bound: pair.bound,
    verdict: undefined,
  };
}

function verdictOf([low, high]: readonly [number, number], bound: Bound | undefined): Verdict {
  if (bound === undefined) return undefined;
  const { is, ratio } = bound;
  const within = is === 'at most' ? high <= ratio : low >= ratio;
  const beyond = is === 'at most' ? low > ratio : high < ratio;
  return within ? 'holds' : beyond ? 'missed' : 'unclear';
}
