export interface Fault {
  /** A Web API method, `response_url`, or `*` for all of them. */
  method: string;
  kind: 'status' | 'reset' | 'lost-response' | 'delay' | 'hang' | 'rate-limit' | 'error';
  /** How many calls it hits; until removed when left out. */
  times?: number;
  /** HTTP status of `status`, 500 when left out. */
  status?: number;
  /** The error word of `error`, `internal_error` when left out. */
  error?: string;
  /** Seconds of `Retry-After`, 1 when left out. */
  retryAfter?: number;
  delayMs?: number;
  /** For `status` and `error`: the effect happens all the same, only the answer lies. */
  after?: boolean;
  /** Hits only the calls whose arguments satisfy this. */
  when?: (args: Record<string, unknown>) => boolean;
}

interface Armed {
  fault: Fault;
  left: number;
}

/** The faults a test has armed; the first that matches a call is spent on it. */
export class Faults {
  private armed: Armed[] = [];

  /** Arms a fault. @returns a function that disarms it. */
  add(fault: Fault): () => void {
    const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
    this.armed.push(entry);
    return () => {
      this.armed = this.armed.filter((other) => other !== entry);
    };
  }

  clear(): void {
    this.armed = [];
  }

  /** The fault this call meets, if any; spends one of its times. */
  take(method: string, args: Record<string, unknown>): Fault | undefined {
    const hit = this.armed.find(
      ({ fault }) => (fault.method === '*' || fault.method === method) && (fault.when?.(args) ?? true),
    );
    if (hit === undefined) return undefined;
    hit.left -= 1;
    if (hit.left <= 0) this.armed = this.armed.filter((other) => other !== hit);
    return hit.fault;
  }
}
