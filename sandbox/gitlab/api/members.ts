import { basicUser } from '../entities/user.ts';
import { ancestorGroups } from '../rules/access.ts';
import { notFound } from '../rules/refusal.ts';
import { userById } from '../state/find.ts';
import type { Group } from '../state/people-records.ts';
import type { Project } from '../state/project-records.ts';
import type { State } from '../state/state.ts';
import { pageOf } from './pages-of-rows.ts';
import { projectOf } from './project-of.ts';
import { groupOf } from './projects.ts';
import { type Answer, type Call, ok, type Route } from './route.ts';

interface Member {
  readonly userId: number;
  readonly level: number;
}

/** Direct and inherited members, each once with the highest role. */
function membersOf(state: State, top: Group | Project, inherited: boolean): Member[] {
  const levels = new Map<number, number>();
  const sources = inherited ? [top, ...ancestorGroups(state, top.path)] : [top];
  for (const source of sources) {
    for (const [id, level] of source.members) levels.set(id, Math.max(level, levels.get(id) ?? 0));
  }
  return [...levels].map(([userId, level]) => ({ userId, level })).sort((a, b) => a.userId - b.userId);
}

function memberEntity(state: State, member: Member): Record<string, unknown> {
  const user = userById(state, member.userId);
  return {
    ...basicUser(state, user),
    access_level: member.level,
    created_at: user.createdAt,
    expires_at: null,
    membership_state: 'active',
  };
}

function list(top: (call: Call) => Group | Project, inherited: boolean): (call: Call) => Answer {
  return (call) => {
    const query = call.params.string('query')?.toLowerCase();
    const wanted = call.params.strings('user_ids');
    const rows = membersOf(call.state, top(call), inherited)
      .filter((row) => wanted === undefined || wanted.includes(String(row.userId)))
      .filter((row) => {
        const { name, username } = userById(call.state, row.userId);
        return query === undefined || `${name} ${username}`.toLowerCase().includes(query);
      });
    return pageOf(call, rows, (row) => memberEntity(call.state, row));
  };
}

function one(top: (call: Call) => Group | Project, inherited: boolean): (call: Call) => Answer {
  return (call) => {
    const rows = membersOf(call.state, top(call), inherited);
    const member = rows.find((row) => row.userId === call.params.integer('user_id'));
    if (!member) throw notFound();
    return ok(memberEntity(call.state, member));
  };
}

/** Members of groups and projects, direct or with inherited ones (doc: api/members). */
export function memberRoutes(): Route[] {
  const params = [
    { name: 'query', type: 'string' },
    { name: 'user_ids', type: 'integers' },
    { name: 'show_seat_info', type: 'boolean' },
    { name: 'state', type: 'string', values: ['awaiting', 'active'] },
  ] as const;
  const tops = [
    ['/groups/:id/members', groupOf],
    ['/projects/:id/members', (call: Call) => projectOf(call)],
  ] as const;
  return tops.flatMap(([path, top]): Route[] =>
    [true, false].flatMap((inherited): Route[] => {
      const base = inherited ? `${path}/all` : path;
      return [
        { method: 'GET', path: base, paged: true, params, run: list(top, inherited) },
        { method: 'GET', path: `${base}/:user_id`, run: one(top, inherited) },
      ];
    }),
  );
}
