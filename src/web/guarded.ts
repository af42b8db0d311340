import type { ServerResponse } from 'node:http';
import { codeOf, ERROR_TABLE, type ErrorCode, type ErrorFacts, SlipwayError } from '../core/errors.ts';
import type { Log } from '../core/ports/time.ts';
import { sendPage } from './server.ts';

/**
 * Answers a request of somebody's browser. Every failure becomes a page that says what to do; the log gets the same code.
 * @param failed the page
 */
export async function guarded(
  { log }: { readonly log: Log },
  failed: (code: ErrorCode, facts: ErrorFacts) => string,
  response: ServerResponse,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const code = codeOf(error);
    log[ERROR_TABLE[code].level]({ code, err: error }, 'a sign-in failed');
    const facts = error instanceof SlipwayError ? error.facts : {};
    sendPage(response, failed(code, facts), ERROR_TABLE[code].level === 'error' ? 500 : 400);
  }
}
