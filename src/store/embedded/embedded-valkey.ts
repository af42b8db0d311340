import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SlipwayError } from '../../core/errors.ts';
import type { Log } from '../../core/ports/time.ts';
import { removeAccess, writeAccess } from './access-file.ts';
import type { Report, StartOrder } from './messages.ts';
import { createSaver } from './saver.ts';
import { forkValkey, type ValkeyChild } from './valkey-child.ts';

/** A Redis that needs no installation. */
export interface EmbeddedValkey {
  /** `redis://:password@127.0.0.1:port`; holds the password, so it goes into no log. */
  readonly url: string;
  readonly port: number;
  /** Resolves once everything written before the call is on disk; many calls at once cost few saves. */
  save(): Promise<void>;
  /** Saves and ends. */
  stop(): Promise<void>;
}

const STOP_WITHIN_MS = 8_000;
/** How long a predecessor that is still saving, or one killed in another container, may keep the folder. */
const FOLDER_FREE_WITHIN_MS = 10_000;
const RETRY_MS = 250;
const RESTART_AFTER_MS = 1_000;

interface Settings {
  /** Absolute; `undefined`: nothing is kept. */
  readonly dataDir: string | undefined;
  readonly password: string;
  readonly log: Log;
}

/**
 * Starts Valkey, compiled to WebAssembly, in a process of its own on loopback, with a random password. It saves 30 s
 * after a change at the latest, on `save` and at `stop`; a crash loses what came after the last save. Should its process
 * die it is started again on the same port from the last save.
 *
 * `dataDir`: the folder of the dump, made where missing; `undefined` keeps everything in memory. `port`: preferred one;
 * when it is taken, or none is given, the kernel chooses.
 * @throws SlipwayError `store-unavailable` when the folder is used by another process (waited for 10 s) or the dump in it is
 *   damaged: the trail and the links in it cannot be rebuilt, so it is never overwritten
 */
export async function startEmbeddedValkey(options: {
  readonly dataDir: string | undefined;
  readonly port?: number;
  readonly log: Log;
}): Promise<EmbeddedValkey> {
  const dataDir = options.dataDir === undefined ? undefined : resolve(options.dataDir);
  if (dataDir !== undefined) await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const settings = { dataDir, password: randomBytes(24).toString('hex'), log: options.log };
  const first = await startPatiently(settings, options.port ?? 0);
  const keeper = keepAlive(first.child, first.port, settings);
  const url = `redis://:${settings.password}@127.0.0.1:${first.port}`;
  if (dataDir !== undefined) writeAccess(dataDir, url);
  return {
    url,
    port: first.port,
    save: createSaver(async () => {
      await keeper.child().save().catch(asUnavailable);
    }),
    stop: async () => {
      if (dataDir !== undefined) removeAccess(dataDir);
      await keeper.stop();
    },
  };
}

type Started = { readonly child: ValkeyChild; readonly port: number };

/** Waits for a predecessor to leave the folder, and for no taken port: any other will do. */
async function startPatiently(settings: Settings, port: number): Promise<Started> {
  const child = forkValkey(settings.log);
  const tries = FOLDER_FREE_WITHIN_MS / RETRY_MS;
  for (let tried = 0, wanted = port; ; tried += 1) {
    const report = await child.start(orderOf(settings, wanted));
    if (report.kind === 'ready') return { child, port: report.port };
    const why = report.kind === 'refused' ? report.why : 'broken';
    if (why === 'port-taken' && wanted !== 0) wanted = 0;
    else if (why === 'dir-in-use' && tried < tries) await sleep(RETRY_MS);
    else {
      await child.stop(STOP_WITHIN_MS);
      throw refused(report);
    }
  }
}

const orderOf = ({ dataDir, password }: Settings, port: number): StartOrder => ({
  kind: 'start',
  port,
  password,
  ...(dataDir === undefined ? {} : { dataDir }),
});

/** Replaces a process that died; clients find the same port and password again. */
function keepAlive(first: ValkeyChild, port: number, settings: Settings) {
  let current = first;
  let stopping = false;
  const follow = async (): Promise<void> => {
    for (;;) {
      await current.exited;
      if (stopping) return;
      settings.log.error(
        { port },
        'the embedded Valkey ended unexpectedly; starting it again from its last save',
      );
      await sleep(RESTART_AFTER_MS);
      if (stopping) return;
      const child = forkValkey(settings.log);
      const report = await child.start(orderOf(settings, port));
      if (report.kind === 'refused') await child.stop(STOP_WITHIN_MS);
      if (report.kind === 'refused')
        settings.log.error({ why: report.why }, 'the embedded Valkey did not start');
      current = child;
    }
  };
  const following = follow();
  return {
    child: () => current,
    stop: async (): Promise<void> => {
      stopping = true;
      await current.stop(STOP_WITHIN_MS);
      await following;
      // A restart may have been under way when the stop came.
      await current.stop(STOP_WITHIN_MS);
    },
  };
}

const refused = (report: Report): SlipwayError =>
  new SlipwayError('store-unavailable', {
    why: report.kind === 'refused' ? report.why : report.kind,
    detail: report.kind === 'refused' ? report.detail : undefined,
  });

function asUnavailable(cause: unknown): never {
  throw new SlipwayError('store-unavailable', { why: 'save-failed' }, { cause });
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
