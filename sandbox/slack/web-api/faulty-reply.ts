import type { Fault } from '../faults.ts';
import type { JsonObject } from '../json.ts';
import { answer, type Reply, refusal } from './reply.ts';

/** Waits out a delay; a stopping server does not wait for it. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

/** Slack's 429. */
export const limited = (seconds: number): Reply =>
  answer(429, refusal('ratelimited'), { 'retry-after': String(Math.ceil(seconds)) });

/** What a fault puts in place of the answer; `effect` makes the call happen. */
export function faultyReply(fault: Fault, effect: () => JsonObject): Reply {
  switch (fault.kind) {
    case 'status':
      if (fault.after === true) effect();
      return answer(fault.status ?? 500, refusal('internal_error'));
    case 'error':
      if (fault.after === true) effect();
      return answer(200, refusal(fault.error ?? 'internal_error'));
    case 'rate-limit':
      return limited(fault.retryAfter ?? 1);
    case 'lost-response':
      effect();
      return { kind: 'cut' };
    case 'reset':
      return { kind: 'cut' };
    case 'hang':
      return { kind: 'hang' };
    case 'delay':
      return answer(200, effect());
  }
}
