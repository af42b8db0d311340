import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { type AuditHead, EMPTY_TRAIL, headText } from '../core/audit-chain.ts';
import { type AuditBreak, type Verification, verifyTrail } from '../core/audit-verification.ts';
import type { AuditTrail } from '../core/ports/stores.ts';
import { StartError } from '../open-store.ts';
import { breakWords } from './break-words.ts';
import { exportedLine } from './exported-line.ts';

const LINES_AT_ONCE = 1_000;

/** Tells each break as it is met. */
function teller(print: (line: string) => void) {
  let found = 0;
  return {
    tell: (breaks: readonly AuditBreak[]): void => {
      found += breaks.length;
      for (const one of breaks) print(breakWords(one));
    },
    found: () => found,
  };
}

/**
 * Walks the trail from its oldest line to its newest, also while the bot adds to it.
 * @returns exit code: 0 when nothing is wrong, 1 otherwise
 * @throws SlipwayError `store-unavailable`
 */
export async function verifyStoredTrail(
  trail: Pick<AuditTrail, 'read' | 'head' | 'anchor'>,
  noted: AuditHead | undefined,
  print: (line: string) => void,
): Promise<number> {
  const anchor = (await trail.anchor()) ?? EMPTY_TRAIL;
  const walk = verifyTrail({ anchor, noted });
  const { tell, found } = teller(print);
  let lines = 0;
  let place: string | undefined;
  const walkOn = async (): Promise<void> => {
    for (let length = LINES_AT_ONCE; length === LINES_AT_ONCE; ) {
      const page = await trail.read({ order: 'oldest-first', beyond: place, limit: LINES_AT_ONCE });
      for (const line of page) tell(walk.next(line));
      place = page.at(-1)?.place ?? place;
      lines += page.length;
      ({ length } = page);
    }
  };
  await walkOn();
  const head = await trail.head();
  // Lines that came between the last page and the head are no break.
  if (head !== undefined && head.seq > (walk.last()?.seq ?? anchor.seq)) await walkOn();
  tell(endBreaks(walk, head));
  return conclude(print, { lines, found: found(), anchor, last: walk.last() ?? anchor });
}

/** Lines added after the head was read are no break either. */
function endBreaks(walk: Verification, head: AuditHead | undefined): AuditBreak[] {
  const last = walk.last();
  return walk.end(head !== undefined && last !== undefined && last.seq > head.seq ? last : head);
}

/**
 * Walks an exported part of a trail.
 * @returns exit code: 0 when nothing is wrong, 1 otherwise
 * @throws StartError when the file cannot be read
 */
export async function verifyExport(
  path: string,
  noted: AuditHead | undefined,
  print: (line: string) => void,
): Promise<number> {
  const walk = verifyTrail({ anchor: undefined, noted });
  const { tell, found } = teller(print);
  let lines = 0;
  try {
    for await (const text of createInterface({
      input: createReadStream(path),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      if (text.trim() === '') continue;
      lines += 1;
      tell(walk.next(exportedLine(text, `line ${lines} of the file`)));
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw new StartError(`${path} cannot be read (${String(error.code)}).`);
    throw error;
  }
  tell(walk.end(undefined));
  return conclude(print, { lines, found: found(), anchor: EMPTY_TRAIL, last: walk.last() });
}

function conclude(
  print: (line: string) => void,
  seen: { lines: number; found: number; anchor: AuditHead; last: AuditHead | undefined },
): number {
  const { lines, found, anchor, last } = seen;
  if (anchor.seq > 0) print(`Retention has removed the lines up to ${anchor.seq}.`);
  const walked = `${lines} ${lines === 1 ? 'line' : 'lines'} verified`;
  print(
    found === 0
      ? `${walked}: the trail is unbroken.`
      : `${walked}: ${found} ${found === 1 ? 'break' : 'breaks'}.`,
  );
  if (last !== undefined) print(`It stands at ${headText(last)}`);
  return found === 0 ? 0 : 1;
}
