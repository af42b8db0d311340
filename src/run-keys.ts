import { attachStore } from './attach-store.ts';
import { walkStore } from './check-keys.ts';
import { type Config, problemsInWords, readConfig } from './config.ts';
import { isError } from './core/errors.ts';
import { keyWords } from './key-words.ts';
import { createLog } from './log.ts';
import { StartError } from './open-store.ts';
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
    if (!(error instanceof StartError) && !isError(error, 'store-unavailable')) throw error;
    print(
      error instanceof StartError ? error.message : 'The store went away. Nothing is lost: run it again.',
    );
    return 1;
  }
}

async function walkAndTell(config: Config, walk: KeyWalk, print: (line: string) => void): Promise<number> {
  const store = await attachStore(config, createLog('silent'));
  try {
    const { report, keyIds } = await walkStore(config, store, walk);
    for (const line of keyWords(report, keyIds, walk)) print(line);
    return report.unreadable.size === 0 && report.stillUsed.size === 0 ? 0 : 1;
  } finally {
    await store.close();
  }
}
