import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';

/**
 * Runs the sandbox as `npm run sandbox` does, on a free port, with nothing configured.
 * @returns the address it prints
 */
export async function startSandboxProcess(): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', SANDBOX_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null && child.kill('SIGTERM')) await ended;
  });
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (part: Buffer): void => {
      printed += part.toString();
      const address = /Open (http:\/\/127\.0\.0\.1:\d+)/u.exec(printed)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}:\n${printed}`)));
  });
}
