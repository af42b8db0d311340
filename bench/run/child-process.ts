import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { z } from 'zod';
import { Answer } from './calls.ts';

/** A process of the benchmark, seen from its parent. */
export interface Child {
  /** Calls one of its methods. @throws Error when it fails, or is gone */
  call<T>(method: string, argument: unknown, result: z.ZodType<T>): Promise<T>;
  /** Resolves when it has ended by itself. @throws Error when it failed */
  ended(): Promise<void>;
  /** Ends it, by force when it does not go by itself. */
  stop(): Promise<void>;
}

export interface ChildOptions {
  /** Arguments of node: flags, the script and its own arguments. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const STOP_WITHIN_MS = 5_000;
/** How much of a dead child's complaints is shown. */
const TAIL = 2_000;

/** Starts node. Only `PATH` is inherited, so that no setting of the surroundings reaches a subject. */
export function startChild({ args, env = {} }: ChildOptions): Child {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (text: Buffer) => {
    said = `${said}${text.toString()}`.slice(-TAIL);
  });
  const gone = once(child, 'exit');
  let calls = 0;
  return {
    call: async (method, argument, result) => {
      calls += 1;
      const id = calls;
      const answered = answerTo(child, id);
      child.send({ id, method, argument }, () => undefined);
      const answer = await Promise.race([answered, gone.then(() => undefined)]);
      if (answer === undefined) throw new Error(`${args.join(' ')} ended: ${said}`);
      if ('failed' in answer) throw new Error(answer.failed);
      return result.parse(answer.result);
    },
    ended: async () => {
      await gone;
      if (child.exitCode !== 0) throw new Error(`${args.join(' ')} failed: ${said}`);
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      child.kill('SIGTERM');
      await gone;
      clearTimeout(timer);
    },
  };
}

function answerTo(child: ChildProcess, id: number): Promise<Answer> {
  return new Promise((resolve) => {
    const listener = (message: unknown): void => {
      const answer = Answer.safeParse(message).data;
      if (answer?.id !== id) return;
      child.off('message', listener);
      resolve(answer);
    };
    child.on('message', listener);
  });
}
