import { expect, it } from 'vitest';
import { readForm } from '../../../src/web/read-form.ts';
import { listening, postPieces } from './served.ts';

/** Answers what it read: the fields as JSON, or that it read none. */
const echo = () =>
  listening((request, response) => {
    void readForm(request).then((form) => {
      response.end(form === undefined ? 'too large' : JSON.stringify([...form]));
    });
  });

it.each<[string, string, [string, string][]]>([
  [
    'fields',
    'id=abc&answer=connect',
    [
      ['id', 'abc'],
      ['answer', 'connect'],
    ],
  ],
  ['encoded text', 'name=Dana+Ru%C3%ADz', [['name', 'Dana Ruíz']]],
  [
    'a name twice',
    'a=1&a=2',
    [
      ['a', '1'],
      ['a', '2'],
    ],
  ],
  ['nothing', '', []],
  [
    'nonsense',
    '%%%=&&=',
    [
      ['%%%', ''],
      ['', ''],
    ],
  ],
])('a form of %s is read', async (_what, text, fields) => {
  const { body } = await postPieces(await echo(), [Buffer.from(text)]);
  expect(JSON.parse(body)).toEqual(fields);
});

it('a letter that arrives in two pieces is one letter', async () => {
  const bytes = Buffer.from('name=Ruíz');
  const cut = bytes.indexOf(0xc3) + 1;
  const { body } = await postPieces(await echo(), [bytes.subarray(0, cut), bytes.subarray(cut)]);
  expect(JSON.parse(body)).toEqual([['name', 'Ruíz']]);
});

it.each([
  [10_000, JSON.stringify([['a', 'x'.repeat(9_998)]])],
  [10_001, 'too large'],
  [5_000_000, 'too large'],
])('a form of %i bytes is answered, whether it is read or too large', async (bytes, answer) => {
  const { body } = await postPieces(await echo(), [Buffer.from(`a=${'x'.repeat(bytes - 2)}`)]);
  expect(body).toBe(answer);
});
