import type { ErrorCode, ErrorFacts } from '../core/errors.ts';

/** The words of the sign-in pages, plain text. */
export interface SignInWords {
  readonly product: string;
  readonly confirm: {
    readonly title: string;
    readonly question: (gitlab: string, slack: string) => string;
    readonly consequence: string;
    readonly confirm: string;
    readonly cancel: string;
    /** Where another Slack user holds the account now. */
    readonly taken: (gitlab: string, other: string) => string;
    readonly move: string;
  };
  readonly done: {
    readonly title: string;
    readonly text: (gitlab: string, slack: string) => string;
    readonly next: string;
  };
  readonly canceled: { readonly title: string; readonly text: string };
  readonly failed: { readonly title: string };
  /** Plain words for an error: what happened, and what to do. */
  readonly error: (code: ErrorCode, facts: ErrorFacts) => readonly string[];
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** Text as it may stand anywhere in a page of ours. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/gu, (char) => ESCAPES.get(char) ?? char);

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f4f3f8;color:#1d1c1d;display:grid;place-items:center;min-height:100vh}
main{background:#fff;border-radius:12px;box-shadow:0 2px 16px #0002;padding:2rem 2.5rem;max-width:30rem;margin:1rem}
h1{font-size:1.4rem;margin:0 0 1rem}form{display:flex;gap:.75rem;margin-top:1.5rem}
button{font:inherit;padding:.6rem 1.2rem;border-radius:8px;border:1px solid #8886;background:#fff;cursor:pointer}
button.primary{background:#1f75cb;border-color:#1f75cb;color:#fff}button:focus-visible{outline:3px solid #1d1c1d;outline-offset:2px}`;

/**
 * A page of ours; every text is escaped.
 * @param form HTML, escaped already
 * @param lead a first paragraph that nobody may overlook
 */
export function page(
  product: string,
  title: string,
  paragraphs: readonly string[],
  form = '',
  lead = '',
): string {
  const first = lead === '' ? '' : `<p><strong>${escapeHtml(lead)}</strong></p>`;
  const body = paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)} · ${escapeHtml(product)}</title><style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>${first}${body}${form}</main></body></html>`;
}

/** What is asked before anything is linked. */
export interface Asked {
  readonly id: string;
  readonly gitlab: string;
  readonly slackName: string;
  /** The Slack user who holds the GitLab account now. */
  readonly takenBy: string | undefined;
}

/** The question names every account it is about; taking one from somebody else is another answer than connecting. */
export function confirmPage(
  { product, confirm }: SignInWords,
  { id, gitlab, slackName, takenBy }: Asked,
): string {
  const taken = takenBy === undefined ? [] : [confirm.taken(gitlab, takenBy)];
  const [answer, yes] = takenBy === undefined ? ['connect', confirm.confirm] : ['move', confirm.move];
  return page(
    product,
    confirm.title,
    [confirm.question(gitlab, slackName), ...taken, confirm.consequence],
    `<form method="post" action="/oauth/gitlab/callback/confirm"><input type="hidden" name="id" value="${escapeHtml(id)}">
<button class="primary" name="answer" value="${answer}">${escapeHtml(yes)}</button>
<button name="answer" value="cancel">${escapeHtml(confirm.cancel)}</button></form>`,
  );
}

export const donePage = (words: SignInWords, gitlab: string, slack: string): string =>
  page(words.product, words.done.title, [words.done.text(gitlab, slack), words.done.next]);

export const canceledPage = (words: SignInWords): string =>
  page(words.product, words.canceled.title, [words.canceled.text]);

export const failedPage = (words: SignInWords, code: ErrorCode, facts: ErrorFacts): string =>
  page(words.product, words.failed.title, words.error(code, facts));
