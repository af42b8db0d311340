import { z } from 'zod';
import { type AnyPausedWatch, type AnyWatch, isGroupWatch } from '../core/group-watch.ts';
import { ChannelId, ProjectId } from '../core/ids.ts';

/** What a watch is of, by id. */
type Subject = { readonly project: ProjectId } | { readonly group: number };

/** `4711` for a project, `g42` for a group. */
const encodeSubject = (watch: AnyWatch): string =>
  isGroupWatch(watch) ? `g${watch.group}` : String(watch.project);

function decodeSubject(text: string): Subject | undefined {
  if (text.startsWith('g')) return { group: Number(text.slice(1)) };
  const project = ProjectId.safeParse(Number(text)).data;
  return project === undefined ? undefined : { project };
}

/** What a button below the question about a paused watch stands for. It carries no authority: all of it is looked up. */
export interface WatchValue {
  readonly subject: Subject;
  /** When the watch was paused, epoch ms. */
  readonly askedAt: number;
}

/** Writes `<subject>.<askedAt>`. */
export const encodeWatchValue = (watch: AnyPausedWatch): string =>
  `${encodeSubject(watch)}.${watch.paused.at}`;

/** Reads what `encodeWatchValue` wrote; `undefined` for anything else. */
export function decodeWatchValue(text: string): WatchValue | undefined {
  const [, of = '', at] = /^(g?[1-9]\d{0,14})\.(\d{1,15})$/u.exec(text) ?? [];
  const subject = decodeSubject(of);
  return subject === undefined ? undefined : { subject, askedAt: Number(at) };
}

/** What a button of an answer about a watch stands for; it carries no authority either. */
export interface WatchReference {
  readonly channel: ChannelId;
  readonly subject: Subject;
  /** Epoch ms. */
  readonly madeAt: number;
}

/** Writes `<channel>.<subject>.<madeAt>`. */
export const encodeWatch = (watch: AnyWatch): string =>
  `${watch.channel}.${encodeSubject(watch)}.${watch.madeAt}`;

/** Reads what `encodeWatch` wrote; `undefined` for anything else. */
export function decodeWatch(text: string): WatchReference | undefined {
  const [, channel, of = '', madeAt] = /^([A-Z0-9]{1,50})\.(g?[1-9]\d{0,14})\.(\d{1,15})$/u.exec(text) ?? [];
  const subject = decodeSubject(of);
  const reference = Reference.safeParse({ channel, madeAt: Number(madeAt) }).data;
  return subject === undefined || reference === undefined ? undefined : { ...reference, subject };
}

const Reference = z.object({ channel: ChannelId, madeAt: z.int().nonnegative() });

/** What a menu beside a watch in a list offers. */
const WATCH_ENTRIES = ['edit', 'test', 'remove'] as const;
export type WatchEntry = (typeof WATCH_ENTRIES)[number];

/** Writes `<entry>:<watch>`. */
export const encodeWatchEntry = (entry: WatchEntry, watch: AnyWatch): string =>
  `${entry}:${encodeWatch(watch)}`;

/** Reads what `encodeWatchEntry` wrote; `undefined` for anything else. */
export function decodeWatchEntry(text: string): { entry: WatchEntry; value: string } | undefined {
  const [name, value = ''] = text.split(':', 2);
  const entry = WATCH_ENTRIES.find((one) => one === name);
  return entry === undefined ? undefined : { entry, value };
}
