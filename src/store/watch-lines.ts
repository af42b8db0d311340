import { z } from 'zod';
import { ChannelId, type ProjectId, TeamId } from '../core/ids.ts';
import { Watch } from '../core/watch.ts';
import type { StoreContext } from './context.ts';
import { jsonOf } from './json.ts';
import { KEYS } from './keys.ts';
import { loadScript } from './script.ts';

/**
 * The watches of a project as one text, a line each: `team/channel`, with a third part `/group` where a group's watch covers
 * the project, a blank, and JSON of the watch without what names it.
 */

const changeWatch = loadScript('change-watch');

/** What names a watch within its project. */
export interface Name {
  readonly team: TeamId;
  readonly channel: ChannelId;
  readonly group?: number | undefined;
}

const nameText = ({ team, channel, group }: Name): string =>
  [team, channel, ...(group === undefined ? [] : [group])].join('/');

const NameText = z.object({ team: TeamId, channel: ChannelId, group: z.coerce.number().optional() });

const namedIn = (text: string): Name | undefined => {
  const [team, channel, group] = text.split('/');
  return NameText.safeParse({ team, channel, group }).data;
};

/** A watch as its line tells it; a schema refuses what is none. */
const told = (project: ProjectId, name: Name | undefined, text: string): unknown => {
  const rest = jsonOf(text);
  return typeof rest === 'object' && rest !== null && name !== undefined
    ? { ...rest, ...name, project }
    : undefined;
};

/**
 * Sets or removes one.
 * @param text of the watch, empty to remove it
 * @returns what stood under its name
 */
async function change(
  ctx: StoreContext,
  project: ProjectId,
  name: Name,
  text: string,
): Promise<Watch | undefined> {
  const { call, key } = ctx;
  const keys = [key(KEYS.watches.of()), key(KEYS.channelWatches.of(name.team, name.channel))];
  const kind = name.group === undefined ? 'own' : 'group';
  const old = await call((redis) => changeWatch(redis, keys, [project, nameText(name), text, kind]));
  return typeof old === 'string' ? Watch.safeParse(told(project, name, old)).data : undefined;
}

export function setLine(ctx: StoreContext, watch: Watch): Promise<Watch | undefined> {
  const { team, channel, project, group, ...rest } = watch;
  return change(ctx, project, { team, channel, group }, JSON.stringify(rest));
}

export const removeLine = (ctx: StoreContext, project: ProjectId, name: Name): Promise<Watch | undefined> =>
  change(ctx, project, name, '');

/** The watches a project's text tells of; a malformed line is taken away. */
export async function watchesIn(
  ctx: StoreContext,
  project: ProjectId,
  text: string | null | undefined,
): Promise<readonly Watch[]> {
  const lines = (text ?? '').split('\n').filter((line) => line !== '');
  const watches = await Promise.all(lines.map((line) => watchIn(ctx, project, line)));
  return watches.filter((watch) => watch !== undefined);
}

function watchIn(ctx: StoreContext, project: ProjectId, line: string): Promise<Watch | undefined> {
  const end = line.indexOf(' ');
  const [nameIs, text] = end < 0 ? [line, ''] : [line.slice(0, end), line.slice(end + 1)];
  const value = told(project, namedIn(nameIs), text);
  return ctx.rows.parseValue(`${KEYS.watches.of()}:${project}:${nameIs}`, text, value, Watch, async () => {
    const name = namedIn(nameIs);
    if (name !== undefined) await removeLine(ctx, project, name);
    else await dropNameless(ctx, project, nameIs);
  });
}

const dropNameless = ({ call, key }: StoreContext, project: ProjectId, nameIs: string): Promise<unknown> => {
  const watches = key(KEYS.watches.of());
  return call((redis) => changeWatch(redis, [watches, watches], [project, nameIs, '', 'group']));
};
