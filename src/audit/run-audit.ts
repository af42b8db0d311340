import type { Writable } from 'node:stream';
import { attachStore } from '../attach-store.ts';
import { type Config, problemsInWords, readConfig } from '../config.ts';
import { isError } from '../core/errors.ts';
import type { Clock } from '../core/ports/time.ts';
import { createLog } from '../log.ts';
import { StartError } from '../open-store.ts';
import { systemChance } from '../real-world.ts';
import { createSealer } from '../store/sealer.ts';
import { createStores } from '../store/stores.ts';
import { AUDIT_USAGE, type AuditCall, parseAuditCall, WrongCall } from './arguments.ts';
import { exportTrail } from './export-trail.ts';
import { verifyExport, verifyStoredTrail } from './verify-trail.ts';

/** Where the command speaks. */
export interface AuditConsole {
  /** What was asked for. */
  readonly out: Writable;
  /** Everything else. */
  readonly say: (line: string) => void;
  readonly clock: Clock;
}

/**
 * `slipway audit export` and `slipway audit verify`. Both only read, beside a running bot too.
 * @param args what follows `audit`
 * @returns exit code: 0 done and unbroken, 1 broken or not possible now, 2 a wrong call
 */
export async function runAudit(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  { out, say, clock }: AuditConsole,
): Promise<number> {
  const print = (line: string): void => void out.write(`${line}\n`);
  try {
    const call = parseAuditCall(args, clock.now());
    if (call.command === 'verify' && call.file !== undefined)
      return await verifyExport(call.file, call.head, print);
    const read = readConfig(environment);
    if (!read.ok) {
      say(problemsInWords(read.problems));
      return 1;
    }
    return await onTrail(call, read.config, { out, say, clock }, print);
  } catch (error) {
    if (error instanceof WrongCall) {
      say(`slipway audit: ${error.message}\n\n${AUDIT_USAGE}`);
      return 2;
    }
    if (error instanceof StartError) say(error.message);
    else if (isError(error, 'store-unavailable'))
      say('Redis went away on the way: nothing is lost, run it again.');
    else throw error;
    return 1;
  }
}

async function onTrail(
  call: AuditCall,
  config: Config,
  { out, say }: AuditConsole,
  print: (line: string) => void,
): Promise<number> {
  const log = createLog('silent');
  const store = await attachStore(config, log);
  try {
    const { audit } = createStores({
      redis: store.redis,
      prefix: config.redisPrefix,
      sealer: createSealer(config.tokenKeys),
      chance: systemChance,
      log,
      host: new URL(config.gitlab.url).host,
      afterDurableWrite: store.save,
    });
    if (call.command === 'verify') return await verifyStoredTrail(audit, call.head, print);
    await exportTrail(audit, call, out, say);
    return 0;
  } finally {
    await store.close();
  }
}
