import { LEVEL } from '../rules/access.ts';
import { createEnvironment } from '../rules/start-deployment.ts';
import type { Environment, Tier } from '../state/delivery-records.ts';
import { environmentNamed, groupAt, projectNamed, userNamed } from '../state/find.ts';
import type { Group } from '../state/people-records.ts';
import type { Access, FreezePeriod, MergeRequest, Project, Protection } from '../state/project-records.ts';
import { type State, timestamp } from '../state/state.ts';
import { addCommit, addMergeRequest, type MergeRequestWish } from './commits.ts';
import { ensureGroup, type Members, memberLevels } from './people.ts';

type AccessWish =
  | { readonly user: string }
  | { readonly group: string }
  | { readonly role: keyof typeof LEVEL };
type RuleWish = AccessWish & { readonly required?: number };
interface ProjectView {
  readonly id: number;
  readonly path: string;
  readonly webUrl: string;
}
interface ProtectionWish {
  readonly deployers: readonly AccessWish[];
  readonly rules: readonly RuleWish[];
}
export interface WorldProjects {
  /** Missing groups of the path are made. Starts with three commits. */
  addProject(wish: {
    path: string;
    name?: string;
    members?: Members;
    visibility?: 'private' | 'public';
    allowSelfApproval?: boolean;
    preventOutdated?: boolean;
    rollbackAllowed?: boolean;
  }): ProjectView;
  addEnvironment(
    projectPath: string,
    wish: { name: string; tier?: Tier; externalUrl?: string; onStop?: boolean; state?: Environment['state'] },
  ): Environment;
  /** Replaces the protection; the environment itself need not exist yet. */
  protectEnvironment(projectPath: string, environment: string, wish: ProtectionWish): Protection;
  /** Group-level protection of every environment of a tier below the group. */
  protectTier(groupPath: string, tier: Tier, wish: ProtectionWish): Protection;
  unprotectEnvironment(projectPath: string, environment: string): void;
  /** @returns the commit's sha; it becomes the tip of main */
  addCommit(
    projectPath: string,
    wish: { sha?: string; title: string; message?: string; author?: string },
  ): string;
  addMergeRequest(projectPath: string, wish: MergeRequestWish): MergeRequest;
  addFreezePeriod(projectPath: string, wish: { start: string; end: string; timezone?: string }): FreezePeriod;
  project(path: string): ProjectView;
  /** The old path answers 301 and 405 from now on. */
  renameProject(path: string, newPath: string): ProjectView;
  archiveProject(path: string): void;
  deleteProject(path: string): void;
  /** Moves a group, with its sub-groups and projects, whose old paths answer 301. */
  renameGroup(path: string, newPath: string): void;
  /** The group goes, and with it its sub-groups and projects. */
  deleteGroup(path: string): void;
}

function view(state: State, project: Project): ProjectView {
  return { id: project.id, path: project.path, webUrl: `${state.baseUrl}/${project.path}` };
}

function accessFor(state: State, wish: AccessWish): Access {
  const none = { userId: null, groupId: null, accessLevel: null };
  if ('user' in wish) return { ...none, userId: userNamed(state, wish.user).id };
  if ('role' in wish) return { ...none, accessLevel: LEVEL[wish.role] };
  const group = groupAt(state, wish.group);
  if (!group) throw new Error(`the sandbox GitLab has no group ${wish.group}`);
  return { ...none, groupId: group.id };
}

function protection(state: State, name: string, wish: ProtectionWish): Protection {
  const line = (access: AccessWish) => ({ ...accessFor(state, access), id: state.nextId('rule') });
  return {
    name,
    deployers: wish.deployers.map(line),
    rules: wish.rules.map((rule) => ({ ...line(rule), required: rule.required ?? 1 })),
  };
}

function addProject(state: State, wish: Parameters<WorldProjects['addProject']>[0]): Project {
  const parts = wish.path.split('/');
  ensureGroup(state, parts.slice(0, -1).join('/'));
  const project: Project = {
    id: state.nextId('project'),
    path: wish.path,
    formerPaths: [],
    name: wish.name ?? parts.at(-1) ?? wish.path,
    visibility: wish.visibility ?? 'private',
    members: memberLevels(state, wish.members),
    allowSelfApproval: wish.allowSelfApproval ?? false,
    preventOutdated: wish.preventOutdated ?? true,
    rollbackAllowed: wish.rollbackAllowed ?? true,
    archived: false,
    commits: [],
    protectedEnvironments: new Map(),
    createdAt: timestamp(state),
  };
  state.projects.set(project.id, project);
  for (const title of ['Initial commit', 'Add the shop front', 'Add the checkout'])
    addCommit(state, project, { title });
  return project;
}

function addEnvironment(
  state: State,
  project: Project,
  wish: Parameters<WorldProjects['addEnvironment']>[1],
): Environment {
  if (environmentNamed(state, project.id, wish.name)) throw new Error(`${wish.name} exists already`);
  return createEnvironment(state, project, wish);
}

/** The group of this path and those below it. */
function groupsUnder(state: State, path: string): Group[] {
  if (!groupAt(state, path)) throw new Error(`the sandbox GitLab has no group ${path}`);
  return [...state.groups.values()].filter((row) => row.path === path || row.path.startsWith(`${path}/`));
}

const projectsUnder = (state: State, path: string): Project[] =>
  [...state.projects.values()].filter((row) => row.path.startsWith(`${path}/`));

/** Projects and what belongs to them. */
export function worldProjects(state: State): WorldProjects {
  const named = (path: string) => projectNamed(state, path);
  return {
    addProject: (wish) => view(state, addProject(state, wish)),
    addEnvironment: (path, wish) => addEnvironment(state, named(path), wish),
    protectEnvironment(path, environment, wish) {
      const row = protection(state, environment, wish);
      named(path).protectedEnvironments.set(environment, row);
      return row;
    },
    protectTier(path, tier, wish) {
      const row = protection(state, tier, wish);
      ensureGroup(state, path).protectedTiers.set(tier, row);
      return row;
    },
    unprotectEnvironment: (path, environment) => void named(path).protectedEnvironments.delete(environment),
    addCommit: (path, wish) => addCommit(state, named(path), wish).sha,
    addMergeRequest: (path, wish) => addMergeRequest(state, named(path), wish),
    addFreezePeriod(path, { start, end, timezone = 'UTC' }) {
      const base = {
        id: state.nextId('freezePeriod'),
        projectId: named(path).id,
        createdAt: timestamp(state),
      };
      const row: FreezePeriod = { ...base, freezeStart: start, freezeEnd: end, cronTimezone: timezone };
      state.freezePeriods.push(row);
      return row;
    },
    project: (path) => view(state, named(path)),
    renameProject(path, newPath) {
      const project = named(path);
      ensureGroup(state, newPath.split('/').slice(0, -1).join('/'));
      project.formerPaths.push(path);
      project.path = newPath;
      return view(state, project);
    },
    archiveProject(path) {
      named(path).archived = true;
    },
    deleteProject: (path) => void state.projects.delete(named(path).id),
    renameGroup(path, newPath) {
      for (const group of groupsUnder(state, path)) group.path = newPath + group.path.slice(path.length);
      for (const project of projectsUnder(state, path)) {
        project.formerPaths.push(project.path);
        project.path = newPath + project.path.slice(path.length);
      }
    },
    deleteGroup(path) {
      for (const { id } of projectsUnder(state, path)) state.projects.delete(id);
      for (const { id } of groupsUnder(state, path)) state.groups.delete(id);
    },
  };
}
