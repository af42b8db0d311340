import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { headText } from '../core/audit-chain.ts';
import type { AuditTrail } from '../core/ports/stores.ts';
import { StartError } from '../open-store.ts';
import type { AuditCall } from './arguments.ts';
import { csvHead, csvLine, jsonLine } from './exported-line.ts';

const LINES_AT_ONCE = 500;

type ExportCall = Extract<AuditCall, { command: 'export' }>;

/**
 * Writes the lines written between two moments, oldest first, as they are read: a trail of any length needs no memory.
 * @param out where lines go when no file was named
 * @param say tells the operator what was done, and the head to note
 * @throws StartError when the file is there already or cannot be written; SlipwayError `store-unavailable`
 */
export async function exportTrail(
  trail: Pick<AuditTrail, 'read' | 'head'>,
  call: ExportCall,
  out: Writable,
  say: (line: string) => void,
): Promise<void> {
  const file = call.out === undefined ? undefined : await newFile(call.out);
  const target = file ?? out;
  let lines = 0;
  if (call.format === 'csv') await write(target, csvHead());
  const format = call.format === 'csv' ? csvLine : jsonLine;
  for (let beyond: string | undefined; ; ) {
    const page = await trail.read({
      order: 'oldest-first',
      from: call.from,
      until: call.to,
      beyond,
      limit: LINES_AT_ONCE,
    });
    if (page.length > 0) await write(target, page.map(format).join(''));
    lines += page.length;
    beyond = page.at(-1)?.place;
    if (page.length < LINES_AT_ONCE) break;
  }
  if (file !== undefined) {
    file.end();
    await finished(file);
  }
  const head = await trail.head();
  say(
    `${lines} ${lines === 1 ? 'line' : 'lines'} exported${call.out === undefined ? '' : ` to ${call.out}`}.`,
  );
  if (head === undefined) return;
  say(`The trail stands at ${headText(head)}`);
  say(
    'Note that outside of Redis: slipway audit verify --head proves later that nothing before it has changed.',
  );
}

/** Who did what in production is for the operator's eyes; nothing is ever written over. */
async function newFile(path: string): Promise<Writable> {
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  try {
    await new Promise<void>((resolve, reject) => file.once('open', () => resolve()).once('error', reject));
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw new StartError(
      isThere ? `${path} is there already: name another file.` : `${path} cannot be written.`,
    );
  }
  return file;
}

const write = (target: Writable, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    target.write(text, (error) => (error ? reject(error) : resolve()));
  });
