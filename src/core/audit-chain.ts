import { z } from 'zod';
import { sha256 } from './sha256.ts';

/** Where a trail stands: the newest line's number and hash. Whoever notes it can prove later what came before. */
export interface AuditHead {
  readonly seq: number;
  /** SHA-256, hex. */
  readonly hash: string;
}

/** Where a trail without lines stands; the first line is number 1. */
export const EMPTY_TRAIL: AuditHead = { seq: 0, hash: '0'.repeat(64) };

/** A line as it is kept, all of it text that somebody may have changed. */
export interface StoredLine {
  /** Where the store keeps it. Lines are read in the order of their places. */
  readonly place: string;
  /** Undefined where the line lacks it. */
  readonly seq: string | undefined;
  readonly prev: string | undefined;
  readonly hash: string | undefined;
  /** Canonical JSON. */
  readonly entry: string | undefined;
}

/**
 * JSON of which there is one spelling only: keys sorted, no white space, nothing for `undefined`.
 * @param value made of what JSON knows
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item)}`);
  return `{${fields.join(',')}}`;
}

/**
 * The hash of a line: SHA-256 over the canonical JSON of its number, the hash of the line before, and its entry.
 * @param entry canonical JSON
 */
export const hashOfLine = (seq: number, prev: string, entry: string): string =>
  sha256(`[${seq},${JSON.stringify(prev)},${entry}]`);

/** The line that follows `head`. */
export function nextLine(head: AuditHead, entry: string): AuditHead & { readonly prev: string } {
  const seq = head.seq + 1;
  return { seq, prev: head.hash, hash: hashOfLine(seq, head.hash, entry) };
}

const HEAD = /^([1-9]\d{0,15}|0):([0-9a-f]{64})$/u;

/** `<seq>:<hash>`, as a head is printed and given back. */
export const headText = ({ seq, hash }: AuditHead): string => `${seq}:${hash}`;

/** Reads what `headText` wrote; `undefined` for anything else. */
export function parseHead(text: string): AuditHead | undefined {
  const [, seq, hash] = HEAD.exec(text.trim()) ?? [];
  return seq === undefined || hash === undefined ? undefined : { seq: Number(seq), hash };
}

/** The parts of a kept line that make it a link of the chain; `undefined` where one is missing or malformed. */
export function linkOf(line: StoredLine): (AuditHead & { prev: string; entry: string }) | undefined {
  const parsed = Link.safeParse(line);
  return parsed.success ? parsed.data : undefined;
}

const digest = z.string().regex(/^[0-9a-f]{64}$/u);
const Link = z.object({
  seq: z
    .string()
    .regex(/^[1-9]\d{0,15}$/u)
    .transform(Number),
  prev: digest,
  hash: digest,
  entry: z.string(),
});
