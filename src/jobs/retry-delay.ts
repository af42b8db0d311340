import { ERROR_TABLE, SlipwayError } from '../core/errors.ts';

const LONGEST_MS = 60_000;

/**
 * When a failed job may try again.
 * @param error what it failed with; an error that is not ours is a defect and is tried again like an outage, since the
 *   state that provoked it may pass
 * @param attempts tries so far, from 1
 * @param ageMs since the job was queued
 * @param triesForMs how long this kind of job is tried
 * @returns milliseconds to wait, or `undefined` to give up
 */
export function retryDelay(
  error: unknown,
  attempts: number,
  ageMs: number,
  triesForMs: number,
): number | undefined {
  const known = error instanceof SlipwayError ? error : undefined;
  if (known !== undefined && ERROR_TABLE[known.code].retry === 'never') return undefined;
  const delay = known?.retryAfterMs ?? Math.min(500 * 2 ** Math.min(attempts - 1, 10), LONGEST_MS);
  return ageMs + delay > triesForMs ? undefined : delay;
}
