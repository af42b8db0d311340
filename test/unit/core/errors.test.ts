import { describe, expect, it } from 'vitest';
import { codeOf, ERROR_TABLE, isError, SlipwayError } from '../../../src/core/errors.ts';
import { GitLabError } from '../../../src/core/gitlab-error.ts';

const GET = { method: 'GET', pathTemplate: '/projects/:id' };
const POST = { method: 'POST', pathTemplate: '/projects/:id/jobs/:job_id/play' };

describe('an error of ours', () => {
  const cause = new Error('beneath');
  const error = new SlipwayError('not-waiting', { phase: 'success' }, { cause, retryAfterMs: 7 });

  it('carries its code, facts, cause and when to try again', () => {
    expect(error).toMatchObject({
      name: 'SlipwayError',
      message: 'not-waiting',
      code: 'not-waiting',
      facts: { phase: 'success' },
      cause,
      retryAfterMs: 7,
    });
    expect(new SlipwayError('outsider')).toMatchObject({ facts: {}, retryAfterMs: undefined });
    expect('cause' in new SlipwayError('outsider')).toBe(false);
  });

  it('is known by its code, alone or among several', () => {
    expect(isError(error, 'not-waiting')).toBe(true);
    expect(isError(error, 'superseded', 'not-waiting')).toBe(true);
    expect(isError(error, 'superseded')).toBe(false);
    expect(isError(error)).toBe(false);
  });

  it.each([
    ['another error', new Error('not-waiting')],
    ['a thing that looks like one', { code: 'not-waiting', facts: {} }],
    ['a text', 'not-waiting'],
    ['nothing', undefined],
  ])('is not %s: that is internal', (_what, thrown) => {
    expect(codeOf(thrown)).toBe('internal');
    expect(isError(thrown, 'internal', 'not-waiting')).toBe(false);
  });

  it('has a code for each row, in words that need no quoting', () => {
    for (const code of Object.keys(ERROR_TABLE)) expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/u);
    expect(codeOf(error)).toBe('not-waiting');
  });
});

describe('a failed request to GitLab', () => {
  it('says what was asked and answered, and nothing secret', () => {
    const error = new GitLabError('gitlab-forbidden', GET, { status: 403, requestId: 'r1', said: 'Nein' });
    expect(error).toMatchObject({
      name: 'GitLabError',
      code: 'gitlab-forbidden',
      method: 'GET',
      pathTemplate: '/projects/:id',
      status: 403,
      requestId: 'r1',
      said: 'Nein',
      sent: true,
    });
    expect(error.facts).toEqual({
      status: 403,
      requestId: 'r1',
      said: 'Nein',
      effect: 'none',
      call: 'GET /projects/:id',
    });
    expect(error).toBeInstanceOf(SlipwayError);
  });

  it.each(['gitlab-timeout', 'gitlab-unreachable', 'gitlab-down', 'gitlab-invalid-answer'] as const)(
    'leaves open whether a write took effect after %s, unless it never left',
    (code) => {
      expect(new GitLabError(code, POST).isAmbiguous).toBe(true);
      expect(new GitLabError(code, POST).facts.effect).toBe('unclear');
      expect(new GitLabError(code, POST, {}, { sent: false }).isAmbiguous).toBe(false);
      expect(new GitLabError(code, POST, {}, { sent: false }).facts.effect).toBe('none');
      expect(new GitLabError(code, GET).isAmbiguous).toBe(false);
      expect(new GitLabError(code, GET).facts.effect).toBe('none');
    },
  );

  it.each([
    'gitlab-unauthorized',
    'gitlab-forbidden',
    'gitlab-not-found',
    'gitlab-refused',
    'gitlab-conflict',
    'gitlab-moved',
    'gitlab-rate-limited',
  ] as const)('leaves nothing open after %s: GitLab answered', (code) => {
    expect(new GitLabError(code, POST, { status: 400 }).isAmbiguous).toBe(false);
  });
});
