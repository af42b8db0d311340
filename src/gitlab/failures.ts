import { GitLabError } from '../core/gitlab-error.ts';
import type { HttpAnswer, NetworkFault } from './client.ts';
import { retryAfterIn } from './retry-after.ts';
import { namesScope, saidIn } from './said.ts';

/** What an error may tell of a request. */
export interface Asked {
  readonly method: string;
  readonly pathTemplate: string;
}

export type RefusalCode = ConstructorParameters<typeof GitLabError>[0];

const BY_STATUS: ReadonlyMap<number, RefusalCode> = new Map<number, RefusalCode>([
  [401, 'gitlab-unauthorized'],
  [403, 'gitlab-forbidden'],
  [404, 'gitlab-not-found'],
  [409, 'gitlab-conflict'],
  [429, 'gitlab-rate-limited'],
]);

function codeOfStatus(status: number, method: string): RefusalCode {
  if (status >= 500) return 'gitlab-down';
  if (status >= 300 && status < 400) return 'gitlab-moved';
  // GitLab answers a write to a renamed project with 405 (https://docs.gitlab.com/api/rest/#redirects).
  if (status === 405 && method !== 'GET') return 'gitlab-moved';
  return BY_STATUS.get(status) ?? 'gitlab-refused';
}

/**
 * The error for an answer that is not 2xx.
 * @param now epoch milliseconds, for headers that name a moment
 * @param code where its status means something else than usual
 */
export function refusalOf(
  asked: Asked,
  answer: HttpAnswer,
  now: number,
  code: RefusalCode = codeOfStatus(answer.status, asked.method),
): GitLabError {
  const retryAfterMs = retryAfterIn(answer, now);
  const text = answer.body.kind === 'whole' ? answer.body.text : '';
  const lacksScope = answer.status === 403 && namesScope(text);
  return new GitLabError(
    code,
    asked,
    { ...factsOf(answer), said: saidIn(text), ...(lacksScope ? { lacksScope } : {}) },
    retryAfterMs === undefined ? {} : { retryAfterMs },
  );
}

/**
 * The error for a 2xx whose body cannot be used.
 * @param reason what is wrong with it, without any of its content
 */
export function unusableAnswer(asked: Asked, answer: HttpAnswer, reason: string): GitLabError {
  return new GitLabError('gitlab-invalid-answer', asked, factsOf(answer), { cause: new Error(reason) });
}

/** The error for a request without an answer. */
export function noAnswer(asked: Asked, fault: NetworkFault, timedOut: boolean): GitLabError {
  const code = timedOut ? 'gitlab-timeout' : 'gitlab-unreachable';
  return new GitLabError(code, asked, {}, { cause: fault, sent: fault.sent });
}

/** GitLab's id of the call (`X-Request-Id`), where it is one. */
export function requestIdOf(answer: HttpAnswer): string | undefined {
  const id = answer.header('x-request-id');
  return id !== undefined && /^[\w.:-]{1,128}$/.test(id) ? id : undefined;
}

const factsOf = (answer: HttpAnswer) => ({ status: answer.status, requestId: requestIdOf(answer) });
