import ts from 'typescript';
import { expect, it } from 'vitest';
import { placeOf, type Source, sourcesIn, walk } from './sources.ts';

const src = sourcesIn('src');

/** The places where `matches` says yes, each file once. */
function filesWith(matches: (node: ts.Node, source: Source) => boolean): string[] {
  const found = new Set<string>();
  for (const source of src)
    walk(source.tree, (node) => {
      if (matches(node, source)) found.add(source.path);
    });
  return [...found].toSorted();
}

const calls = (node: ts.Node, name: string): boolean =>
  ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name;

it('the bot’s own token is given to two clients: the watcher, and the one with which doctor looks', () => {
  expect(filesWith((node) => calls(node, 'staticCredential'))).toEqual([
    'src/build-ports.ts',
    'src/doctor/reader.ts',
  ]);
});

/** Every method that GitLab's port has to change something. */
const WRITES = new Set([
  'create',
  'update',
  'delete',
  'decide',
  'stop',
  'stopStale',
  'deleteReviewApps',
  'play',
  'retry',
  'test',
]);

/** `watcher.deployments.decide`, however it is come by: the text before the method speaks of the watcher. */
const writesWithTheWatcher = (node: ts.Node): boolean =>
  ts.isPropertyAccessExpression(node) &&
  WRITES.has(node.name.text) &&
  /\bwatcher\b/u.test(node.expression.getText());

it('nothing is written through the watcher', () => {
  expect(filesWith(writesWithTheWatcher)).toEqual([]);
});

it('whatever carries out an act of a person takes GitLab from asPerson, and never the watcher', () => {
  const writers = filesWith(
    (node, { path }) =>
      path.startsWith('src/flows/') &&
      ts.isPropertyAccessExpression(node) &&
      WRITES.has(node.name.text) &&
      /^(?:context\.)?api\.(?:deployments|environments|jobs|hooks)$/u.test(node.expression.getText()),
  );
  expect(writers.length).toBeGreaterThan(5);
  const withWatcher = src
    .filter(({ path, tree }) => writers.includes(path) && /\bwatcher\b/u.test(tree.text))
    .map(({ path }) => path);
  expect(withWatcher).toEqual([]);
});

/** What names a secret that somebody may try to guess from outside. */
const SECRET = /(?:secret|signature|password|cookie|verifier|(?<!un)browser)$/iu;

const isPlain = (node: ts.Expression): boolean =>
  ts.isLiteralExpression(node) || /^(?:undefined|null|true|false)$/u.test(node.getText());

/** A comparison that ends at the first difference tells by its time how much was right. */
function comparesSecrets(node: ts.Node): boolean {
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  if (kind !== ts.SyntaxKind.EqualsEqualsEqualsToken && kind !== ts.SyntaxKind.ExclamationEqualsEqualsToken)
    return false;
  if (isPlain(node.left) || isPlain(node.right)) return false;
  return SECRET.test(node.left.getText()) || SECRET.test(node.right.getText());
}

it('no secret that comes from outside is compared but in constant time', () => {
  const places = src.flatMap((source) => {
    const found: string[] = [];
    walk(source.tree, (node) => {
      if (comparesSecrets(node)) found.push(placeOf(source, node));
    });
    return found;
  });
  expect(places).toEqual([]);
});

it('what proves a webhook or a browser is compared in constant time, over digests of one length', () => {
  for (const path of ['src/core/hook-proof.ts', 'src/flows/browser-sign-in.ts']) {
    const text = src.find((source) => source.path === path)?.tree.text ?? '';
    expect(text, path).toMatch(/timingSafeEqual\(/u);
    expect(text, path).toMatch(/createHash\('sha256'\)/u);
  }
});
