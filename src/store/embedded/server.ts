/**
 * The process that runs the embedded Valkey. It lives as long as its parent: when the parent is gone it saves and
 * ends. SIGINT is the parent's to decide on (a terminal sends it to both); SIGTERM saves and waits for the parent,
 * which may still be finishing its work.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type LockResult, lockDataDir } from './data-lock.ts';
import { Order, type Report, type StartOrder } from './messages.ts';
import { bootValkey, type ValkeyProcess } from './valkey-bridge.ts';

const SAVE_EVERY_MS = 30_000;

process.umask(0o077);
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => running?.saveIfDirty());
process.on('disconnect', () => void end());
process.on('message', (message: unknown) => void obey(Order.parse(message)));

let running: { valkey: ValkeyProcess; saveIfDirty(): void; release(): void } | undefined;

async function obey(order: Order): Promise<void> {
  if (order.kind === 'start') await start(order);
  if (order.kind === 'save') tell(save(order.id));
  if (order.kind === 'stop') await end();
}

async function start(order: StartOrder): Promise<void> {
  const lock: LockResult =
    order.dataDir === undefined ? { kind: 'held', release: () => undefined } : lockDataDir(order.dataDir);
  if (lock.kind === 'in-use') {
    tell({ kind: 'refused', why: 'dir-in-use', detail: `process ${lock.pid} uses ${order.dataDir}` });
    return;
  }
  try {
    if (order.dataDir !== undefined) dropHalfWritten(order.dataDir);
    const valkey = await bootValkey({ ...order, dataDir: order.dataDir, onBroken: breakDown });
    const saveIfDirty = order.dataDir === undefined ? () => undefined : () => saveChanges(valkey);
    running = { valkey, saveIfDirty, release: lock.release };
    setInterval(saveQuietly, SAVE_EVERY_MS).unref();
    tell({ kind: 'ready', port: valkey.port });
  } catch (error) {
    lock.release();
    tell(refusalOf(error));
  }
}

/** What a crash in the middle of a SAVE leaves behind; Valkey never reads it again. All have one name: its pid is 42. */
const dropHalfWritten = (dataDir: string): void => rmSync(join(dataDir, 'temp-42.rdb'), { force: true });

function saveChanges(valkey: ValkeyProcess): void {
  const changes = /^rdb_changes_since_last_save:(\d+)/m.exec(valkey.command('INFO', 'persistence'))?.[1];
  if (changes !== '0') valkey.command('SAVE');
}

function save(id: number): Report {
  try {
    running?.saveIfDirty();
    return { kind: 'saved', id };
  } catch (error) {
    return { kind: 'save-failed', id, detail: wordsOf(error) };
  }
}

/** Between orders a failed SAVE has nobody to be told to; the next one asked for reports it. */
function saveQuietly(): void {
  try {
    running?.saveIfDirty();
  } catch (error) {
    console.error(`the embedded Valkey could not save: ${wordsOf(error)}`);
  }
}

async function end(): Promise<void> {
  saveQuietly();
  running?.release();
  await running?.valkey.close();
  process.exit(0);
}

/** A trap inside the WebAssembly leaves a server that answers nothing: end, so that the parent starts another. */
function breakDown(error: unknown): void {
  console.error(`the embedded Valkey broke down: ${wordsOf(error)}`);
  running?.release();
  process.exit(1);
}

/** Valkey ends the process when it cannot read its dump; inside WebAssembly that arrives as a thrown non-error. */
function refusalOf(error: unknown): Report {
  if (!(error instanceof Error)) return { kind: 'refused', why: 'dump-damaged', detail: 'dump.rdb' };
  const isTaken = 'code' in error && error.code === 'EADDRINUSE';
  return { kind: 'refused', why: isTaken ? 'port-taken' : 'broken', detail: error.message };
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : 'it ended itself');

function tell(report: Report): void {
  if (process.connected) process.send?.(report);
}
