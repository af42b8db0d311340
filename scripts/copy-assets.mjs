// Copies what tsc leaves behind and the built program reads at run time: the Lua scripts.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

for (const name of readdirSync('src', { recursive: true })) {
  if (!name.endsWith('.lua')) continue;
  const target = join('dist', name);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(join('src', name), target);
}
