import { z } from 'zod';
import { GitLabUserId } from '../core/ids.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { DeployAccess, ProtectedEnvironment } from '../core/protected-environment.ts';
import { RuleSchema } from './approval-schema.ts';
import type { Caller } from './caller.ts';
import { allRows } from './pages.ts';
import { type Path, path } from './path.ts';
import { shown, shownText } from './shown.ts';

/** More are told by the first thousand. */
const MOST_PAGES = 10;

const number = z.number().int().nullish();

const Access = z
  .object({
    user_id: GitLabUserId.nullish(),
    group_id: number,
    access_level: number,
    access_level_description: shown,
  })
  .transform(
    (row): DeployAccess => ({
      userId: row.user_id ?? null,
      groupId: row.group_id ?? null,
      accessLevel: row.access_level ?? null,
      label: shownText(row.access_level_description),
    }),
  );

const ProtectedEnvironmentSchema = z
  .object({
    name: z.string().min(1),
    deploy_access_levels: z.array(Access),
    approval_rules: z.array(RuleSchema).nullish(),
  })
  .transform(
    (row): ProtectedEnvironment => ({
      name: row.name,
      deployers: row.deploy_access_levels,
      rules: row.approval_rules ?? [],
    }),
  );

/** https://docs.gitlab.com/api/protected_environments/ and https://docs.gitlab.com/api/group_protected_environments/ */
export function createProtectedEnvironments(caller: Caller): GitLabApi['protectedEnvironments'] {
  const schema = ProtectedEnvironmentSchema;
  const list = (at: Path) => allRows(caller, { method: 'GET', path: at, schema }, MOST_PAGES);
  const get = async (at: Path) => (await caller.request({ method: 'GET', path: at, schema })).value;
  return {
    list: async (project) => list(path`/projects/${{ id: project }}/protected_environments`),
    get: async (project, environment) =>
      get(path`/projects/${{ id: project }}/protected_environments/${{ name: environment }}`),
    listOfGroup: async (group) => list(path`/groups/${{ id: group }}/protected_environments`),
    getOfGroup: async (group, tier) =>
      get(path`/groups/${{ id: group }}/protected_environments/${{ name: tier }}`),
  };
}
