import { shortSha } from '../cards/version.ts';
import { code, literal } from '../escape.ts';
import { deciding, shaAndRef } from '../words/modals.ts';

/** What a modal decides on. Untrusted text, escaped here. */
export interface ModalSubject {
  readonly sha: string;
  readonly ref: string;
  readonly environment: string;
}

/** The bold first line: exactly which code goes where. */
export const subjectLine = (decision: 'approving' | 'rejecting', subject: ModalSubject): string =>
  deciding(
    decision,
    shaAndRef(literal(shortSha(subject.sha)), literal(subject.ref, 100)),
    literal(subject.environment, 100),
  );

/** The same without a decision, in code spans. */
export const subjectWords = (subject: ModalSubject): string =>
  `${shaAndRef(code(shortSha(subject.sha)), code(subject.ref, 100))} → ${literal(subject.environment, 100)}`;
