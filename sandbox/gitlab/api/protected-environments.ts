import { ruleEntity } from '../entities/deployment.ts';
import { groupLevel, LEVEL, projectLevel } from '../rules/access.ts';
import { accessLabel } from '../rules/protection.ts';
import { forbidden, notFound } from '../rules/refusal.ts';
import type { Protection } from '../state/project-records.ts';
import type { State } from '../state/state.ts';
import { pageOf } from './pages-of-rows.ts';
import { projectOf } from './project-of.ts';
import { groupOf } from './projects.ts';
import { type Answer, type Call, ok, type Route } from './route.ts';

function protectedEntity(state: State, row: Protection): Record<string, unknown> {
  return {
    name: row.name,
    deploy_access_levels: row.deployers.map((access) => ({
      id: access.id,
      access_level: access.accessLevel,
      access_level_description: accessLabel(state, access),
      deploy_key_id: null,
      user_id: access.userId,
      group_id: access.groupId,
      group_inheritance_type: 0,
    })),
    required_approval_count: state.version.atLeast('15.0')
      ? 0
      : row.rules.reduce((sum, one) => sum + one.required, 0),
    ...(state.version.atLeast('15.0')
      ? { approval_rules: row.rules.map((rule) => ruleEntity(state, rule)) }
      : {}),
  };
}

/** Even reading needs Maintainer, and a licence. */
function ofProject(call: Call): ReadonlyMap<string, Protection> {
  const project = projectOf(call);
  const level = projectLevel(call.state, project, call.user);
  if (level < LEVEL.maintainer || !call.state.licensed) throw forbidden();
  return project.protectedEnvironments;
}

function ofGroup(call: Call): ReadonlyMap<string, Protection> {
  const group = groupOf(call);
  const owner = call.user.admin || groupLevel(call.state, group, call.user) >= LEVEL.owner;
  if (!owner || !call.state.licensed) throw forbidden();
  return group.protectedTiers;
}

function one(rows: (call: Call) => ReadonlyMap<string, Protection>): (call: Call) => Answer {
  return (call) => {
    const row = rows(call).get(call.params.need('name'));
    if (!row) throw notFound();
    return ok(protectedEntity(call.state, row));
  };
}

/** Reading protected environments of projects and groups (doc: api/protected_environments). */
export function protectedEnvironmentRoutes(): Route[] {
  const tops = [
    ['/projects/:id/protected_environments', ofProject],
    ['/groups/:id/protected_environments', ofGroup],
  ] as const;
  return tops.flatMap(([path, rows]): Route[] => [
    {
      method: 'GET',
      path,
      since: '12.8',
      enterprise: true,
      paged: true,
      run: (call) => pageOf(call, [...rows(call).values()], (row) => protectedEntity(call.state, row)),
    },
    { method: 'GET', path: `${path}/:name`, since: '12.8', enterprise: true, run: one(rows) },
  ]);
}
