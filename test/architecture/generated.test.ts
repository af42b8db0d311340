import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generatedFiles } from '../../scripts/generated-files.ts';

const root = join(import.meta.dirname, '..', '..');

it.each(generatedFiles())('$path is up to date; else: npm run generate', ({ path, text }) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(text);
});
