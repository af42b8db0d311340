import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where pictures go: into the repository when they are to be renewed (`npm run pictures`), else out of the way. */
const picturesDir =
  process.env.UPDATE_PICTURES === '1' ? 'docs/gallery' : mkdtempSync(join(tmpdir(), 'slipway-pictures-'));

export const pictureAt = (name: string): string => join(picturesDir, `${name}.png`);
