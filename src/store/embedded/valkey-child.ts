import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Log } from '../../core/ports/time.ts';
import { type Order, Report, type StartOrder } from './messages.ts';

/** The process that runs Valkey, seen from its parent. */
export interface ValkeyChild {
  /** Resolves to the first answer to `start`; `broken` when the process ended without one. */
  start(order: StartOrder): Promise<Report>;
  /** Resolves when everything written before the call is on disk. Throws Error when it could not be. */
  save(): Promise<void>;
  /** Saves and ends it; kills it when that takes longer than `withinMs`. */
  stop(withinMs: number): Promise<void>;
  readonly exited: Promise<void>;
}

/** Starts the process; it serves nothing before `start`. */
export function forkValkey(log: Log): ValkeyChild {
  const process = forkServer();
  process.stderr?.on('data', (text: Buffer) => log.warn({ said: text.toString().trim() }, 'embedded Valkey'));
  const exited = once(process, 'exit').then(() => undefined);
  const send = (order: Order): void => {
    // A callback keeps Node from throwing when the process is gone; `exited` tells then.
    if (process.connected) process.send(order, () => undefined);
  };
  const reports = listen(process);
  let orders = 0;
  return {
    exited,
    start: async (order) => {
      send(order);
      const gone = exited.then(
        (): Report => ({ kind: 'refused', why: 'broken', detail: 'it ended at once' }),
      );
      return Promise.race([
        reports.first((report) => report.kind === 'ready' || report.kind === 'refused'),
        gone,
      ]);
    },
    save: async () => {
      orders += 1;
      const id = orders;
      const answer = reports.first((report) => 'id' in report && report.id === id);
      send({ kind: 'save', id });
      const report = await Promise.race([answer, exited]);
      if (report?.kind !== 'saved')
        throw new Error(report?.kind === 'save-failed' ? report.detail : 'it is gone');
    },
    stop: async (withinMs) => {
      const timer = setTimeout(() => process.kill('SIGKILL'), withinMs);
      send({ kind: 'stop' });
      await exited;
      clearTimeout(timer);
    },
  };
}

/** The server beside this file, whether that is TypeScript or what the build made of it. It inherits no secrets. */
function forkServer(): ChildProcess {
  const suffix = extname(import.meta.url);
  const path = fileURLToPath(new URL(`./server${suffix}`, import.meta.url));
  const loader = suffix === '.ts' ? ['--import', 'tsx'] : [];
  return fork(path, [], {
    cwd: dirname(path),
    env: {},
    execArgv: [...loader, '--no-warnings'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

function listen(process: ChildProcess) {
  const waiting = new Set<(report: Report) => void>();
  process.on('message', (message: unknown) => {
    const report = Report.parse(message);
    for (const take of [...waiting]) take(report);
  });
  return {
    first: (wanted: (report: Report) => boolean): Promise<Report> =>
      new Promise((resolve) => {
        const take = (report: Report): void => {
          if (!wanted(report)) return;
          waiting.delete(take);
          resolve(report);
        };
        waiting.add(take);
      }),
  };
}
