import type { ThreadNote } from '../../core/notice.ts';
import { literal } from '../escape.ts';
import { type Rendered, section } from '../text-objects.ts';
import { counted } from './counts.ts';
import { plainFallback } from './fallback.ts';

/** A vote as a line in the card's thread: who, under which rule, what is missing, and the comment. */
export function noteMessage(note: ThreadNote): Rendered {
  const rule = note.rule === undefined ? '' : ` as ${literal(note.rule, 100)}`;
  const comment = note.comment === null ? '' : literal(note.comment, 300);
  const text = `${literal(note.name, 80)} ${voteVerb(note.status)}${rule}${missing(note)}.${comment === '' ? '' : ` Comment: ${comment}`}`;
  return { text: plainFallback(text), blocks: [section(text)] };
}

/** GitLab's own word stands where it is not one of the two known ones. */
const voteVerb = (status: string): string =>
  status === 'approved' || status === 'rejected' ? status : `voted "${literal(status, 40)}"`;

function missing(note: ThreadNote): string {
  if (note.status !== 'approved' || note.missing === undefined) return '';
  return note.missing === 0
    ? ' (all approvals are there)'
    : ` (${counted(note.missing, 'approval')} missing)`;
}
