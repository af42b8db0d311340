import { z } from 'zod';
import { ChannelId, ProjectId, TeamId } from '../core/ids.ts';
import type { WatchStore } from '../core/ports/stores.ts';
import { Watch } from '../core/watch.ts';
import type { StoreContext } from './context.ts';
import { jsonOf } from './json.ts';
import { KEYS } from './keys.ts';
import { loadScript } from './script.ts';
import { textOf, transaction } from './transaction.ts';

const removeWatch = loadScript('remove-watch');

/** A watch's name within its project. */
const fieldOf = (team: TeamId, channel: ChannelId): string => `${team}/${channel}`;

const Field = z
  .string()
  .transform((field) => field.split('/'))
  .pipe(z.tuple([TeamId, ChannelId]));
const ProjectMember = z.coerce.number().pipe(ProjectId);

/** Who watches what. Reading costs one command, plus one per match where a channel's watches are read. */
export function createWatchStore(ctx: StoreContext): WatchStore {
  const { call, key, rows, afterDurableWrite } = ctx;
  const keysOf = (team: TeamId, channel: ChannelId, project: ProjectId): [string, string, string] => [
    key(KEYS.watches.of(project)),
    key(KEYS.channelWatches.of(team, channel)),
    key(KEYS.watchedProjects.of()),
  ];
  const drop = (team: TeamId, channel: ChannelId, project: ProjectId): Promise<unknown> =>
    call((redis) => removeWatch(redis, keysOf(team, channel, project), [fieldOf(team, channel), project]));
  const parse = (project: ProjectId, field: string, text: string): Promise<Watch | undefined> =>
    rows.parse(`${KEYS.watches.of(project)}:${field}`, text, Watch, async () => {
      const name = Field.safeParse(field).data;
      if (name !== undefined) await drop(...name, project);
      else await call((redis) => redis.hdel(key(KEYS.watches.of(project)), field));
    });
  const projectsOf = async (relative: string): Promise<ProjectId[]> => {
    const members = await call((redis) => redis.smembers(key(relative)));
    return members.map((member) => ProjectMember.safeParse(member).data).filter((id) => id !== undefined);
  };
  return {
    put: async (watch) => {
      const [row, channel, all] = keysOf(watch.team, watch.channel, watch.project);
      const field = fieldOf(watch.team, watch.channel);
      const [old] = await call((redis) =>
        transaction(redis, (commands) =>
          commands
            .hget(row, field)
            .hset(row, field, JSON.stringify(watch))
            .sadd(channel, watch.project)
            .sadd(all, watch.project),
        ),
      );
      await afterDurableWrite();
      return Watch.safeParse(jsonOf(textOf(old))).data;
    },
    remove: async (team, channel, project) => {
      const old = await drop(team, channel, project);
      await afterDurableWrite();
      return Watch.safeParse(jsonOf(textOf(old))).data;
    },
    ofChannel: async (team, channel) => {
      const projects = await projectsOf(KEYS.channelWatches.of(team, channel));
      const field = fieldOf(team, channel);
      const watches = await Promise.all(
        projects.map(async (project) => {
          const text = await call((redis) => redis.hget(key(KEYS.watches.of(project)), field));
          return text === null ? undefined : parse(project, field, text);
        }),
      );
      return watches.filter((watch) => watch !== undefined);
    },
    ofProject: async (project) => {
      const all = await call((redis) => redis.hgetall(key(KEYS.watches.of(project))));
      const watches = await Promise.all(
        Object.entries(all).map(([field, text]) => parse(project, field, text)),
      );
      return watches.filter((watch) => watch !== undefined);
    },
    projects: () => projectsOf(KEYS.watchedProjects.of()),
  };
}
