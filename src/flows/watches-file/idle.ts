import type { FileWatch } from '../../core/declared-watch.ts';
import type { Ports } from '../../core/ports/ports.ts';

/**
 * What the file declares and nothing comes of, since GitLab was not asked yet or the bot may not read it.
 * @throws SlipwayError `store-unavailable`
 */
export async function idleWatches({
  fileWatches,
}: Pick<Ports, 'fileWatches'>): Promise<readonly FileWatch[]> {
  const all = await fileWatches.all();
  return all.filter(({ id, trouble }) => id === undefined || trouble !== undefined);
}
