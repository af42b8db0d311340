#!/usr/bin/env node
import { randomBytes } from 'node:crypto';
import { startApp } from './app.ts';
import { runAudit } from './audit/run-audit.ts';
import { manifestSettings, problemsInWords, readConfig } from './config.ts';
import { secretsOf } from './config-secrets.ts';
import { runDoctor } from './doctor/doctor.ts';
import { createLog } from './log.ts';
import { slackManifest } from './manifest.ts';
import { StartError } from './open-store.ts';
import { systemClock } from './real-world.ts';
import { runKeys } from './run-keys.ts';
import { runSandbox } from './run-sandbox.ts';
import type { KeyWalk } from './store/walk-keys.ts';

const USAGE = `slipway – run GitLab deployments from Slack

  slipway start           run the bot with the settings of the environment
  slipway doctor          check every setting, credential and connection, and say how to mend each
  slipway manifest        print the Slack app manifest for these settings
  slipway keys generate   print a fresh key for TOKEN_KEYS
  slipway keys check      tell what is encrypted with which key, and which key may be dropped
  slipway keys rotate     re-encrypt everything with the first key; safe to repeat, beside a running bot too
                          --forget-unreadable also removes connections whose key is lost
  slipway audit export    write the audit trail as JSON lines or CSV
                          --format jsonl|csv, --from, --to (times such as 2026-01-31 or 30d), --out <file>
  slipway audit verify    tell every altered, dropped or reordered line; exit code 1 if there is one
                          --head <seq>:<hash> as noted earlier, --file <export.jsonl>
  slipway sandbox         try everything on this machine: no account, no setting`;

const KEY_WALKS: ReadonlyMap<string, KeyWalk> = new Map([
  ['check', 'look'],
  ['rotate', 'rotate'],
  ['rotate --forget-unreadable', 'forget'],
]);

/** Ends with 0 after a clean stop, 1 when it cannot start, 2 for a wrong call. */
async function main(args: readonly string[]): Promise<number> {
  const [command] = args;
  switch (command) {
    case 'start':
      return start();
    case 'doctor':
      return runDoctor(process.env, (line) => console.log(line));
    case 'manifest':
      console.log(JSON.stringify(slackManifest(manifestSettings(process.env)), undefined, 2));
      return 0;
    case 'sandbox':
      return runSandbox();
    case 'keys':
      return keys(args.slice(1).join(' '));
    case 'audit':
      return runAudit(args.slice(1), process.env, {
        out: process.stdout,
        say: (line) => console.error(line),
        clock: systemClock,
      });
    case 'help':
    case '--help':
      console.log(USAGE);
      return 0;
  }
  return usage();
}

async function keys(words: string): Promise<number> {
  const walk = KEY_WALKS.get(words);
  if (walk !== undefined) return runKeys(process.env, walk, (line) => console.log(line));
  if (words !== 'generate') return usage();
  console.log(randomBytes(32).toString('base64'));
  return 0;
}

function usage(): number {
  console.error(USAGE);
  return 2;
}

async function start(): Promise<number> {
  const read = readConfig(process.env);
  if (!read.ok) {
    console.error(problemsInWords(read.problems));
    return 1;
  }
  const log = createLog(read.config.logLevel, undefined, secretsOf(read.config));
  // A defect of ours, told to the operator. It ends no process: every step can be repeated, and others' clicks go on.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a failure was handled by nobody'));
  // Node's own words would hold whatever hangs on the error: a command's arguments, a request's headers.
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'a defect ends this process');
    process.exit(1);
  });
  const asked = untilAsked();
  try {
    const app = await Promise.race([startApp(read.config, { log }), asked]);
    // Asked to stop while still starting: nothing has begun that needs an end.
    if (app === undefined) return 0;
    await asked;
    log.info({}, 'stopping');
    await app.stop();
    return 0;
  } catch (error) {
    if (error instanceof StartError) console.error(error.message);
    else log.error({ err: error }, 'Slipway could not start');
    return 1;
  }
}

/** Resolves at SIGTERM or SIGINT. */
const untilAsked = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });

process.exitCode = await main(process.argv.slice(2));
// What is still open now, a hung connection of somebody else's for example, must not keep the process.
process.exit();
