import { z } from 'zod';
import { median } from './statistics.ts';

/** What one subject did in one round. */
export const Sample = z.object({
  /** Operations carried out. */
  ops: z.number(),
  /** CPU time of the subject's process for all of them, user and system, ms. */
  cpuMs: z.number(),
  /** From the first operation's start to the last one's end, ms. */
  wallMs: z.number(),
  /** Duration of each operation, ms; empty where operations overlap. */
  each: z.array(z.number()),
});
export type Sample = z.infer<typeof Sample>;

/** A number that stands for one round. */
export type Metric = (sample: Sample) => number;

export const cpuPerOp: Metric = (sample) => sample.cpuMs / sample.ops;
export const typicalMs: Metric = (sample) => median(sample.each);
export const perSecond: Metric = (sample) => (sample.ops / sample.wallMs) * 1_000;
