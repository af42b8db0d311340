import type { AuditBreak } from '../core/audit-verification.ts';

const SAYS: Record<AuditBreak['what'], string> = {
  unreadable: 'cannot be read: it was damaged, or is no line of a trail',
  altered: 'was altered: its hash does not fit what it says',
  'out-of-order': 'stands in the wrong place, or was put in',
  missing: 'missing',
  unlinked: 'does not follow the line before it: one of the two was replaced',
  cut: 'missing at the end',
  'head-differs': 'is not the line the trail says it ends with',
  'noted-head-differs': 'is not the line that was noted: the trail was rewritten',
  'noted-head-trimmed':
    'was noted, but is not among these lines: retention has removed it, or another export holds it',
};

/** One break, for the operator. */
export function breakWords({ seq, until, place, what }: AuditBreak): string {
  if (seq === undefined) return `BROKEN  ${place}: ${SAYS[what]}`;
  const lines = until === undefined || until === seq ? `line ${seq}` : `lines ${seq} to ${until}`;
  const where = place === 'start' || place === 'end' || what === 'missing' ? '' : ` (${place})`;
  return `BROKEN  ${lines}${where}: ${SAYS[what]}`;
}
