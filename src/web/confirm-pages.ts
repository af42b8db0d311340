import type { ErrorCode, ErrorFacts } from '../core/errors.ts';
import type { StepUp } from '../core/ports/step-up.ts';
import { escapeHtml, page } from './oauth-pages.ts';

/** The words of the pages on which an approval is confirmed, plain text. */
export interface ConfirmWords {
  readonly product: string;
  readonly question: {
    readonly title: string;
    readonly what: (stepUp: StepUp) => string;
    readonly details: (stepUp: StepUp) => readonly string[];
    readonly approve: string;
    readonly cancel: string;
  };
  readonly sent: { readonly title: string; readonly text: string };
  readonly canceled: { readonly title: string; readonly text: string };
  readonly failed: { readonly title: string };
  /** Plain words for an error: what happened, and what to do. */
  readonly error: (code: ErrorCode, facts: ErrorFacts) => readonly string[];
}

/** Where the page sends its answer. */
export const ANSWER_PATH = '/oauth/gitlab/approve/answer';

/** Says what would be approved, in bold, and asks. */
export const questionPage = ({ product, question }: ConfirmWords, id: string, stepUp: StepUp): string =>
  page(
    product,
    question.title,
    question.details(stepUp),
    `<form method="post" action="${ANSWER_PATH}"><input type="hidden" name="id" value="${escapeHtml(id)}">
<button class="primary" name="answer" value="approve">${escapeHtml(question.approve)}</button>
<button name="answer" value="cancel">${escapeHtml(question.cancel)}</button></form>`,
    question.what(stepUp),
  );

export const sentPage = ({ product, sent }: ConfirmWords, what: string): string =>
  page(product, sent.title, [what, sent.text]);

export const canceledPage = ({ product, canceled }: ConfirmWords): string =>
  page(product, canceled.title, [canceled.text]);

export const failedPage = (words: ConfirmWords, code: ErrorCode, facts: ErrorFacts): string =>
  page(words.product, words.failed.title, words.error(code, facts));
