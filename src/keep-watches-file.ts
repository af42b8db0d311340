import type { Ports } from './core/ports/ports.ts';
import { declareWatches } from './flows/watches-file/declare.ts';
import { settleFile } from './flows/watches-file/settle.ts';
import type { Parts } from './parts.ts';

const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 300_000;

/**
 * Takes over what the file of watches says, and makes it so beside the start: again and again, ever more rarely, until all
 * of it is done. Without a file, whatever one declared earlier ends.
 * @throws SlipwayError `store-unavailable`, `busy-elsewhere`
 */
export async function keepWatchesFile({ config, log, stopper }: Parts, ports: Ports): Promise<void> {
  await declareWatches(ports, config.watches ?? []);
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const settle = async (retryMs: number): Promise<void> => {
    try {
      if (await settleFile(ports)) return;
    } catch (error) {
      log.warn({ err: error }, 'what the file of watches says could not be done yet');
    }
    const next = (): void => stopper.track(settle(Math.min(2 * retryMs, LONGEST_RETRY_MS)));
    if (!isOver) timer = setTimeout(next, retryMs);
  };
  stopper.add('watches file', () => {
    isOver = true;
    clearTimeout(timer);
    return Promise.resolve();
  });
  stopper.track(settle(FIRST_RETRY_MS));
}
