import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { saidIn } from '../../../src/gitlab/said.ts';

const bodies: [string, unknown, string | undefined][] = [
  ['a parameter error', { error: 'status is missing' }, 'status is missing'],
  ['a helper error', { message: '400 Bad request - Invalid Date' }, 'Invalid Date'],
  ['a bare status', { message: '403 Forbidden' }, 'Forbidden'],
  ['a missing project', { message: '404 Project Not Found' }, 'Project Not Found'],
  [
    'a plain message',
    { message: 'This environment is not protected.' },
    'This environment is not protected.',
  ],
  [
    'full messages',
    { message: ['Comment is too long', 'Name is taken'] },
    'Comment is too long, Name is taken',
  ],
  [
    'errors by field',
    { message: { status: ['cannot transition via "run"'] } },
    'status cannot transition via "run"',
  ],
  [
    'a nested message',
    { message: { scheduled_entries: [], message: 'No environments found.' } },
    'No environments found.',
  ],
  ['the application limiter', { message: { error: 'Try again later.' } }, 'Try again later.'],
  ['a dead token', { error: 'invalid_token', error_description: 'Token was revoked.' }, 'Token was revoked.'],
  [
    'a missing scope',
    {
      error: 'insufficient_scope',
      error_description: 'The request requires higher privileges.',
      scope: 'api',
    },
    'The request requires higher privileges.',
  ],
  ['a missing fine-grained scope', { error: 'insufficient_granular_scope' }, 'insufficient_granular_scope'],
  ['a field named like the wrapper', { message: { message: ['is odd'] } }, 'message is odd'],
  ['nothing at all', {}, undefined],
  ['a number', 5, undefined],
  ['null', null, undefined],
];

describe("GitLab's words in an error body", () => {
  it.each(bodies)('are found in %s', (_what, body, said) => {
    expect(saidIn(JSON.stringify(body))).toBe(said);
  });

  it('are found in plain text, and not in a proxy page', () => {
    expect(saidIn('Retry later\n')).toBe('Retry later');
    expect(saidIn(' <html><title>502</title></html>')).toBeUndefined();
    expect(saidIn('')).toBeUndefined();
  });

  it('lose what hides or turns text around', () => {
    expect(saidIn(JSON.stringify({ message: 'a\u202eb\u0000c\r\n\u200bd' }))).toBe('a b c d');
  });

  it('are one bounded clean line whatever the body holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue().map((value) => JSON.stringify({ message: value })),
          fc.string(),
        ),
        (body) => {
          const said = saidIn(body);
          if (said === undefined) return;
          expect(Array.from(said).length).toBeLessThanOrEqual(300);
          expect(said).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        },
      ),
    );
  });

  it('survive bodies nested without end', () => {
    const deep = `${'{"message":'.repeat(5000)}"x"${'}'.repeat(5000)}`;
    expect(saidIn(deep)).toBeUndefined();
    expect(saidIn(JSON.stringify({ message: 'x'.repeat(5000) }))).toHaveLength(300);
  });
});
