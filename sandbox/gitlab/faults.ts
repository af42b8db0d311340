export interface Fault {
  readonly method?: string;
  /** tested against the path without its query */
  readonly path?: RegExp;
  /** username of the token's owner: nobody else's requests are hit */
  readonly user?: string;
  /** how many requests it hits; endless unless given */
  readonly times?: number;
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
  /**
   * - `status`: refuse without effect (the default) · `delay`: effect, then the answer after delayMs
   * - `reset`: connection destroyed before the effect · `lost-response`: effect, then destroyed
   * - `hang`: never answers · `html`: a proxy's error page without effect · `truncate`: effect, half of the body
   * - `drip`: effect, the body byte by byte every delayMs · `oversized`: effect, then 20 MiB of JSON
   */
  readonly kind?:
    | 'status'
    | 'delay'
    | 'reset'
    | 'lost-response'
    | 'hang'
    | 'html'
    | 'truncate'
    | 'drip'
    | 'oversized';
}

export interface Faults {
  /** @returns takes the fault away again */
  add(fault: Fault): () => void;
  clear(): void;
}

export interface FaultList extends Faults {
  /** The first fault that fits, used up by one; undefined when the request may pass. */
  take(method: string, path: string, user: string | undefined): Fault | undefined;
}

/** An ordered list of faults; the first that fits a request hits it. */
export function createFaults(): FaultList {
  let active: { fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
      active.push(entry);
      return () => {
        active = active.filter((one) => one !== entry);
      };
    },
    clear() {
      active = [];
    },
    take(method, path, user) {
      const fits = ({ fault, left }: (typeof active)[number]) =>
        left > 0 &&
        (!fault.method || fault.method === method) &&
        (!fault.path || fault.path.test(path)) &&
        (!fault.user || fault.user === user);
      const entry = active.find(fits);
      if (entry) entry.left -= 1;
      return entry?.fault;
    },
  };
}
