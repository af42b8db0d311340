import type { Log } from './core/ports/time.ts';

/** A stop that takes longer than this is cut off: whoever supervises the process waits ten seconds. */
const GRACE_MS = 8_000;

interface Part {
  readonly name: string;
  readonly close: () => Promise<void>;
}

/** Closes what was opened, newest first, and waits for work that is still under way. */
export class Stopper {
  readonly #log: Log;
  readonly #parts: Part[] = [];
  readonly #ends: Part[] = [];
  readonly #work = new Set<Promise<unknown>>();
  #stopped: Promise<void> | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  add(name: string, close: () => Promise<void>): void {
    this.#parts.push({ name, close });
  }

  /** Closes this after everything that works, and before the store: what the last work left behind. */
  addEnd(name: string, close: () => Promise<void>): void {
    this.#ends.push({ name, close });
  }

  /** Lets a stop wait for this, however it ends. */
  track(work: Promise<unknown>): void {
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    this.#work.add(settled);
    void settled.finally(() => this.#work.delete(settled));
  }

  /** Never throws; a second call waits for the first. */
  stop(): Promise<void> {
    this.#stopped ??= this.#close();
    return this.#stopped;
  }

  async #close(): Promise<void> {
    const parts = [...this.#parts].reverse();
    const last = parts.pop();
    // The last one opened first is the store: everything else may still need it.
    await withinGrace(this.#all(parts));
    for (const end of this.#ends) await this.#one(end);
    if (last !== undefined) await this.#one(last);
  }

  async #all(parts: readonly Part[]): Promise<void> {
    await Promise.all([...parts.map((part) => this.#one(part)), ...this.#work]);
  }

  async #one(part: Part): Promise<void> {
    try {
      await part.close();
    } catch (error) {
      this.#log.warn({ part: part.name, err: error }, 'a part did not stop cleanly');
    }
  }
}

async function withinGrace(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, GRACE_MS);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
