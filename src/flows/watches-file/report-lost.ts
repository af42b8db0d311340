import { declaredPath, type FileWatch, isSameDeclaration } from '../../core/declared-watch.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { tellOperators } from '../trouble.ts';
import { holdFile } from './declare.ts';

const MOST_NAMED = 5;

/**
 * Tells the operators, in one message, of which declared watches nothing can come, and notes it as told.
 * @param lost with what is wrong with them
 * @throws SlipwayError where Slack may take it later: then it is told the next time; `busy-elsewhere`, `store-unavailable`
 */
export async function reportLost(ports: Ports, lost: readonly FileWatch[]): Promise<void> {
  if (lost.length === 0) return;
  await holdFile(ports, async () => {
    const news = await untold(ports, lost);
    if (news.length === 0) return;
    const watched = news.slice(0, MOST_NAMED).map(declaredPath);
    const more = news.length > MOST_NAMED ? news.length - MOST_NAMED : undefined;
    await tellOperators(ports, 'file-watches-lost', { watched, more });
    for (const declared of news) await ports.fileWatches.put(declared);
  });
}

/** Those that still are declared so, and that no other process told of meanwhile. */
async function untold({ fileWatches }: Ports, lost: readonly FileWatch[]): Promise<readonly FileWatch[]> {
  const known = await Promise.all(lost.map((declared) => fileWatches.get(declared)));
  return lost.filter((declared, at) => {
    const now = known[at];
    return (
      now !== undefined && isSameDeclaration(now, declared) && now.trouble?.code !== declared.trouble?.code
    );
  });
}
