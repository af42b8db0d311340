import { describe, expect, it } from 'vitest';
import type { GitLabApi } from '../../src/core/ports/gitlab.ts';
import { apiAt, bot, json, loopback, type Reply, text } from '../unit/gitlab/loopback.ts';

/** A refusal as GitLab sends it, and as the caller sees it. */
export interface Refused {
  readonly what: string;
  readonly status: number;
  readonly body: unknown;
  readonly code: string;
  readonly said?: string;
}

/** One call: the request it makes, an answer and what becomes of it, and how GitLab refuses it. */
export interface Endpoint {
  readonly call: (api: GitLabApi) => Promise<unknown>;
  /** Method, path below `/api/v4` and query, as sent. */
  readonly sent: string;
  readonly body?: unknown;
  readonly template: string;
  readonly status?: number;
  /** `undefined`: an empty body. */
  readonly answer: unknown;
  readonly read: unknown;
  readonly refused: readonly Refused[];
}

/** Refusals every endpoint may meet. */
const EVERYWHERE: readonly Refused[] = [
  { what: 'no valid token', status: 401, body: { message: '401 Unauthorized' }, code: 'gitlab-unauthorized' },
  {
    what: 'too small a scope',
    status: 403,
    body: { error: 'insufficient_scope', error_description: 'Needs higher privileges.', scope: 'api' },
    code: 'gitlab-forbidden',
    said: 'Needs higher privileges.',
  },
  {
    what: 'an unknown or invisible project',
    status: 404,
    body: { message: '404 Project Not Found' },
    code: 'gitlab-not-found',
  },
  {
    what: 'a limit',
    status: 429,
    body: { message: { error: 'This endpoint has been requested too many times. Try again later.' } },
    code: 'gitlab-rate-limited',
    said: 'This endpoint has been requested too many times. Try again later.',
  },
];

const reply = (body: unknown, status: number): Reply =>
  body === undefined ? text('', status) : json(body, status);

/** Describes each call: sent as GitLab wants it, read into our words, its refusals passed on with all they say. */
export function describeEndpoints(endpoints: Readonly<Record<string, Endpoint>>): void {
  describe.each(Object.entries(endpoints))('%s', (_name, endpoint) => {
    const { call, sent, body, template, status = 200, answer, read, refused } = endpoint;
    it('is sent once, as GitLab expects it, and its answer is read', async () => {
      const server = await loopback(reply(answer, status));
      const value = await call(apiAt(server.url));
      expect(server.arrived).toHaveLength(1);
      const [request] = server.arrived;
      expect(`${request?.method} ${request?.url}`).toBe(sent.replace(' ', ' /api/v4'));
      expect(request?.headers['private-token']).toBe(bot.token);
      expect(request?.headers['content-type']).toBe(body === undefined ? undefined : 'application/json');
      expect(request?.body === '' ? undefined : JSON.parse(request?.body ?? '')).toEqual(body);
      if (typeof read === 'object' && read !== null) expect(value).toMatchObject(read);
      else expect(value).toBe(read);
    });

    it.each([...refused, ...EVERYWHERE])(
      'meets $what: $status is $code',
      async ({ status, body, code, said }) => {
        const server = await loopback(json(body, status, { 'x-request-id': '01JX-a', 'retry-after': '60' }));
        await expect(call(apiAt(server.url))).rejects.toMatchObject({
          name: 'GitLabError',
          code,
          status,
          method: sent.split(' ')[0],
          pathTemplate: template,
          requestId: '01JX-a',
          isAmbiguous: false,
          ...(said === undefined ? {} : { said }),
        });
        expect(server.arrived).toHaveLength(1);
      },
    );
  });
}
