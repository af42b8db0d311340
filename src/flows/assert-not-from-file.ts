import { SlipwayError } from '../core/errors.ts';
import { isFromFile, type Watch } from '../core/watch.ts';

/**
 * Refuses what would change or end a watch that stands in the operators' file: whatever was done to it by command would be
 * undone at the next start.
 * @param watch as it stands now; `undefined` where there is none
 * @throws SlipwayError `watch-from-file`
 */
export function assertNotFromFile(watch: Pick<Watch, 'madeBy' | 'projectPath'> | undefined): void {
  if (watch !== undefined && isFromFile(watch))
    throw new SlipwayError('watch-from-file', { project: watch.projectPath });
}
