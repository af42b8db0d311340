import { z } from 'zod';
import { ChannelId, ProjectId } from '../core/ids.ts';
import type { PausedWatch, Watch } from '../core/watch.ts';

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

/** What a button of an answer about a watch stands for; it carries no authority either. */
export interface WatchReference {
  readonly channel: ChannelId;
  readonly project: ProjectId;
  /** Epoch ms. */
  readonly madeAt: number;
}

/** Writes `<channel>.<project>.<madeAt>`. */
export const encodeWatch = ({ channel, project, madeAt }: Watch): string => `${channel}.${project}.${madeAt}`;

const Reference = z
  .string()
  .regex(/^[A-Z0-9]{1,50}\.\d{1,15}\.\d{1,15}$/u)
  .transform((text) => {
    const [channel, project, madeAt] = text.split('.');
    return { channel, project: Number(project), madeAt: Number(madeAt) };
  })
  .pipe(z.object({ channel: ChannelId, project: ProjectId, madeAt: z.int().nonnegative() }));

/** Reads what `encodeWatch` wrote; `undefined` for anything else. */
export const decodeWatch = (text: string): WatchReference | undefined => Reference.safeParse(text).data;

/** What a menu beside a watch in a list offers. */
const WATCH_ENTRIES = ['edit', 'test', 'remove'] as const;
export type WatchEntry = (typeof WATCH_ENTRIES)[number];

/** Writes `<entry>:<watch>`. */
export const encodeWatchEntry = (entry: WatchEntry, watch: Watch): string => `${entry}:${encodeWatch(watch)}`;

/** Reads what `encodeWatchEntry` wrote; `undefined` for anything else. */
export function decodeWatchEntry(text: string): { entry: WatchEntry; value: string } | undefined {
  const [name, value = ''] = text.split(':', 2);
  const entry = WATCH_ENTRIES.find((one) => one === name);
  return entry === undefined ? undefined : { entry, value };
}
