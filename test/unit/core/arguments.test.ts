import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listOf, parseArguments } from '../../../src/core/arguments.ts';
import { SlipwayError } from '../../../src/core/errors.ts';
import { refusalOf } from '../../support/refusal.ts';

const KNOWN = ['env', 'status', 'finished-after', 'as'];
const FLAGS = ['force'];

/** What was read, as plain values. */
function read(text: string) {
  const { words, options, public: isPublic } = parseArguments(text, KNOWN, FLAGS);
  return { words, options: Object.fromEntries(options), public: isPublic };
}

describe('words', () => {
  it.each<[string, string, string[]]>([
    ['nothing', '', []],
    ['white space alone', ' \t\n ', []],
    ['words', 'acme/shop 4711', ['acme/shop', '4711']],
    ['any amount of white space', '  acme/shop \u00A0\n4711 ', ['acme/shop', '4711']],
    ['an apostrophe inside a word', "don't ship Kim’s", ["don't", 'ship', 'Kim’s']],
    ['a quote mark at the end of a word', '5" pipe', ['5"', 'pipe']],
    ['a colon after an unknown key', 'fix: it time:soon', ['fix:', 'it', 'time:soon']],
    ['a dash alone', '4711 — looks good - yes', ['4711', '—', 'looks', 'good', '-', 'yes']],
    ['emoji and other scripts', '🚀 поехали 出発', ['🚀', 'поехали', '出発']],
    ['an empty quote', '""', ['']],
  ])('keeps %s', (_what, text, words) => {
    expect(read(text)).toEqual({ words, options: {}, public: false });
  });
});

describe('quotes', () => {
  it.each([
    ['straight', '"last friday"', 'last friday'],
    ['single', "'last friday'", 'last friday'],
    ['curly', '“last friday”', 'last friday'],
    ['closing marks on both sides', '”last friday”', 'last friday'],
    ['German', '„last friday“', 'last friday'],
    ['French', '«last friday»', 'last friday'],
    ['curly single', '‘last friday’', 'last friday'],
    ['opened straight and closed curly', '"last friday”', 'last friday'],
    ['opened curly and closed straight', '“last friday"', 'last friday'],
    ['single, opened straight and closed curly', "'last friday’", 'last friday'],
    ['single around an apostrophe', "'don't do this'", "don't do this"],
    ['curly single around an apostrophe', '‘Kim’s sale’', 'Kim’s sale'],
    ['double around an apostrophe', '"don\'t do this"', "don't do this"],
    ['around what looks like an option', '"env:production"', 'env:production'],
    ['around what looks like a dashed option', '"--nobody knows"', '--nobody knows'],
  ])('%s hold one word together', (_kind, text, word) => {
    expect(read(text).words).toEqual([word]);
  });

  it.each([
    ['straight', '4711 "not yet'],
    ['single', "'not yet"],
    ['curly', '“not yet'],
    ['in a value', 'env:"not yet'],
    ['with nothing behind it', 'env:"'],
    ['single with apostrophes only', "'don't and won't"],
  ])('left open (%s) are refused, saying so', (_kind, text) => {
    expect(refusalOf(() => read(text))).toEqual({
      code: 'usage',
      facts: { problem: 'a quote is not closed' },
    });
  });
});

describe('options', () => {
  it.each<[string, Record<string, string>]>([
    ['env:production', { env: 'production' }],
    ['env: production', { env: 'production' }],
    ['--env production', { env: 'production' }],
    ['--env=production', { env: 'production' }],
    ['--env:production', { env: 'production' }],
    ['—env production', { env: 'production' }],
    ['—env=production', { env: 'production' }],
    ['–env production', { env: 'production' }],
    ['Env:production', { env: 'production' }],
    ['--ENV production', { env: 'production' }],
    ['env:"prod eu"', { env: 'prod eu' }],
    ['env:“prod eu”', { env: 'prod eu' }],
    ['env: "prod eu"', { env: 'prod eu' }],
    ['--env="prod eu"', { env: 'prod eu' }],
    ["--env='prod eu'", { env: 'prod eu' }],
    ['env:"prod eu","prod us",!"prod old"', { env: 'prod eu,prod us,!prod old' }],
    ['env:production,staging/*,!old', { env: 'production,staging/*,!old' }],
    ['env:a env:b', { env: 'b' }],
    ['finished-after:2026-11-21T10:00', { 'finished-after': '2026-11-21T10:00' }],
    ['env:a=b:c', { env: 'a=b:c' }],
    ['env: "status:odd"', { env: 'status:odd' }],
    ['--force', { force: 'true' }],
    ['—force', { force: 'true' }],
    ['--force env:a', { force: 'true', env: 'a' }],
  ])('%s', (text, options) => {
    expect(read(text)).toEqual({ words: [], options, public: false });
  });

  it('stand anywhere between the words', () => {
    expect(read('4711 as:Security Looks good --env eu really')).toEqual({
      words: ['4711', 'Looks', 'good', 'really'],
      options: { as: 'Security', env: 'eu' },
      public: false,
    });
  });

  it.each([
    ['env:'],
    ['--env'],
    ['--env='],
    ['acme/shop env:'],
    ['env:""'],
    ['env:"" acme/shop'],
    ['env: ""'],
    ['env: status:success'],
    ['--env --status success'],
    ['--env --force'],
  ])('without a value (%s) are refused by name', (text) => {
    expect(refusalOf(() => read(text))).toEqual({
      code: 'usage',
      facts: { problem: '`env` needs a value' },
    });
  });

  it.each(['env:""', 'env:“”', "--env=''", 'env: ""', '--env ""'])(
    'whose value is taken away are said so with an empty quote (%s), and the next word stands for itself',
    (text) => {
      const { words, options } = parseArguments(`${text} acme/shop`, KNOWN, FLAGS, true, ['env']);
      expect({ words, env: options.get('env') }).toEqual({ words: ['acme/shop'], env: '' });
    },
  );

  it.each(['env:', 'env: status:success', '--env', 'status:""'])(
    'are not taken away by forgetting the value (%s)',
    (text) => {
      expect(refusalOf(() => parseArguments(text, KNOWN, FLAGS, true, ['env'])).code).toBe('usage');
    },
  );

  it.each(['--envv production', '--Envv=production', '—envv production', '--envv'])(
    'that nobody knows after dashes (%s) are refused with those that are known',
    (text) => {
      expect(refusalOf(() => read(text))).toEqual({
        code: 'unknown-filter',
        facts: { filter: 'envv', known: KNOWN },
      });
    },
  );

  it.each(['__proto__:x', 'constructor:x', 'toString:x'])('%s is a word like any other', (text) => {
    expect(read(text)).toEqual({ words: [text], options: {}, public: false });
  });
});

describe('public', () => {
  it.each<[string, string[], boolean]>([
    ['acme/shop public', ['acme/shop'], true],
    ['acme/shop Public', ['acme/shop'], true],
    ['acme/shop public env:a', ['acme/shop'], true],
    ['public', [], true],
    ['public acme/shop', ['public', 'acme/shop'], false],
    ['acme/shop "public"', ['acme/shop', 'public'], false],
    ['acme/shop public.', ['acme/shop', 'public.'], false],
  ])('%s', (text, words, isPublic) => {
    expect(read(text)).toMatchObject({ words, public: isPublic });
  });

  it('is a word of the comment where nothing can be shown to everybody', () => {
    expect(parseArguments('4711 now make it public', [], [], false)).toMatchObject({
      words: ['4711', 'now', 'make', 'it', 'public'],
      public: false,
    });
  });
});

describe('what Slack makes of a text', () => {
  it.each<[string, string, string[]]>([
    ['a link', '<https://gitlab.example.com/acme/shop>', ['https://gitlab.example.com/acme/shop']],
    [
      'a link with its text',
      '<https://gitlab.example.com/acme/shop|https://gitlab.example.com/acme/shop>',
      ['https://gitlab.example.com/acme/shop'],
    ],
    ['a link with words', 'see <https://a.example|our own page> now', ['see', 'https://a.example', 'now']],
    ['two links', '<https://a.example>,<https://b.example>', ['https://a.example,https://b.example']],
    ['a link in quotes', '"see <https://a.example|a.example>"', ['see https://a.example']],
    ['a word that looks like an address', 'acme/<http://shop.example|shop.example>', ['acme/shop.example']],
    ['a mail address', '<mailto:kim@a.example|kim@a.example>', ['kim@a.example']],
    ['its escapes', 'R&amp;D &lt;3 a -&gt; b', ['R&D', '<3', 'a', '->', 'b']],
    ['an escaped escape', '&amp;lt;', ['&lt;']],
    ['an unfinished link', '<https://a.example', ['<https://a.example']],
    ['a mention', '<@U123|kim>', ['<@U123|kim>']],
  ])('%s is read as it was typed', (_what, text, words) => {
    expect(read(text).words).toEqual(words);
  });
});

describe('whatever is typed', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom(
      '"',
      "'",
      '“',
      '”',
      '„',
      '‘',
      '’',
      '«',
      '»',
      '--',
      '—',
      'env',
      ':',
      '=',
      ' ',
      '<https://',
    ),
    fc.constantFrom('public', '&amp;', '|a>', 'status', '--force', ',', '!', '\u0000', '\uD800', '__proto__'),
  );
  const anything = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));

  it('is read, or refused in words of ours', () => {
    fc.assert(
      fc.property(anything, (text) => {
        try {
          const { words, options } = parseArguments(text, KNOWN, FLAGS);
          expect([...options.keys()].every((key) => [...KNOWN, ...FLAGS].includes(key))).toBe(true);
          expect([...options.values()].every((value) => value !== '')).toBe(true);
          expect(words.every((word) => typeof word === 'string')).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(SlipwayError);
          expect(error).toMatchObject({ code: expect.stringMatching(/^(?:usage|unknown-filter)$/u) });
        }
      }),
      { numRuns: 1_000 },
    );
  });

  const marks = fc.constantFrom(
    ...([
      ['"', '"'],
      ['“', '”'],
      ['"', '”'],
      ['“', '"'],
      ['„', '“'],
      ['«', '»'],
    ] as const),
  );
  // Typed text holds no quote marks; Slack's own marks and escapes are the table's above.
  const quotable = fc
    .string({ unit: 'grapheme', maxLength: 20 })
    .filter((text) => !/["“”„«»<>&]/u.test(text));

  it('comes back whole out of quotes, as a word and as a value', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(quotable, marks), { maxLength: 6 }), (quoted) => {
        const text = quoted.map(([word, [open, close]]) => `${open}${word}${close}`).join(' ');
        expect(read(text).words).toEqual(quoted.map(([word]) => word));
      }),
    );
    fc.assert(
      fc.property(quotable, marks, fc.constantFrom('env:', '--env=', '—env '), (word, [open, close], key) => {
        fc.pre(word !== '');
        expect(read(`${key}${open}${word}${close}`).options).toEqual({ env: word });
      }),
    );
  });

  const single = quotable.filter((text) => !/['‘’]/u.test(text));

  it('comes back whole out of single quotes', () => {
    fc.assert(
      fc.property(fc.array(single, { maxLength: 6 }), fc.constantFrom("'", '‘'), (texts, open) => {
        const text = texts.map((word) => `${open}${word}’`).join(' ');
        expect(read(text).words).toEqual(texts);
      }),
    );
  });

  it('takes no longer for a text made to be slow', () => {
    const begun = performance.now();
    for (const part of ['<https://', '"', "'a", '<', '—', 'a:', '&amp;', ' ']) {
      try {
        parseArguments(part.repeat(20_000), KNOWN);
      } catch (error) {
        expect(error).toBeInstanceOf(SlipwayError);
      }
    }
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe('a comma list', () => {
  it.each<[string | undefined, string[]]>([
    [undefined, []],
    ['', []],
    [' , ,', []],
    ['a', ['a']],
    [' a , b c,,!d ', ['a', 'b c', '!d']],
  ])('%j', (text, parts) => {
    expect(listOf(text)).toEqual(parts);
  });
});
