import { z } from 'zod';
import { ProjectId } from '../core/ids.ts';
import type { WatchStore } from '../core/ports/stores.ts';
import type { StoreContext } from './context.ts';
import { KEYS } from './keys.ts';
import { removeLine, setLine, watchesIn } from './watch-lines.ts';

const ProjectMember = z.coerce.number().pipe(ProjectId);

const projectsIn = (members: readonly string[]): ProjectId[] =>
  members.map((member) => ProjectMember.safeParse(member).data).filter((id) => id !== undefined);

/** Who watches what. Reading costs one command, or two where a channel's watches are read. */
export function createWatchStore(ctx: StoreContext): WatchStore {
  const { call, key, afterDurableWrite } = ctx;
  const hash = key(KEYS.watches.of());
  return {
    put: async (watch) => {
      const old = await setLine(ctx, watch);
      await afterDurableWrite();
      return old;
    },
    remove: async (team, channel, project, group) => {
      const old = await removeLine(ctx, project, { team, channel, group });
      await afterDurableWrite();
      return old;
    },
    ofChannel: async (team, channel) => {
      const members = await call((redis) => redis.smembers(key(KEYS.channelWatches.of(team, channel))));
      const projects = projectsIn(members);
      if (projects.length === 0) return [];
      const texts = await call((redis) => redis.hmget(hash, ...projects.map(String)));
      const watches = await Promise.all(projects.map((project, at) => watchesIn(ctx, project, texts[at])));
      return watches
        .flat()
        .filter((one) => one.team === team && one.channel === channel && one.group === undefined);
    },
    ofProject: async (project) =>
      watchesIn(ctx, project, await call((redis) => redis.hget(hash, String(project)))),
    all: async () => {
      const texts = await call((redis) => redis.hgetall(hash));
      const projects = projectsIn(Object.keys(texts));
      const watches = projects.map((project) => watchesIn(ctx, project, texts[project]));
      return (await Promise.all(watches)).flat();
    },
  };
}
