import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildTrusting } from './trusting-build.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The project as JavaScript, in a folder of its own. */
export interface Build {
  /** `src/main.js` and so on. */
  readonly file: (path: string) => string;
  readonly remove: () => void;
}

/**
 * Compiles `src` and `bench` with the options of the real build, so that no child pays for a TypeScript loader. The
 * folder lies below node_modules, where packages are found and git does not look.
 * @throws Error when the compiler wrote nothing
 */
export function build(): Build {
  const cache = join(ROOT, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const out = mkdtempSync(join(cache, 'slipway-bench-'));
  const remove = (): void => rmSync(out, { recursive: true, force: true });
  const file = (path: string): string => join(out, path);
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const done = spawnSync(process.execPath, [compiler, '-p', join(ROOT, 'bench'), '--outDir', out], {
    encoding: 'utf8',
  });
  if (!existsSync(file('src/main.js'))) {
    remove();
    throw new Error(`the build failed: ${done.stdout}${done.stderr}`);
  }
  cpSync(join(ROOT, 'src/store/lua'), file('src/store/lua'), { recursive: true });
  // The version stands there.
  cpSync(join(ROOT, 'package.json'), file('package.json'));
  liftAllowance(file('src/handlers/pace.js'));
  buildTrusting(file);
  return { file, remove };
}

const ALLOWANCE = /burst: \d+, perSecond: \d+/u;

/** One person clicks for all of them here, and would soon be told to slow down. The allowance is counted all the same. */
function liftAllowance(path: string): void {
  const text = readFileSync(path, 'utf8');
  if (!ALLOWANCE.test(text)) throw new Error(`${path} no longer says what one person may ask for`);
  writeFileSync(path, text.replace(ALLOWANCE, 'burst: 1_000_000, perSecond: 1_000_000'));
}
