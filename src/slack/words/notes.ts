import type { ThreadNote } from '../../core/notice.ts';
import { code, literal } from '../escape.ts';
import { type Rendered, section } from '../text-objects.ts';
import { CARD } from './card.ts';
import { counted } from './counts.ts';
import { failureReason } from './failure-reasons.ts';
import { plainFallback } from './fallback.ts';

/** A line in the card's thread: a vote with who, under which rule, what is missing and the comment; or a failure. */
export function noteMessage(note: ThreadNote): Rendered {
  if (note.kind === 'failure') return failureMessage(note);
  const text = voteText(note);
  return { text: plainFallback(text), blocks: [section(text)] };
}

type Vote = Extract<ThreadNote, { kind: 'vote' }>;

function voteText(note: Vote): string {
  const rule = note.rule === undefined ? '' : ` as ${literal(note.rule, 100)}`;
  const comment = note.comment === null ? '' : literal(note.comment, 300);
  return `${literal(note.name, 80)} ${voteVerb(note.status)}${aboutVote(note)}${rule}${missing(note)}.${comment === '' ? '' : ` Comment: ${comment}`}`;
}

type Failure = Extract<ThreadNote, { kind: 'failure' }>;

/** The one mention a failure makes stands in the message; its notification names the person. */
function failureMessage(note: Failure): Rendered {
  const what = failureWords(note);
  return {
    text: plainFallback(`${literal(note.name, 80)}, ${what}`),
    blocks: [section(`<@${note.user}>, ${what}`)],
  };
}

const aboutVote = ({ about }: Vote): string =>
  about === undefined ? '' : ` #${about.deployment} to ${literal(about.environment, 100)}`;

function failureWords({ job, reason, about }: Failure): string {
  const what =
    about === undefined
      ? 'this deployment'
      : `deployment #${about.deployment} to ${literal(about.environment, 100)}`;
  if (job === undefined) return `${what} failed.`;
  const why = failureReason(reason);
  return `${what} failed at ${code(job, 100)}${why === '' ? '' : `: ${literal(why, 100)}`}. *${CARD.showLog}* on the card shows what the job printed last.`;
}

/** GitLab's own word stands where it is not one of the two known ones. */
const voteVerb = (status: string): string =>
  status === 'approved' || status === 'rejected' ? status : `voted "${literal(status, 40)}"`;

function missing(note: Vote): string {
  if (note.status !== 'approved' || note.missing === undefined) return '';
  return note.missing === 0
    ? ' (all approvals are there)'
    : ` (${counted(note.missing, 'approval')} missing)`;
}
