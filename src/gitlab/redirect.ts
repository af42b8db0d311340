import type { HttpAnswer } from './client.ts';

/**
 * The address a moved project is read under, or `undefined` when the answer must not be followed.
 *
 * GitLab answers a GET for a renamed project with 301 (https://docs.gitlab.com/api/rest/#redirects). Only an address
 * of the same API is followed: the request carries a token.
 */
export function followed(
  baseUrl: string,
  request: { readonly method: string; readonly url: string },
  answer: HttpAnswer,
): string | undefined {
  if (answer.status !== 301 || request.method !== 'GET') return undefined;
  const location = answer.header('location');
  if (location === undefined || !URL.canParse(location, request.url)) return undefined;
  const from = new URL(request.url);
  const to = new URL(location, from);
  const api = new URL(`${baseUrl}/api/v4/`);
  const same = to.origin === api.origin && to.pathname.startsWith(api.pathname);
  if (!same || to.username !== '' || to.password !== '') return undefined;
  if (to.search === '') to.search = from.search;
  return to.href;
}
