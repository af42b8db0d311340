import type { Clock } from '../core/ports/time.ts';
import { type Client, NetworkFault } from './client.ts';
import { noAnswer, refusalOf, unusableAnswer } from './failures.ts';

/** What oauth4webapi hands to its fetch, as far as GitLab's token endpoints need it. */
interface FetchOptions {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * A fetch for oauth4webapi over the one HTTP client.
 *
 * Nothing is sent twice: a code and a refresh token work once. Only a 2xx, and a 400, which tells why a grant was
 * refused, come back as an answer.
 * @returns a function that throws GitLabError for everything else
 */
export function createTokenFetch(options: {
  readonly client: Client;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly userAgent: string;
}): (url: string, request: FetchOptions) => Promise<Response> {
  const { client, clock, timeoutMs, userAgent } = options;
  return async (url, { method, headers, body }) => {
    const asked = { method, pathTemplate: endpointOf(url) };
    const signal = AbortSignal.timeout(timeoutMs);
    const request = {
      method,
      url,
      headers: { ...headers, 'user-agent': userAgent },
      body: String(body),
      signal,
    };
    const answer = await client.send(request).catch((error) => {
      throw error instanceof NetworkFault ? noAnswer(asked, error, signal.aborted) : error;
    });
    if (answer.status !== 400 && (answer.status < 200 || answer.status > 299))
      throw refusalOf(asked, answer, clock.now());
    if (answer.body.kind !== 'whole') throw unusableAnswer(asked, answer, `the body is ${answer.body.kind}`);
    return new Response(answer.status === 204 ? null : answer.body.text, { status: answer.status });
  };
}

const endpointOf = (url: string): string =>
  ['/oauth/revoke', '/oauth/authorize_device'].find((path) => url.endsWith(path)) ?? '/oauth/token';
