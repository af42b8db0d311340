import { describe, expect, it } from 'vitest';
import { SlipwayError } from '../../src/core/errors.ts';
import type { GitLabApi } from '../../src/core/ports/gitlab.ts';
import { commandNames } from '../../src/slack/words/commands.ts';
import { noticeMessage } from '../../src/slack/words/notices.ts';
import { apiAt, bot, json, loopback, type Reply, text } from '../unit/gitlab/loopback.ts';

/** A refusal as GitLab sends it, as the caller sees it, and as the person reads it. */
export interface Refused {
  readonly what: string;
  readonly status: number;
  /** A text is sent as a page of HTML. */
  readonly body: unknown;
  readonly code: string;
  readonly said?: string;
  /** A sentence that says what happened, and one that says what to do. */
  readonly told: string;
  /** What the flow that makes the call turns the error into, where it knows more. */
  readonly explain?: (error: unknown) => unknown;
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
  {
    what: 'no valid token',
    status: 401,
    body: { message: '401 Unauthorized' },
    code: 'gitlab-unauthorized',
    told: 'GitLab did not accept the sign-in (401). Nothing was changed. Connect again with /slipway connect; if that does not help, tell whoever runs Slipway.',
  },
  {
    what: 'too small a scope',
    status: 403,
    body: { error: 'insufficient_scope', error_description: 'Needs higher privileges.', scope: 'api' },
    code: 'gitlab-forbidden',
    said: 'Needs higher privileges.',
    told: 'Your connection to GitLab was given too little for this (403: Needs higher privileges). Nothing was changed. Connect again with /slipway connect; if that does not help, whoever runs Slipway has to give its OAuth application the scope api.',
  },
  {
    what: 'an unknown or invisible project',
    status: 404,
    body: { message: '404 Project Not Found' },
    code: 'gitlab-not-found',
    told: "GitLab can't find this, or does not show it to you (404). Nothing was changed. Check the name, and that you are a member of the project.",
  },
  {
    what: 'a limit',
    status: 429,
    body: { message: { error: 'This endpoint has been requested too many times. Try again later.' } },
    code: 'gitlab-rate-limited',
    said: 'This endpoint has been requested too many times. Try again later.',
    told: 'GitLab asked me to slow down (429). Nothing was changed. Try again in a minute.',
  },
  {
    what: 'a proxy that answers with a page of its own',
    status: 400,
    body: '<html><body>Bad Request</body></html>',
    code: 'gitlab-refused',
    told: 'GitLab refused (400). Nothing was changed. Open it in GitLab to see why, or try again there.',
  },
];

/** Refusals only writes meet. */
const WRITING: readonly Refused[] = [
  {
    what: 'a project that was renamed',
    status: 405,
    body: { message: 'Non GET methods are not allowed for moved projects' },
    code: 'gitlab-moved',
    told: 'GitLab answered with another address. I did not follow it, and nothing was changed. The project may have been renamed: use its new path; or whoever runs Slipway has to correct GITLAB_URL.',
  },
  {
    what: 'somebody who changes the same thing',
    status: 409,
    body: { message: '409 Conflict: Resource lock' },
    code: 'gitlab-conflict',
    told: 'Something else is changing this in GitLab at the same moment (409: Conflict: Resource lock). Nothing was changed by you. Look at it again in a minute, then try once more.',
  },
];

/** The words of the private answer to an error, as a notification shows them. */
function wordsFor(error: unknown): string {
  if (!(error instanceof SlipwayError)) throw error;
  const notice = { kind: 'error', code: error.code, facts: error.facts, reference: 'REF' } as const;
  return noticeMessage(notice, { gitlabHost: 'gitlab.example.com', commands: commandNames() }).text;
}

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

    const isWrite = !sent.startsWith('GET ');
    it.each([...refused, ...EVERYWHERE, ...(isWrite ? WRITING : [])])(
      'meets $what: $status is $code, and the person reads: $told',
      async ({ status, body, code, said, told, explain = (error) => error }) => {
        const headers = { 'x-request-id': '01JX-a', 'retry-after': '60' };
        const server = await loopback(
          typeof body === 'string' ? text(body, status, headers) : json(body, status, headers),
        );
        const error = await call(apiAt(server.url)).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        expect(error).toMatchObject({
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
        expect(wordsFor(explain(error))).toBe(told);
      },
    );
  });
}
