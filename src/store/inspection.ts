import { z } from 'zod';
import { ProjectId } from '../core/ids.ts';
import type { Inspection, PollNote, ProcessRow, ServerFacts } from '../core/ports/inspection.ts';
import type { StoreContext } from './context.ts';
import { jsonOf } from './json.ts';
import { KEYS } from './keys.ts';
import { linesOf, NoteText } from './poll-row.ts';

const HOUR_MS = 3_600_000;

const ProcessValue: z.ZodType<ProcessRow> = z.object({
  role: z.string(),
  version: z.string(),
  startedAt: z.number(),
  seenAt: z.number(),
});

const ProjectField = z.coerce.number().pipe(ProjectId);
const hourOf = (at: number): number => Math.floor(at / HOUR_MS);

/** What all processes together did and are. Each process writes for itself; whoever asks reads them all. */
export function createInspection({ call, key }: StoreContext): Inspection {
  const processes = key(KEYS.processes.of());
  return {
    beat: async (id, row) => void (await call((redis) => redis.hset(processes, id, JSON.stringify(row)))),
    leave: async (id) => void (await call((redis) => redis.hdel(processes, id))),
    processes: async (since) => {
      const all = await call((redis) => redis.hgetall(processes));
      const rows = Object.entries(all).map(([id, text]) => ({
        id,
        row: ProcessValue.safeParse(jsonOf(text)).data,
      }));
      const gone = rows.filter(({ row }) => row === undefined || row.seenAt < since).map(({ id }) => id);
      if (gone.length > 0) await call((redis) => redis.hdel(processes, ...gone));
      return rows
        .map(({ row }) => row)
        .filter((row) => row !== undefined)
        .filter((row) => row.seenAt >= since);
    },
    countError: async (at) => {
      const hour = key(KEYS.errors.of(hourOf(at)));
      await call((redis) => redis.multi().incr(hour).pexpire(hour, KEYS.errors.lifetimeMs).exec());
    },
    errors: async (now) => {
      const hours = Array.from({ length: 25 }, (_, back) => key(KEYS.errors.of(hourOf(now) - back)));
      const counts = await call((redis) => redis.mget(hours));
      return counts.reduce((sum, count) => sum + (Number(count) || 0), 0);
    },
    server: async () => serverFacts(await call((redis) => redis.info()).catch(() => '')),
    connections: (team) => call((redis) => redis.hlen(key(KEYS.connectionAccounts.of(team)))),
    polls: async () => {
      const [first, due] = await call((redis) =>
        redis.zrange(key(KEYS.pollsDue.of()), '0', '0', 'WITHSCORES'),
      );
      const all = await call((redis) => redis.hgetall(key(KEYS.polls.of())));
      const notes = new Map<ProjectId, PollNote>();
      for (const [field, text] of Object.entries(all)) {
        const project = ProjectField.safeParse(field).data;
        const note = NoteText.safeParse(linesOf(text).note).data;
        if (project !== undefined && note !== undefined) notes.set(project, note);
      }
      return { oldestDueAt: first === undefined ? undefined : Number(due), notes };
    },
    openCards: async (projects) => {
      if (projects.length === 0) return 0;
      const counts = await call((redis) => {
        const commands = redis.pipeline();
        for (const project of projects) commands.scard(key(KEYS.openCards.of(project)));
        return commands.exec();
      });
      return (counts ?? []).reduce((sum, [, count]) => sum + (Number(count) || 0), 0);
    },
  };
}

/** Some hosted servers tell nothing, or not all of it (https://redis.io/docs/latest/commands/info/). */
function serverFacts(info: string): ServerFacts {
  const line = (name: string): string | undefined => new RegExp(`^${name}:(\\S+)`, 'mu').exec(info)?.[1];
  const valkey = line('valkey_version');
  const redis = line('redis_version');
  const limit = Number(line('maxmemory'));
  const used = line('used_memory');
  return {
    name: valkey === undefined ? redis && `redis ${redis}` : `valkey ${valkey}`,
    policy: line('maxmemory_policy'),
    usedBytes: used === undefined ? undefined : Number(used),
    limitBytes: limit > 0 ? limit : undefined,
  };
}
