import { expect, test } from 'vitest';
import type { DeclaredWatch } from '../../../src/core/declared-watch.ts';
import { SlipwayError } from '../../../src/core/errors.ts';
import { ChannelId } from '../../../src/core/ids.ts';
import type { Ports } from '../../../src/core/ports/ports.ts';
import { declareWatches } from '../../../src/flows/watches-file/declare.ts';
import { settleFile } from '../../../src/flows/watches-file/settle.ts';
import { startFileWorld } from '../../support/watches-file.ts';
import { SHOP } from '../../support/world.ts';

const FAST = { settlePost: { afterMs: 60, againMs: 30 }, settleDecisionMs: 300 };

class Died extends Error {}

/** These ports, of which the call number `at` is carried out, and nobody lives to see its end. */
function dyingAt(ports: Ports, at: number): { ports: Ports; died: () => boolean } {
  let calls = 0;
  const dying = <T extends object>(part: T): T =>
    new Proxy(part, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]): Promise<unknown> => {
          if (calls >= at) throw new Died();
          calls += 1;
          const answer: unknown = await Reflect.apply(value, target, args);
          if (calls >= at) throw new Died();
          return answer;
        };
      },
    });
  const { watches, groupWatches, fileWatches, audit, posts, messages, polls } = ports;
  const parts = { watches, groupWatches, fileWatches, audit, posts, messages, polls };
  const mortal = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, dying(part)]));
  return { ports: { ...ports, ...mortal }, died: () => calls >= at };
}

const declared = (channel: string, kind: 'project' | 'group', environment: string): DeclaredWatch => ({
  channel: ChannelId.parse(channel),
  of: kind === 'project' ? { kind, ref: SHOP } : { kind, ref: 'acme' },
  rule: { environments: [environment], on: ['approvals'] },
});

test.each(['project', 'group'] as const)(
  'wherever a process dies while it does what the file says of a %s, the next one ends it, and all is told once',
  async (kind) => {
    const world = await startFileWorld({ overrides: { settings: FAST } });
    const { ports } = await world.start(undefined);
    const finish = () => expect.poll(() => settleFile(ports), { timeout: 10_000 }).toBe(true);
    let told = 0;
    for (let at = 1; ; at += 1) {
      const mortal = dyingAt(ports, at);
      await declareWatches(ports, [declared(world.channel.id, kind, `env-${at}`)]);
      await settleFile(mortal.ports).catch(() => undefined);
      await finish();
      told += 1;
      expect(world.told(), `it died at ${at}`).toHaveLength(told);
      expect(await world.trail(), `it died at ${at}`).toHaveLength(told);
      if (!mortal.died()) break;
      await declareWatches(ports, []);
      await settleFile(dyingAt(ports, at).ports).catch(() => undefined);
      await finish();
      told += 1;
      expect(world.told(), `it ended, dying at ${at}`).toHaveLength(told);
      expect(await world.trail(), `it ended, dying at ${at}`).toHaveLength(told);
    }
    expect(told).toBeGreaterThan(20);
  },
);

/** These ports, where GitLab is asked for a project by `get` alone. */
const asking = (ports: Ports, get: Ports['watcher']['projects']['get']): Ports => ({
  ...ports,
  watcher: { ...ports.watcher, projects: { ...ports.watcher.projects, get } },
});

test('what another process reads meanwhile goes before what this one read', async () => {
  const world = await startFileWorld();
  const { ports } = await world.start(undefined);
  await declareWatches(ports, [declared(world.channel.id, 'project', 'old')]);

  const overtaken = asking(ports, async (ref) => {
    await declareWatches(ports, [declared(world.channel.id, 'project', 'new')]);
    return ports.watcher.projects.get(ref);
  });
  await settleFile(overtaken);

  expect(await ports.watches.all()).toEqual([]);
  await settleFile(ports);
  expect(await world.toldLast(1)).toContain('for environment new');
});

test('a project written in another way is not let go of while GitLab cannot say which it is', async () => {
  const world = await startFileWorld();
  const { ports } = await world.start(undefined);
  const shop = declared(world.channel.id, 'project', 'production');
  await declareWatches(ports, [shop]);
  await settleFile(ports);
  const id = (await ports.watches.all())[0]?.project;
  await declareWatches(ports, [{ ...shop, of: { kind: 'project', ref: id ?? '' } }]);

  const away = asking(ports, () => Promise.reject(new SlipwayError('gitlab-down')));
  expect(await settleFile(away)).toBe(false);
  expect(await ports.watches.all()).toMatchObject([{ project: id }]);
  expect(await settleFile(ports)).toBe(true);
  expect(await ports.watches.all()).toMatchObject([{ project: id }]);
  expect(world.told()).toHaveLength(1);
});
