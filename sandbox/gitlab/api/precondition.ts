import { refuse } from '../rules/refusal.ts';
import type { Call } from './route.ts';

/**
 * Honours `If-Unmodified-Since` on a DELETE (whole seconds, as HTTP dates have no finer ones).
 * @throws Refusal 412 when the row changed later
 */
export function checkUnmodified(call: Call, updatedAt: string): void {
  const header = call.headers['if-unmodified-since'];
  const since = header === undefined ? Number.NaN : Date.parse(header);
  if (Number.isNaN(since)) return;
  if (Math.floor(Date.parse(updatedAt) / 1000) * 1000 > since) throw refuse(412, '412 Precondition Failed');
}
