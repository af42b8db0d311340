import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlipwayError } from '../../../src/core/errors.ts';
import { looksLikeProject, parseDeploymentId, parseProject } from '../../../src/core/references.ts';
import { refusalOf } from '../../support/refusal.ts';

const BASE = 'https://gitlab.example.com';
const SUBPATH = 'https://example.com/gitlab';

describe('a project', () => {
  it.each<[string, object]>([
    ['7', { project: 7 }],
    ['007', { project: 7 }],
    ['acme/shop', { project: 'acme/shop' }],
    ['/acme/shop/', { project: 'acme/shop' }],
    ['acme/group/sub/shop', { project: 'acme/group/sub/shop' }],
    ['acme/shop.io', { project: 'acme/shop.io' }],
    ['acme/.profile', { project: 'acme/.profile' }],
    ['Äcme_1/shöp-2', { project: 'Äcme_1/shöp-2' }],
    [`${BASE}/acme/shop`, { project: 'acme/shop' }],
    [`${BASE}/acme/shop/`, { project: 'acme/shop' }],
    [`HTTPS://GitLab.Example.com/acme/shop`, { project: 'acme/shop' }],
    ['gitlab.example.com/acme/shop', { project: 'acme/shop' }],
    [`${BASE}/acme/shop?tab=1#top`, { project: 'acme/shop' }],
    [`${BASE}/acme/shop/-/environments/3`, { project: 'acme/shop', environmentId: 3 }],
    [`${BASE}/acme/shop/-/environments/folders/x`, { project: 'acme/shop' }],
    [
      `${BASE}/acme/shop/-/environments/3/deployments/12`,
      { project: 'acme/shop', environmentId: 3, deploymentIid: 12 },
    ],
    [
      `${BASE}/acme/shop/-/environments/3/deployments/12/?x=1`,
      { project: 'acme/shop', environmentId: 3, deploymentIid: 12 },
    ],
    [`${BASE}/acme/shop/-/environments/3x`, { project: 'acme/shop' }],
    [`${BASE}/acme/shop/-/jobs/55#L12`, { project: 'acme/shop', jobId: 55 }],
    [`${BASE}/acme/shop/-/jobs/55/raw`, { project: 'acme/shop', jobId: 55 }],
    [`${BASE}/acme/shop/-/pipelines/9`, { project: 'acme/shop' }],
    [`${BASE}/acme%2Fshop`, { project: 'acme/shop' }],
  ])('%s', (text, reference) => {
    expect(parseProject(text, BASE)).toEqual(reference);
  });

  it.each([
    [`${SUBPATH}/acme/shop/-/jobs/55`, SUBPATH],
    [`${SUBPATH}/acme/shop/-/jobs/55`, `${SUBPATH}/`],
    ['https://gitlab.example.com:8443/acme/shop/-/jobs/55', 'https://gitlab.example.com:8443'],
  ])('%s of a GitLab at %s', (text, base) => {
    expect(parseProject(text, base)).toEqual({ project: 'acme/shop', jobId: 55 });
  });

  it.each([
    [''],
    ['shop'],
    ['0'],
    ['9007199254740993'],
    ['-7'],
    ['7.5'],
    ['/'],
    ['acme//shop'],
    ['acme/..'],
    ['../shop'],
    ['acme/.'],
    ['acme/../../admin/x'],
    ['acme/sh..op'],
    ['acme/shop?x=1'],
    ['acme/shop#1'],
    ['acme/sh op'],
    ['acme/%2e%2e'],
    ['acme\\shop'],
    ['acme/-shop'],
    ['acme/shop\n'],
    ['*/*'],
    [`acme/${'x'.repeat(500)}`],
    [`${BASE}/`],
    [`${BASE}/shop`],
    [`${BASE}/-/environments/3`],
    [`${BASE}/acme/%2e%2e%2fadmin`],
    [`${BASE}/acme/%252e%252e/admin`],
    [`${BASE}/acme/%E0%A4%A`],
    [`${BASE}/acme/shop/-/environments/0`],
    [`${BASE}/acme/shop/-/environments/3/deployments/0`],
    [`${BASE}/acme/shop/-/environments/3/deployments/${'9'.repeat(20)}`],
    [`${BASE}/acme/shop/-/jobs/${'9'.repeat(400)}`],
  ])('is not %j', (text) => {
    expect(refusalOf(() => parseProject(text, BASE))).toEqual({ code: 'bad-project', facts: { text } });
  });

  it.each([
    ['https://gitlab.com/acme/shop'],
    ['https://gitlab.example.com.evil.example/acme/shop'],
    ['https://evil.example/https://gitlab.example.com/acme/shop'],
    ['https://gitlab.example.com@evil.example/acme/shop'],
    ['https://kim@gitlab.example.com/acme/shop'],
    ['https://gitlab.example.com:8443/acme/shop'],
    ['https://gitlab.example.com\\@evil.example/acme/shop'],
    ['https://'],
    ['https:///'],
    ['https://[/acme/shop'],
    ['http://169.254.169.254/latest/meta-data'],
  ])('is never taken from another host: %s', (text) => {
    const outcome = refusalOf(() => parseProject(text, BASE));
    expect(['foreign-url', 'bad-project']).toContain(outcome.code);
    if (outcome.code === 'foreign-url') expect(outcome.facts).toEqual({ host: 'gitlab.example.com' });
  });

  it('is never taken from beside a GitLab that lives under a path', () => {
    for (const text of ['https://example.com/acme/shop', 'https://example.com/gitlabs/acme/shop']) {
      expect(refusalOf(() => parseProject(text, SUBPATH)).code).toBe('foreign-url');
    }
  });
});

describe('whatever is pasted', () => {
  const part = fc.oneof(
    fc.constantFrom(
      'acme',
      'shop',
      '..',
      '.',
      '%2e%2e',
      '%2F',
      '-',
      'environments',
      'deployments',
      'jobs',
      '3',
    ),
    fc.constantFrom(
      '\\',
      '@',
      ':',
      '?',
      '#',
      '//',
      'evil.example',
      'gitlab.example.com',
      '%',
      '\u0000',
      '。。',
    ),
    fc.string({ maxLength: 6 }),
  );
  const address = fc
    .tuple(
      fc.constantFrom(
        `${BASE}/`,
        'https://evil.example/',
        'https://gitlab.example.com',
        'gitlab.example.com/',
        '',
      ),
      fc.array(part, { maxLength: 8 }),
      fc.constantFrom('/', ''),
    )
    .map(([start, parts, glue]) => start + parts.join(glue));

  it('names a plain path of this GitLab or is refused in words of ours', () => {
    fc.assert(
      fc.property(fc.oneof({ weight: 4, arbitrary: address }, fc.string()), (text) => {
        try {
          const { project, ...numbers } = parseProject(text, BASE);
          if (typeof project === 'string') {
            expect(project).toMatch(/^[\p{L}\p{N}_.-]+(?:\/[\p{L}\p{N}_.-]+)+$/u);
            expect(project.split('/')).not.toContain('.');
            expect(project).not.toContain('..');
          }
          if (/^https?:/iu.test(text)) expect(new URL(text).host).toBe('gitlab.example.com');
          for (const number of [project, ...Object.values(numbers)]) {
            if (typeof number === 'number') expect(Number.isSafeInteger(number) && number > 0).toBe(true);
          }
        } catch (error) {
          if (!(error instanceof SlipwayError)) throw error;
          expect(['bad-project', 'foreign-url']).toContain(error.code);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a deployment', () => {
  it.each([
    ['4711', 4711],
    ['#4711', 4711],
    ['15663409982', 15_663_409_982],
  ])('%s', (text, id) => {
    expect(parseDeploymentId(text)).toBe(id);
  });

  it.each(['', '#', '0', '-1', '4711x', '##1', '1#', '4.7', '1e3', '9007199254740993', 'latest', '４７'])(
    'is not %j',
    (text) => {
      expect(refusalOf(() => parseDeploymentId(text))).toEqual({ code: 'bad-deployment', facts: { text } });
    },
  );
});

it.each([
  ['acme/shop', true],
  ['acme/group/shop', true],
  ['https://gitlab.com/x', true],
  ['4711', false],
  ['#4711', false],
  ['shop', false],
  ['acme/', false],
  ['/shop', false],
  ['', false],
])('%j looks like a project: %s', (word, answer) => {
  expect(looksLikeProject(word)).toBe(answer);
});
