import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { adapter } from './benchmarks/adapter.ts';
import { boot } from './benchmarks/boot.ts';
import { click } from './benchmarks/click.ts';
import { command } from './benchmarks/command.ts';
import { lifecycle } from './benchmarks/lifecycle.ts';
import { pace } from './benchmarks/pace.ts';
import { poll } from './benchmarks/poll.ts';
import { security } from './benchmarks/security.ts';
import { webhook } from './benchmarks/webhook.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { machineLine } from './report/machine.ts';
import type { Report } from './report/row.ts';
import { tableOf } from './report/table.ts';
import { type Bench, openBench } from './run/bench.ts';

const BENCHMARKS = { adapter, poll, pace, command, click, security, webhook, lifecycle, boot } as const;
/** Whatever hangs, the run ends. */
const LIMIT_MS = 15 * 60_000;

/** @returns 0, 1 when a bound is missed, 2 for a wrong call */
async function main(args: readonly string[]): Promise<number> {
  const options = tryRead(args);
  if (options === undefined) return 2;
  const started = performance.now();
  const machine = machineLine();
  console.log(`${machine}\nseed ${options.seed}${options.quick ? ' · quick: the figures mean nothing' : ''}`);
  const bench = await openBench(options);
  const alarm = setTimeout(() => {
    console.error('the benchmarks take too long and are given up');
    void bench.close().finally(() => process.exit(1));
  }, LIMIT_MS);
  try {
    const reports = await runAll(bench, options);
    await assertKnown(bench);
    console.log(`\n${((performance.now() - started) / 1_000).toFixed(0)} s`);
    const record = {
      machine,
      at: new Date().toISOString(),
      seed: options.seed,
      quick: options.quick,
      reports,
    };
    if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(record, undefined, 2)}\n`);
    return reports.some(({ rows }) => rows.some(({ verdict }) => verdict === 'missed')) ? 1 : 0;
  } finally {
    clearTimeout(alarm);
    await bench.close();
  }
}

function tryRead(args: readonly string[]): Options | undefined {
  try {
    const options = readOptions(args);
    const wrong = options.only.find((name) => !Object.hasOwn(BENCHMARKS, name));
    if (wrong === undefined) return options;
    console.error(`there is no benchmark ${wrong}\n${USAGE}`);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
  return undefined;
}

async function runAll(bench: Bench, { only }: Options): Promise<Report[]> {
  const reports: Report[] = [];
  for (const [name, run] of Object.entries(BENCHMARKS)) {
    if (only.length > 0 && !only.includes(name)) continue;
    const report = await run(bench);
    console.log(tableOf(report));
    reports.push(report);
  }
  return reports;
}

/** A request the stand-ins do not know would be measured as a refusal. */
async function assertKnown(bench: Bench): Promise<void> {
  const unknown = await bench.world.call('unknown', null, z.array(z.string()));
  if (unknown.length > 0)
    throw new Error(`the stand-ins were asked for more than they know: ${unknown.join(', ')}`);
}

process.exitCode = await main(process.argv.slice(2));
