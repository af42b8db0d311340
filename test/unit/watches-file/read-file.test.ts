import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readWatchesFile } from '../../../src/watches-file/read-file.ts';
import { fileOf } from '../../support/file-of.ts';

const SETTINGS = { gitlabUrl: 'https://gitlab.example.com', mayConfirm: true };

const problemOf = (path: string): string => {
  const read = readWatchesFile(path, SETTINGS);
  return 'problem' in read ? read.problem : 'none';
};

test('a file that is missing is said to be', () => {
  expect(problemOf('/nowhere/watches.yaml')).toBe('names a file that cannot be read (ENOENT)');
});

test('a folder, and a device that never ends, are no files', () => {
  const folder = `${fileOf('')}.d`;
  mkdirSync(folder);
  expect(problemOf(folder)).toBe('names no file');
  expect(problemOf('/dev/zero')).toBe('names no file');
});

test('what is no text is not guessed at', () => {
  expect(problemOf(fileOf(Uint8Array.from([0xff, 0xfe, 0x77, 0x00])))).toBe(
    'names a file that is no UTF-8 text',
  );
});

test('a file larger than any set-up is not read', () => {
  expect(problemOf(fileOf(`#${' '.repeat(4_194_304)}`))).toBe(
    'names a file of 4194305 bytes, and at most 4194304 are read',
  );
});

test('each problem has a line, and of very many the first forty', () => {
  expect(problemOf(fileOf('watches:\n  - channel: C1A2\n    projct: a/b\n'))).toBe(
    [
      'names a file with 2 problems:',
      '      line 2, column 5: names neither a `project` nor a `group`',
      '      line 3, column 5: `projct` is nothing a watch has: did you mean `project`?',
    ].join('\n'),
  );
  const many = problemOf(fileOf(`watches:\n${'  - x\n'.repeat(100)}`)).split('\n');
  expect(many[0]).toBe('names a file with 100 problems:');
  expect(many).toHaveLength(42);
  expect(many.at(-1)).toBe('      and 60 more');
});
