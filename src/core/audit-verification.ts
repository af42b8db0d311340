import { type AuditHead, EMPTY_TRAIL, hashOfLine, linkOf, type StoredLine } from './audit-chain.ts';

/** One place where a trail is not what was written. */
export interface AuditBreak {
  /** Number of the line, as far as it can be told. */
  readonly seq: number | undefined;
  readonly place: string;
  readonly what:
    | 'unreadable'
    | 'altered'
    | 'out-of-order'
    | 'missing'
    | 'unlinked'
    | 'cut'
    | 'head-differs'
    | 'noted-head-differs'
    | 'noted-head-trimmed';
  /** Of `missing`: the last one missing. */
  readonly until?: number | undefined;
}

/** What a trail is held against. */
export interface Expectations {
  /**
   * What came before the first line: the last line that retention removed, or nothing. `undefined`: a part of a trail,
   * which may begin anywhere.
   */
  readonly anchor: AuditHead | undefined;
  /** A head that somebody noted outside of the store. */
  readonly noted?: AuditHead | undefined;
}

/** A walk along a trail from its oldest line to its newest. */
export interface Verification {
  /** The breaks at this line. */
  next(line: StoredLine): AuditBreak[];
  /**
   * The breaks at the end.
   * @param head where the trail says it stands; `undefined` where it does not say
   */
  end(head: AuditHead | undefined): AuditBreak[];
  /** The last line met. */
  last(): AuditHead | undefined;
}

/**
 * Finds every altered, dropped, reordered and inserted line. A line whose own hash is right is not yet believed: the line
 * after it, or the head, must name that hash.
 */
export function verifyTrail({ anchor, noted }: Expectations): Verification {
  let before = anchor;
  let met: AuditHead | undefined;
  /** What the first line says came before it. */
  let first: AuditHead | undefined;
  let notedMet = noted === undefined || (anchor !== undefined && sameHead(anchor, noted));
  return {
    next: (line) => {
      const link = linkOf(line);
      if (link === undefined) return [{ seq: undefined, place: line.place, what: 'unreadable' }];
      const { seq, hash, prev } = link;
      first ??= { seq: seq - 1, hash: prev };
      const breaks = breaksAt(line.place, link, before);
      if (noted?.seq === seq && !notedMet) {
        notedMet = true;
        if (noted.hash !== hash) breaks.push({ seq, place: line.place, what: 'noted-head-differs' });
      }
      // A line out of its order says nothing of what follows it.
      if (before === undefined || seq > before.seq) before = { seq, hash };
      met = before;
      return breaks;
    },
    end: (head) => [
      ...endOf(head, met ?? anchor),
      ...(notedMet ? [] : notedBreak(noted, anchor ?? first, met)),
    ],
    last: () => met,
  };
}

function breaksAt(
  place: string,
  { seq, prev, hash, entry }: AuditHead & { prev: string; entry: string },
  before: AuditHead | undefined,
): AuditBreak[] {
  const breaks: AuditBreak[] = [];
  if (hashOfLine(seq, prev, entry) !== hash) breaks.push({ seq, place, what: 'altered' });
  const base = before ?? (seq === EMPTY_TRAIL.seq + 1 ? EMPTY_TRAIL : undefined);
  if (base === undefined) return breaks;
  if (seq <= base.seq) return [...breaks, { seq, place, what: 'out-of-order' }];
  if (seq > base.seq + 1) return [...breaks, { seq: base.seq + 1, until: seq - 1, place, what: 'missing' }];
  if (prev !== base.hash) breaks.push({ seq, place, what: 'unlinked' });
  return breaks;
}

function endOf(head: AuditHead | undefined, last: AuditHead | undefined): AuditBreak[] {
  if (head === undefined) return [];
  const end = last ?? EMPTY_TRAIL;
  if (head.seq > end.seq) return [{ seq: end.seq + 1, until: head.seq, place: 'end', what: 'cut' }];
  return sameHead(head, end) ? [] : [{ seq: end.seq, place: 'end', what: 'head-differs' }];
}

/** Why a head that was noted was not met on the way. */
function notedBreak(
  noted: AuditHead | undefined,
  anchor: AuditHead | undefined,
  met: AuditHead | undefined,
): AuditBreak[] {
  if (noted === undefined) return [];
  const end = met ?? anchor ?? EMPTY_TRAIL;
  const { seq } = noted;
  if (seq > end.seq) return [{ seq: end.seq + 1, until: seq, place: 'end', what: 'cut' }];
  if (anchor !== undefined && sameHead(anchor, noted)) return [];
  const isBefore = anchor !== undefined && seq < anchor.seq;
  return [{ seq, place: 'start', what: isBefore ? 'noted-head-trimmed' : 'noted-head-differs' }];
}

const sameHead = (one: AuditHead, other: AuditHead): boolean =>
  one.seq === other.seq && one.hash === other.hash;
