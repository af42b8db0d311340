import { walkStore } from './check-keys.ts';
import { type Config, problemsInWords, readConfig } from './config.ts';
import { isError } from './core/errors.ts';
import { keyWords } from './key-words.ts';
import { createLog } from './log.ts';
import { openStore, StartError } from './open-store.ts';
import type { KeyWalk } from './store/walk-keys.ts';

/**
 * `slipway keys check` and `slipway keys rotate`: tells how the sealed values stand, and seals them with the first key.
 * @returns exit code: 0 when everything is readable and sealed with the first key, 1 otherwise
 */
export async function runKeys(
  environment: Readonly<Record<string, string | undefined>>,
  walk: KeyWalk,
  print: (line: string) => void,
): Promise<number> {
  const read = readConfig(environment);
  if (!read.ok) {
    print(problemsInWords(read.problems));
    return 1;
  }
  try {
    return await walkAndTell(read.config, walk, print);
  } catch (error) {
    print(remedyOf(error, read.config));
    return 1;
  }
}

async function walkAndTell(config: Config, walk: KeyWalk, print: (line: string) => void): Promise<number> {
  const store = await openStore(config, createLog('silent'));
  try {
    const { report, keyIds } = await walkStore(config, store, walk);
    for (const line of keyWords(report, keyIds, walk)) print(line);
    return report.unreadable.size === 0 && report.stillUsed.size === 0 ? 0 : 1;
  } finally {
    await store.close();
  }
}

function remedyOf(error: unknown, config: Config): string {
  if (error instanceof StartError) return error.message;
  const isAway = isError(error, 'store-unavailable');
  if (config.redisUrl !== undefined) {
    if (!isAway) throw error;
    return 'Redis does not answer: check REDIS_URL. Nothing is lost; run it again.';
  }
  return isAway && error.facts.why === 'dir-in-use'
    ? `The bot uses ${config.dataDir}: stop it first, or restart it, which re-encrypts everything with the first key at start.`
    : `The embedded store cannot be opened: make ${config.dataDir} a folder Slipway may write to.`;
}
