import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Starts the sandbox that belongs to the source checkout. It is no part of the built package: it holds stand-ins, not
 * the product.
 * @returns the sandbox's exit code
 */
export function runSandbox(): Promise<number> {
  const main = fileURLToPath(new URL('../sandbox/main.ts', import.meta.url));
  if (!existsSync(main)) {
    console.error('The sandbox comes with the source: clone the repository, then npm ci && npm run sandbox.');
    return Promise.resolve(1);
  }
  const child = spawn(process.execPath, ['--import', 'tsx', main], { stdio: 'inherit' });
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1));
    child.once('error', () => resolve(1));
  });
}
