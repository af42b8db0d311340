import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CAPABILITIES } from '../../src/handlers/capabilities.ts';
import { createRegistry } from '../../src/handlers/registry.ts';

const HANDLERS = join(import.meta.dirname, '..', '..', 'src', 'handlers');
const all = new Set<unknown>([...CAPABILITIES.commands, ...CAPABILITIES.actions, ...CAPABILITIES.views]);

/** Every file of a folder, from `src/handlers`; whatever is no capability has no place there. */
const filesIn = (folder: string): string[] =>
  readdirSync(join(HANDLERS, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(HANDLERS.length + 1))
    .sort();

const files = ['commands', 'actions', 'views'].flatMap(filesIn);

it.each(files)('%s exports one capability, and it is registered', async (file) => {
  const module: Record<string, unknown> = await import(join(HANDLERS, file));
  const exported = Object.values(module);
  expect(exported).toHaveLength(1);
  expect(all.has(exported[0])).toBe(true);
});

it('every capability has a file', () => {
  expect(all.size).toBe(files.length);
});

it.each(filesIn('commands'))('%s is named for its command', async (file) => {
  const [, root, name] = file.split('/');
  const spec = CAPABILITIES.commands.find((one) => one.root === root && `${one.name}.ts` === name);
  expect(spec).toBeDefined();
});

it('all of them make a registry', () => {
  expect(() => createRegistry(CAPABILITIES)).not.toThrow();
});

const [first] = CAPABILITIES.commands;

it.each([
  [
    'declared twice',
    { commands: [first, first] },
    `command "${first?.root} ${first?.name}" is declared twice`,
  ],
  ['named badly', { commands: [{ ...first, name: 'Bad Name' }] }, `command "${first?.root} Bad Name"`],
  ['without anything to run', { commands: [{ ...first, run: undefined, act: undefined }] }, 'exactly one of'],
  ['with a full stop', { commands: [{ ...first, summary: 'Shows it.' }] }, 'without a full stop'],
])('a capability %s stops the start, by name', (_what, { commands }, problem) => {
  const known = commands.filter((spec) => spec !== undefined);
  // One of the rows leaves out what the type demands, as a slip in a spec would.
  const bad = known as (typeof CAPABILITIES)['commands'];
  expect(() => createRegistry({ commands: bad, actions: [], views: [] })).toThrow(problem);
});
