import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';

/** One import or re-export of a file. */
export interface Import {
  /** As it is written. */
  readonly specifier: string;
  /** The file it leads to, from the repository's root; `undefined` for a package. */
  readonly file: string | undefined;
  /** Whether nothing of it is left at run time. */
  readonly typeOnly: boolean;
  /** The names taken from it; empty for a default or a whole import. */
  readonly names: readonly string[];
  readonly reExport: boolean;
}

export interface Source {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

const ROOT = join(import.meta.dirname, '..', '..');

/** Every TypeScript file under these folders, parsed. */
export function sourcesIn(...folders: string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/u.test(name) && !name.endsWith('.d.ts'))
      .map((name) => parse(posix.join(folder, name.replaceAll('\\', '/')))),
  );
}

/** Every TypeScript file of the repository. */
export const allSources = (): Source[] =>
  sourcesIn(...['src', 'sandbox', 'scripts', 'bench', 'test'].filter((name) => existsSync(join(ROOT, name))));

function parse(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  const imports: Import[] = [];
  walk(tree, (node) => {
    const found = importOf(node);
    if (found === undefined) return;
    const relative = found.specifier.startsWith('.');
    const file = relative ? posix.normalize(posix.join(dirname(path), found.specifier)) : undefined;
    imports.push({ ...found, file });
  });
  return { path, tree, imports };
}

/** Calls `visit` for the node and everything below it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** `path:line` of a node. */
export function placeOf(source: Source, node: ts.Node): string {
  return `${source.path}:${source.tree.getLineAndCharacterOfPosition(node.getStart(source.tree)).line + 1}`;
}

function importOf(node: ts.Node): Omit<Import, 'file'> | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const clause = node.importClause;
    const bindings = clause?.namedBindings;
    const names = bindings !== undefined && ts.isNamedImports(bindings) ? [...bindings.elements] : [];
    const allTypes = names.length > 0 && clause?.name === undefined && names.every((name) => name.isTypeOnly);
    return {
      specifier: node.moduleSpecifier.text,
      typeOnly: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || allTypes,
      names: names.map((name) => (name.propertyName ?? name.name).text),
      reExport: false,
    };
  }
  if (
    ts.isExportDeclaration(node) &&
    node.moduleSpecifier !== undefined &&
    ts.isStringLiteral(node.moduleSpecifier)
  ) {
    return { specifier: node.moduleSpecifier.text, typeOnly: node.isTypeOnly, names: [], reExport: true };
  }
  return dynamicImportOf(node);
}

/** `import('x')` as an expression, and `import('x').Y` as a type. */
function dynamicImportOf(node: ts.Node): Omit<Import, 'file'> | undefined {
  const isCall = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const argument = isCall
    ? node.arguments[0]
    : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
      ? node.argument.literal
      : undefined;
  if (argument === undefined || !ts.isStringLiteral(argument)) return undefined;
  return { specifier: argument.text, typeOnly: !isCall, names: [], reExport: false };
}
