import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VARIABLES } from '../../src/config-variables.ts';
import { KEYS } from '../../src/store/keys.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const adrs = readdirSync(join(root, 'docs/adr')).sort();
const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'docs/operating.md',
  'docs/gallery/README.md',
  ...adrs.map((name) => `docs/adr/${name}`),
];

/**
 * Links within the repository, and file names in code font; a name with a placeholder stands for none in particular.
 * @returns paths from the root
 */
const pathsIn = (page: string, text: string): string[] => [
  ...[...text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[\w-]+)?\)/gu)].map((match) =>
    posix.join(posix.dirname(page), match[1] ?? ''),
  ),
  ...[...text.matchAll(/`((?:src|test|sandbox|scripts|docs|bench|\.ci)\/[\w./-]+)`/gu)].map(
    (match) => match[1] ?? '',
  ),
];

describe.each(pages)('%s', (page) => {
  it('names only files that exist', () => {
    const missing = pathsIn(page, read(page)).filter((path) => !existsSync(join(root, path)));
    expect(missing).toEqual([]);
  });
});

/** Where a link to a part of a page leads, as GitHub and GitLab spell it. */
const anchorsIn = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gmu)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replaceAll(/[^\w\- ]/gu, '')
      .replaceAll(' ', '-'),
  );

it.each(pages)('%s leads to parts that pages have', (page) => {
  const lost = [...read(page).matchAll(/\]\((?!https?:)([^)#]*)#([\w-]+)\)/gu)].filter(
    ([, path = '', anchor = '']) => {
      const target = path === '' ? page : posix.join(posix.dirname(page), path);
      return !anchorsIn(read(target)).includes(anchor);
    },
  );
  expect(lost.map(([link]) => link)).toEqual([]);
});

it('the decisions are numbered without a gap, and have a context, a decision and a consequence', () => {
  expect(adrs.map((name) => Number(name.slice(0, 4)))).toEqual(adrs.map((_, index) => index + 1));
  for (const name of adrs) {
    const text = read(`docs/adr/${name}`);
    expect(text, name).toMatch(
      /^# \d+\. .+\n\n\*\*Context\.\*\* [\s\S]+\*\*Decision\.\*\* [\s\S]+\*\*Consequence\.\*\* /u,
    );
    expect(text, name).toContain(`# ${Number(name.slice(0, 4))}. `);
  }
});

it('ARCHITECTURE.md has a reason for every dependency, and for no other', () => {
  const rows = read('ARCHITECTURE.md').split('| package | reason |')[1] ?? '';
  const named = [...rows.matchAll(/^\| (\S+) \|/gmu)]
    .map((match) => match[1])
    .filter((name) => name !== '---');
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(read('package.json'));
  expect(new Set(named)).toEqual(new Set(Object.keys(dependencies)));
});

it('ARCHITECTURE.md describes every folder of src', () => {
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  for (const { name } of folders) expect(read('ARCHITECTURE.md')).toContain(`| \`${name}\` |`);
});

it('.env.example names every variable once', () => {
  const names = [...read('.env.example').matchAll(/^(?:# )?([A-Z_]+)=/gmu)].map((match) => match[1]);
  expect(names).toEqual(VARIABLES.map(({ name }) => name));
});

it('every kind of key carries a version', () => {
  for (const { family } of Object.values(KEYS)) expect(family).toMatch(/:v\d+$/u);
});
