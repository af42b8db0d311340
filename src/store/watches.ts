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
const fieldOf = (team: TeamId, channel: ChannelId, group?: number): string =>
  [team, channel, ...(group === undefined ? [] : [group])].join('/');

const Field = z.object({ team: TeamId, channel: ChannelId, group: z.coerce.number().optional() });

function nameIn(field: string): z.infer<typeof Field> | undefined {
  const [team, channel, group] = field.split('/');
  return Field.safeParse({ team, channel, group }).data;
}

const ProjectMember = z.coerce.number().pipe(ProjectId);

type Name = readonly [team: TeamId, channel: ChannelId, project: ProjectId, group?: number | undefined];

const keysOf = ({ key }: StoreContext, [team, channel, project]: Name): [string, string, string] => [
  key(KEYS.watches.of(project)),
  key(KEYS.channelWatches.of(team, channel)),
  key(KEYS.watchedProjects.of()),
];

/** @returns what was there */
const drop = (ctx: StoreContext, name: Name): Promise<unknown> =>
  ctx.call((redis) =>
    removeWatch(redis, keysOf(ctx, name), [
      fieldOf(name[0], name[1], name[3]),
      name[2],
      name[3] === undefined ? 'own' : 'group',
    ]),
  );

/** Takes a malformed watch away. */
const parse = (
  ctx: StoreContext,
  project: ProjectId,
  field: string,
  text: string,
): Promise<Watch | undefined> =>
  ctx.rows.parse(`${KEYS.watches.of(project)}:${field}`, text, Watch, async () => {
    const name = nameIn(field);
    if (name !== undefined) await drop(ctx, [name.team, name.channel, project, name.group]);
    else await ctx.call((redis) => redis.hdel(ctx.key(KEYS.watches.of(project)), field));
  });

/** Reads a project's watches out of their hash. */
export const watchesReader =
  (ctx: StoreContext) =>
  async (project: ProjectId, hash: Readonly<Record<string, string>>): Promise<readonly Watch[]> => {
    const watches = await Promise.all(
      Object.entries(hash).map(([field, text]) => parse(ctx, project, field, text)),
    );
    return watches.filter((watch) => watch !== undefined);
  };

/** Who watches what. Reading costs one command, plus one per match where a channel's watches are read. */
export function createWatchStore(ctx: StoreContext): WatchStore {
  const { call, key, afterDurableWrite } = ctx;
  const watchesIn = watchesReader(ctx);
  const projectsOf = async (relative: string): Promise<ProjectId[]> => {
    const members = await call((redis) => redis.smembers(key(relative)));
    return members.map((member) => ProjectMember.safeParse(member).data).filter((id) => id !== undefined);
  };
  return {
    put: async (watch) => {
      const [row, channel, all] = keysOf(ctx, [watch.team, watch.channel, watch.project]);
      const field = fieldOf(watch.team, watch.channel, watch.group);
      const [old] = await call((redis) =>
        transaction(redis, (commands) => {
          const kept = commands
            .hget(row, field)
            .hset(row, field, JSON.stringify(watch))
            .sadd(all, watch.project);
          return watch.group === undefined ? kept.sadd(channel, watch.project) : kept;
        }),
      );
      await afterDurableWrite();
      return Watch.safeParse(jsonOf(textOf(old))).data;
    },
    remove: async (team, channel, project, group) => {
      const old = await drop(ctx, [team, channel, project, group]);
      await afterDurableWrite();
      return Watch.safeParse(jsonOf(textOf(old))).data;
    },
    ofChannel: async (team, channel) => {
      const projects = await projectsOf(KEYS.channelWatches.of(team, channel));
      const field = fieldOf(team, channel);
      const watches = await Promise.all(
        projects.map(async (project) => {
          const text = await call((redis) => redis.hget(key(KEYS.watches.of(project)), field));
          return text === null ? undefined : parse(ctx, project, field, text);
        }),
      );
      return watches.filter((watch) => watch !== undefined);
    },
    ofProject: async (project) =>
      watchesIn(project, await call((redis) => redis.hgetall(key(KEYS.watches.of(project))))),
    projects: () => projectsOf(KEYS.watchedProjects.of()),
  };
}
