import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { readWatches } from '../../../src/watches-file/read-watches.ts';

const SETTINGS = { gitlabUrl: 'https://gitlab.example.com', mayConfirm: true };

/** What a file declares, or what is wrong with it as `line:column problem`. */
function read(text: string, settings = SETTINGS) {
  const found = readWatches(text, settings);
  if ('watches' in found) return found.watches;
  return found.problems.map(({ line, column, problem }) => `${line}:${column} ${problem}`);
}

/** A file with one watch that also says these lines. */
const entry = (...lines: string[]): string =>
  [
    'watches:',
    '  - channel: C0123ABCD',
    '    project: acme/shop',
    ...lines.map((line) => `    ${line}`),
  ].join('\n');

const USUAL = { environments: [], on: ['approvals', 'failed'] };

describe('a file that is fine', () => {
  it('says of each watch what a command could say', () => {
    const text = `
watches:
  - channel: C0123ABCD
    project: acme/shop
    env: [production, staging/*, "!staging/old"]
    tier: production
    ref: [main, v*]
    by: [Dana, "!renovate*"]
    on: [approvals, failed]
    confirm: browser
    mention: [S012AB3CD, U012AB3CD]
    mode: thread
  - channel: G0123ABCD
    group: acme/tools
`;
    expect(read(text)).toEqual([
      {
        channel: 'C0123ABCD',
        of: { kind: 'project', ref: 'acme/shop' },
        rule: {
          environments: ['production', 'staging/*', '!staging/old'],
          tiers: ['production'],
          refs: ['main', 'v*'],
          by: ['dana', '!renovate*'],
          on: ['approvals', 'failed'],
          confirm: 'browser',
          mention: ['S012AB3CD', 'U012AB3CD'],
          mode: 'thread',
        },
      },
      { channel: 'G0123ABCD', of: { kind: 'group', ref: 'acme/tools' }, rule: USUAL },
    ]);
  });

  it('is the one that the operators are shown', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/operating.md'), 'utf8');
    const example = /```yaml\n(watches:[^`]*)```/u.exec(page)?.[1] ?? '';
    expect(read(example)).toMatchObject([{ of: { ref: 'acme/shop' } }, { of: { ref: 'acme' } }]);
  });

  it('may write a list as in a command', () => {
    expect(read(entry('env: production, staging/*', 'on: failed,started'))).toMatchObject([
      { rule: { environments: ['production', 'staging/*'], on: ['started', 'failed'] } },
    ]);
  });

  test.each([
    ['a path', 'acme/shop', 'acme/shop'],
    ['a number', '42', 42],
    ['a quoted number', '"42"', 42],
    ['an address', 'https://gitlab.example.com/acme/shop', 'acme/shop'],
  ])('names a project by %s', (_what, written, ref) => {
    expect(read(entry().replace('acme/shop', written))).toMatchObject([{ of: { kind: 'project', ref } }]);
  });

  test.each(['acme', 'acme/*', 'https://gitlab.example.com/groups/acme'])(
    'names a group as %s',
    (written) => {
      const text = entry().replace('project: acme/shop', `group: ${written}`);
      expect(read(text)).toMatchObject([{ of: { kind: 'group', ref: 'acme' } }]);
    },
  );

  it('takes nothing for a number, a yes or a date: what stands there is meant', () => {
    expect(read(entry('env: [1.10, yes, 007, 1e3, 2026-01-31, null, ~]'))).toMatchObject([
      { rule: { environments: ['1.10', 'yes', '007', '1e3', '2026-01-31', 'null', '~'] } },
    ]);
  });

  test.each([
    ['Windows line ends', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['comments', (text: string) => `# ours\n${text} # that is it\n`],
    ['JSON', () => '{"watches": [{"channel": "C0123ABCD", "project": "acme/shop"}]}'],
    ['a document mark', (text: string) => `---\n${text}\n...\n`],
  ])('may have %s', (_what, change) => {
    expect(read(change(entry()))).toEqual([
      { channel: 'C0123ABCD', of: { kind: 'project', ref: 'acme/shop' }, rule: USUAL },
    ]);
  });

  it('may declare nothing, if it says so', () => {
    expect(read('watches: []')).toEqual([]);
  });

  it('may have a project in two channels, and a group beside its project', () => {
    const text = `watches:
  - { channel: C1A2, project: acme/shop }
  - { channel: C1A3, project: acme/shop }
  - { channel: C1A2, group: acme }`;
    expect(read(text)).toHaveLength(3);
  });

  it('may have ten thousand watches, and not one more', () => {
    const rows = Array.from({ length: 10_000 }, (_, at) => `  - { channel: C1A2, project: acme/p${at} }\n`);
    const text = `watches:\n${rows.join('')}`;
    expect(read(text)).toHaveLength(10_000);
    expect(read(`${text}  - { channel: C1A2, project: acme/more }\n`)).toEqual([
      '2:3 has 10001 watches, and takes 10000 at most',
    ]);
  });
});

describe('what is wrong is named with its place', () => {
  const QUOTES = 'what begins with `*` or `!` has to stand in quotes, such as "!old"';
  test.each<[string, string, string[]]>([
    ['an empty file', '', ['1:1 declares nothing: write `watches: []` if nothing is to be watched']],
    [
      'only comments',
      '# none\n# at all\n',
      ['1:1 declares nothing: write `watches: []` if nothing is to be watched'],
    ],
    ['a text', 'hello', ['1:1 has to begin with `watches:`, and a list of watches below']],
    ['a list', '- a', ['1:1 has to begin with `watches:`, and a list of watches below']],
    ['no list', 'watches: none', ['1:10 `watches` takes a list: write `[]` if nothing is to be watched']],
    [
      'nothing behind watches',
      'watches:\n',
      ['1:9 `watches` takes a list: write `[]` if nothing is to be watched'],
    ],
    [
      'something beside watches',
      'watchs: []',
      ['1:1 `watchs` is nothing the file has: there is `watches` alone'],
    ],
    ['tabs', 'watches:\n\t- channel: C1A2', ['2:1 is indented with a tab: use spaces']],
    ['a second document', 'watches: []\n---\na: b', ['2:1 begins a second document: leave the `---` out']],
    [
      'an open bracket',
      entry('env: [a'),
      ['4:12 is no YAML: Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ],
    ['an alias', entry('env: *old'), [`4:10 is an alias: ${QUOTES}`]],
    ['a bare star', entry('env: *'), [`4:10 is an alias: ${QUOTES}`]],
    ['a tag', entry('env: !old'), [`4:14 has a tag: ${QUOTES}`]],
    ['a tag of YAML', entry('env: !!str a'), [`4:16 has a tag: ${QUOTES}`]],
    ['an anchor', entry('env: &all [a]'), ['4:15 has an anchor (`&`): write out what is meant']],
    ['an @', entry('mention: @sec'), ['4:14 begins with what YAML keeps for itself: put it in quotes']],
    ['a key twice', entry('env: a', 'env: b'), ['5:5 says `env` again, after line 4']],
    ['a key that is a list', '? [a]\n: b', ['1:3 has a key that is no text']],
    [
      'an unknown key',
      entry('environment: a'),
      [
        '4:5 `environment` is nothing a watch has: use channel, project, group, env, tier, ref, on, by, confirm, mention, mode',
      ],
    ],
    ['a misspelt key', entry('chanel: a'), ['4:5 `chanel` is nothing a watch has: did you mean `channel`?']],
    [
      'an entry that is a text',
      'watches:\n  - acme/shop',
      ['2:5 is no watch: write `channel: C…` and `project: group/app`'],
    ],
    ['no channel', 'watches:\n  - project: acme/shop', ['2:5 names no `channel`']],
    ['no project', 'watches:\n  - channel: C1A2', ['2:5 names neither a `project` nor a `group`']],
    ['both', entry('group: acme'), ['4:5 names both a `project` and a `group`: make two watches of it']],
    [
      'a channel behind #',
      'watches:\n  - channel: #deploys\n    project: acme/shop',
      ['2:14 `channel` has no value: write its id or path (a `#` after a space begins a comment)'],
    ],
    [
      "a channel's name",
      entry().replace('C0123ABCD', 'deploys'),
      [
        "2:14 `channel` cannot be `deploys`: it takes the channel's id, such as C0123ABCD: in Slack it stands at the end of the channel's details",
      ],
    ],
    [
      'a channel that is a number',
      entry().replace('C0123ABCD', '0123'),
      [
        "2:14 `channel` cannot be `0123`: it takes the channel's id, such as C0123ABCD: in Slack it stands at the end of the channel's details",
      ],
    ],
    [
      'a direct message',
      entry().replace('C0123ABCD', 'D0123ABCD'),
      [
        "2:14 `channel` cannot be `D0123ABCD`: it takes the channel's id, such as C0123ABCD: in Slack it stands at the end of the channel's details",
      ],
    ],
    [
      'no path',
      entry().replace('acme/shop', 'acme'),
      ['3:14 `project` cannot be `acme`: write a path like group/app, its number, or its address in GitLab'],
    ],
    [
      'another host',
      entry().replace('acme/shop', 'https://evil.example.com/a/b'),
      ['3:14 `project` is an address of another host than gitlab.example.com'],
    ],
    [
      'a bad group',
      entry().replace('project: acme/shop', 'group: a b'),
      ['3:12 `group` cannot be `a b`: it takes a group of GitLab, such as acme/security'],
    ],
    [
      'an unknown event',
      entry('on: [sometimes]'),
      ['4:9 `on` cannot be `sometimes`: it takes approvals, manual, started, succeeded, failed, canceled'],
    ],
    [
      'an unknown tier',
      entry('tier: prod'),
      ['4:11 `tier` cannot be `prod`: it takes production, staging, testing, development, other'],
    ],
    [
      'a mention as deployer',
      entry('by: <@U012AB3CD>'),
      ['4:9 `by` cannot be `<@U012AB3CD>`: it takes GitLab usernames, such as `dana`'],
    ],
    [
      'a handle',
      entry('mention: "@sec"'),
      [
        '4:14 `mention` cannot be `@sec`: it takes ids of Slack, such as U012AB3CD of a person or S012AB3CD of a user group',
      ],
    ],
    [
      'a whole channel',
      entry('mention: "@here"'),
      [
        '4:14 `mention` cannot be `@here`: it takes the people or user groups a deployment concerns, such as @sec-approvers; a whole channel is never called',
      ],
    ],
    ['direct messages', entry('mode: dm'), ['4:11 `mode` cannot be `dm`: it takes message, thread']],
    ['an unknown confirmation', entry('confirm: yes'), ['4:14 `confirm` cannot be `yes`: it takes browser']],
    ['an empty list', entry('env: []'), ['4:10 `env` has no value: leave it out to have the usual']],
    ['a map as a value', entry('env: { a: b }'), ['4:10 `env` takes a text or a list of texts']],
    ['a list of lists', entry('env: [[a]]'), ['4:10 `env` takes a text or a list of texts']],
    ['several lines', entry('env: |', '  a', '  b'), ['4:10 `env` has to stand on one line']],
    [
      'the same twice',
      `${entry()}\n  - channel: C0123ABCD\n    project: ACME/Shop`,
      ['4:5 names the same channel and project as line 2: make one watch of the two'],
    ],
  ])('%s', (_what, text, problems) => {
    expect(read(text)).toEqual(problems);
  });

  it('all of it at once, in the order of the lines', () => {
    const text = `watches:
  - channel: deploys
    project: acme
    on: [sometimes]
  - group: acme
    mode: loud
other: 1`;
    expect(read(text).map((line) => (typeof line === 'string' ? line.split(' ')[0] : line))).toEqual([
      '2:14',
      '3:14',
      '4:9',
      '5:5',
      '6:11',
      '7:1',
    ]);
  });

  it('confirming in the browser where people sign in by a code', () => {
    expect(read(entry('confirm: browser'), { ...SETTINGS, mayConfirm: false })).toEqual([
      '4:14 `confirm` needs sign-ins in the browser, and `SIGN_IN` is `device`',
    ]);
  });
});

describe('a file made to be slow', () => {
  it('nests too deeply', () => {
    expect(read('['.repeat(20_000))).toEqual(['1:1 nests deeper than any file of watches']);
  });

  it('doubles itself by aliases', () => {
    const lines = [
      'a0: &a0 [x, x]',
      ...Array.from({ length: 40 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]`),
    ];
    expect(read(lines.join('\n'))).toContain(`1:9 has an anchor (\`&\`): write out what is meant`);
  });

  it('has very many keys', () => {
    const text = Array.from({ length: 30_000 }, (_, at) => `k${at}: v`).join('\n');
    expect(read(text)).toHaveLength(30_000);
  });
});
