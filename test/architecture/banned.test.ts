import ts from 'typescript';
import { expect, it } from 'vitest';
import { allSources, placeOf, type Source, sourcesIn, walk } from './sources.ts';

/** What reaches past the arguments of a function, and the one place where it may. */
const GLOBALS: { readonly what: string; readonly homes: readonly string[] }[] = [
  { what: 'Date.now', homes: ['src/real-world.ts'] },
  { what: 'new Date()', homes: [] },
  { what: 'performance.now', homes: [] },
  { what: 'Math.random', homes: ['src/real-world.ts'] },
  { what: 'randomUUID', homes: [] },
  { what: 'getRandomValues', homes: [] },
  // Secrets and nonces, which no test may foresee: a token, a printed key, a nonce, the embedded store's password.
  {
    what: 'randomBytes',
    homes: [
      'src/real-world.ts',
      'src/main.ts',
      'src/store/sealer.ts',
      'src/store/embedded/embedded-valkey.ts',
    ],
  },
  { what: 'process.env', homes: ['src/main.ts'] },
  {
    what: 'fetch',
    homes: ['src/gitlab/client.ts', 'src/doctor/callback.ts', 'src/doctor/clock.ts', 'src/doctor/webhook.ts'],
  },
  // The command line, and a process of its own that has no other way to the operator.
  { what: 'console', homes: ['src/main.ts', 'src/run-sandbox.ts', 'src/store/embedded/server.ts'] },
];

const src = sourcesIn('src');
const everything = allSources();

/** The places of `sources` where `matches` says yes. */
function places(sources: readonly Source[], matches: (node: ts.Node) => boolean): string[] {
  return sources.flatMap((source) => {
    const found: string[] = [];
    walk(source.tree, (node) => {
      if (matches(node)) found.push(placeOf(source, node));
    });
    return found;
  });
}

/** How a node speaks of a global: `Date.now`, `new Date()`, or a bare name that is called. */
function globalOf(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const name = `${node.expression.text}.${node.name.text}`;
    return node.expression.text === 'console' ? 'console' : /crypto\./u.test(name) ? node.name.text : name;
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date') {
    return (node.arguments ?? []).length === 0 ? 'new Date()' : undefined;
  }
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) ? node.expression.text : undefined;
}

it.each(GLOBALS)('$what has one home', ({ what, homes }) => {
  const strangers = places(
    src.filter((source) => !homes.includes(source.path)),
    (node) => globalOf(node) === what,
  );
  expect(strangers).toEqual([]);
});

it.each(GLOBALS.filter(({ homes }) => homes.length > 0))('each home of $what still uses it', (row) => {
  const used = row.homes.filter((home) =>
    src.some(
      (source) => source.path === home && places([source], (n) => globalOf(n) === row.what).length > 0,
    ),
  );
  expect(used).toEqual(row.homes);
});

it('the sandbox reads its environment in one file', () => {
  const readers = places(
    sourcesIn('sandbox').filter((source) => source.path !== 'sandbox/main.ts'),
    (node) => globalOf(node) === 'process.env',
  );
  expect(readers).toEqual([]);
});

it('nothing is typed any', () => {
  expect(places(everything, (node) => node.kind === ts.SyntaxKind.AnyKeyword)).toEqual([]);
});

it('no check of the compiler or the linter is switched off in passing', () => {
  const off = /@ts-(ignore|nocheck)|(biome-ignore-all|oxlint-disable)/u;
  const silenced = everything.filter(
    (source) => source.path !== 'test/architecture/banned.test.ts' && off.test(source.tree.text),
  );
  expect(silenced.map((source) => source.path)).toEqual([]);
});

it('no module is replaced in a test: the outside world comes in by argument or over the wire', () => {
  const replacing = new Set(['vi.mock', 'vi.doMock', 'vi.hoisted', 'vi.stubGlobal']);
  expect(places(everything, (node) => replacing.has(globalOf(node) ?? ''))).toEqual([]);
});

it('no test is skipped or singled out', () => {
  const left = new Set([
    'it.only',
    'test.only',
    'describe.only',
    'it.skip',
    'test.skip',
    'describe.skip',
    'it.todo',
  ]);
  expect(places(everything, (node) => left.has(globalOf(node) ?? ''))).toEqual([]);
});
