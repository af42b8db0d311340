import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';

/** A process of ours, to be killed, stopped and listened to. */
export interface BotProcess {
  /** Everything it wrote, both streams. */
  output(): string;
  /** Resolves once it says that it is ready. */
  waitReady(): Promise<void>;
  /** SIGKILL: nothing is put in order. */
  kill(): Promise<void>;
  /** SIGTERM. */
  stop(): Promise<Ended>;
  /** However it ends. */
  ended(): Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Milliseconds from the signal, or from the start where none was sent. */
  readonly afterMs: number;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

const READY_WITHIN_MS = 20_000;

const AS_WRITTEN = ['--import', 'tsx'];
/** What is built can be tried in place of what is written: it is what people run, and starts sooner. */
const BUILT = process.env.SLIPWAY_TEST_MAIN;
const MAIN = BUILT === undefined ? [...AS_WRITTEN, 'src/main.ts'] : [BUILT];

/** The bot with the environment of a world, and short waits for lost answers. */
export const startBotProcess = (environment: Record<string, string>): BotProcess =>
  follow(run([...AS_WRITTEN, 'test/support/bot-main.ts'], { LOG_LEVEL: 'debug', ...environment }));

/** `slipway …` as an operator calls it. */
export const startSlipway = (args: readonly string[], environment: Record<string, string> = {}): BotProcess =>
  follow(run([...MAIN, ...args], environment));

function run(args: readonly string[], environment: Record<string, string>): Child {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await exitOf(child);
  });
  return child;
}

function follow(child: Child): BotProcess {
  let printed = '';
  let since = performance.now();
  const changed = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part: Buffer) => {
      printed += part.toString();
      for (const look of changed) look();
    });
  }
  const end = exitOf(child).then((how) => ({ ...how, afterMs: performance.now() - since }));
  const signal = (name: 'SIGKILL' | 'SIGTERM'): Promise<Ended> => {
    since = performance.now();
    child.kill(name);
    return end;
  };
  return {
    output: () => printed,
    waitReady: () =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!printed.includes('Slipway is ready')) return;
          clearTimeout(timer);
          changed.delete(look);
          resolve();
        };
        const timer = setTimeout(() => reject(new Error(`not ready in time:\n${printed}`)), READY_WITHIN_MS);
        changed.add(look);
        look();
        void end.then(() => reject(new Error(`it ended before it was ready:\n${printed}`)));
      }),
    kill: async () => void (await signal('SIGKILL')),
    stop: () => signal('SIGTERM'),
    ended: () => end,
  };
}

/** The end of the process, when both its streams are read as well. */
const exitOf = (child: Child): Promise<Omit<Ended, 'afterMs'>> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null)
      resolve({ code: child.exitCode, signal: child.signalCode });
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
