import { expect, it } from 'vitest';
import { isError } from '../../../src/core/errors.ts';
import { parseGroup } from '../../../src/core/group-reference.ts';

const BASE = 'https://gitlab.example/git';

it.each([
  ['acme/security', 'acme/security'],
  ['acme', 'acme'],
  ['/acme/security/', 'acme/security'],
  ['42', 42],
  [`${BASE}/groups/acme/security/-/group_members`, 'acme/security'],
  [`${BASE}/acme/security`, 'acme/security'],
])('a group is read from %s', (text, group) => {
  expect(parseGroup(text, BASE)).toBe(group);
});

it.each([
  ['https://evil.example/groups/acme', 'foreign-url'],
  ['https://kim@gitlab.example/git/groups/acme', 'foreign-url'],
  ['../admin', 'bad-value'],
  ['acme/<!channel>', 'bad-value'],
  ['', 'bad-value'],
  ['a'.repeat(501), 'bad-value'],
] as const)('%s is no group of this GitLab', (text, code) => {
  let thrown: unknown;
  try {
    parseGroup(text, BASE);
  } catch (error) {
    thrown = error;
  }
  expect(isError(thrown, code)).toBe(true);
});
