import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { walk } from './sources.ts';

const root = join(import.meta.dirname, '..', '..');
const text = readFileSync(join(root, 'SECURITY.md'), 'utf8');

/** Every test that the page names, as its file and the titles that lead to it. */
const named = [...text.matchAll(/`(test\/[\w./-]+\.test\.ts)`: “([^”]+)”/gu)].map((match) => ({
  file: match[1] ?? '',
  titles: (match[2] ?? '').split(' › '),
}));

/** Every title in a test file: the text given to `it`, `test` or `describe`, or to what their `each` makes. */
function titlesIn(file: string): Set<string> {
  const source = readFileSync(join(root, file), 'utf8');
  const titles = new Set<string>();
  walk(ts.createSourceFile(file, source, ts.ScriptTarget.ES2023, true), (node) => {
    if (!ts.isCallExpression(node) || !/^(?:it|test|describe)\b/u.test(node.expression.getText())) return;
    const [first] = node.arguments;
    if (first !== undefined && ts.isStringLiteralLike(first)) titles.add(first.text);
  });
  return titles;
}

describe('SECURITY.md', () => {
  it.each(named)('names a test that there is: $file $titles', ({ file, titles }) => {
    expect(existsSync(join(root, file))).toBe(true);
    const there = titlesIn(file);
    for (const title of titles) expect(there).toContain(title);
  });

  it('has a defence and a test for every threat', () => {
    const rows = text
      .slice(text.indexOf('## Threats'), text.indexOf('## What remains'))
      .split('\n')
      .filter((line) => line.startsWith('| ') && !/^\| (?:threat|---) /u.test(line));
    expect(rows.length).toBeGreaterThan(35);
    for (const row of rows) expect(row).toMatch(/^\| .+ \| .+ \| (?:`test\/[^`]+`: “[^”]+”(?:, )?)+ \|$/u);
  });

  it('says of every secret setting where it lives', async () => {
    const { VARIABLES } = await import('../../src/config-variables.ts');
    const secrets = VARIABLES.filter((variable) => 'secret' in variable);
    for (const { name } of secrets) expect(text).toContain(`\`${name}\``);
  });
});
