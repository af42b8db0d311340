import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GitLabError } from '../../../src/core/gitlab-error.ts';
import { path } from '../../../src/gitlab/path.ts';

const named = (project: string) => path`/projects/${{ id: project }}/deployments/${{ deployment_id: 8 }}`;

const isNameless = (value: string) =>
  value.length > 1000 ||
  !/^\P{Surrogate}*$/u.test(value) ||
  value.split('/').some((part) => ['', '.', '..'].includes(part));

describe('a path', () => {
  it('carries values encoded and names them in its template', () => {
    expect(named('acme/shop')).toEqual({
      encoded: '/projects/acme%2Fshop/deployments/8',
      template: '/projects/:id/deployments/:deployment_id',
    });
  });

  it('never lets a value leave its segment', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('', '/', '?', '#', '%2e%2e', '\\'),
        (a, b) => {
          const value = a + b + a;
          fc.pre(!isNameless(value));
          const sent = new URL(`http://gitlab.example/api/v4${named(value).encoded}`);
          const segments = sent.pathname.split('/');
          expect(segments).toHaveLength(7);
          expect(decodeURIComponent(segments[4] ?? '')).toBe(value);
          expect(sent.search + sent.hash).toBe('');
        },
      ),
    );
  });

  it.each([
    ['an empty value', ''],
    ['a dot', '.'],
    ['two dots', '..'],
    ['a walk upwards', 'acme/../../user'],
    ['an empty part', 'acme//shop'],
    ['half a character', 'acme\ud800'],
    ['more than any name has', 'x'.repeat(1001)],
  ])('refuses %s as something GitLab cannot have', (_what, value) => {
    let error: unknown;
    try {
      named(value);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(GitLabError);
    expect(error).toMatchObject({ code: 'gitlab-not-found', sent: false, isAmbiguous: false });
  });
});
