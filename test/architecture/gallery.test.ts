import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const gallery = join(root, 'docs/gallery');
const index = readFileSync(join(gallery, 'README.md'), 'utf8');
const listed = [...index.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/gu)];

it('the gallery shows every picture once, and none that is not there', () => {
  const pictures = readdirSync(gallery).filter((name) => name.endsWith('.png'));
  expect(new Set(listed.map(([, , name]) => name))).toEqual(new Set(pictures));
  expect(listed).toHaveLength(pictures.length);
});

it('the gallery says what is on each picture, for those who cannot see it', () => {
  const words = listed.map(([, alt]) => alt);
  expect(words.filter((alt) => alt === undefined || alt.length < 10)).toEqual([]);
  expect(new Set(words).size).toBe(words.length);
});
