import { z } from 'zod';
import { ProjectId } from '../core/ids.ts';
import type { PausedWatch } from '../core/watch.ts';

/** What a button below the question about a paused watch stands for. It carries no authority: all of it is looked up. */
export interface WatchValue {
  readonly project: ProjectId;
  /** When the watch was paused, epoch ms. */
  readonly askedAt: number;
}

/** Writes `<project>.<askedAt>`. */
export const encodeWatchValue = ({ project, paused }: PausedWatch): string => `${project}.${paused.at}`;

const Value = z
  .string()
  .regex(/^\d{1,15}\.\d{1,15}$/u)
  .transform((text) => text.split('.').map(Number))
  .pipe(z.tuple([ProjectId, z.int().nonnegative()]));

/** Reads what `encodeWatchValue` wrote; `undefined` for anything else. */
export function decodeWatchValue(text: string): WatchValue | undefined {
  const parsed = Value.safeParse(text).data;
  return parsed === undefined ? undefined : { project: parsed[0], askedAt: parsed[1] };
}
