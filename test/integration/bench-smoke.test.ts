import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';

const Results = z.object({
  quick: z.literal(true),
  seed: z.literal(7),
  reports: z.array(
    z.object({
      name: z.string(),
      rows: z.array(
        z.object({ what: z.string(), ours: z.number(), reference: z.number(), ratio: z.number() }),
      ),
    }),
  ),
});

test('a quick run of the benchmarks prints every row and fails no bound', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'results.json');
  const run = await bench(['--quick', '--seed', '7', '--json', file]);
  expect(run).toMatchObject({ code: 0, complaints: '' });
  const { reports } = Results.parse(JSON.parse(await readFile(file, 'utf8')));
  expect(reports.map(({ name, rows }) => `${name}: ${rows.length} rows`)).toEqual([
    'adapter: 6 rows',
    'poll: 5 rows',
    'pace: 6 rows',
    'command: 6 rows',
    'click: 6 rows',
    'security: 3 rows',
    'webhook: 3 rows',
    'lifecycle: 2 rows',
    'boot: 3 rows',
  ]);
  for (const { what } of reports.flatMap(({ rows }) => rows)) expect(run.output).toContain(what);
  expect(run.output).toContain('seed 7');
});

test('an unknown benchmark is refused with the ones there are', async () => {
  const run = await bench(['--only', 'adaptor']);
  expect(run.code).toBe(2);
  expect(run.complaints).toContain('there is no benchmark adaptor');
  expect(run.complaints).toContain('adapter,poll,pace,command,click,security,webhook,lifecycle,boot');
});

async function bench(args: readonly string[]): Promise<{ code: number; output: string; complaints: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/main.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? -1)));
  const [output, complaints, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { code, output, complaints };
}
