import type { Group, Role, User } from '../state/people-records.ts';
import type { Access, Project } from '../state/project-records.ts';
import type { State } from '../state/state.ts';

/** GitLab's numbers for roles. */
export const LEVEL: Readonly<Record<Role, number>> = {
  guest: 10,
  reporter: 20,
  developer: 30,
  maintainer: 40,
  owner: 50,
};
const ADMIN_LEVEL = 60;

/** The groups above a path, nearest first: `acme/web/shop` → acme/web, acme. */
export function ancestorGroups(state: State, path: string): Group[] {
  const parts = path.split('/');
  const found: Group[] = [];
  for (let size = parts.length - 1; size > 0; size -= 1) {
    const wanted = parts.slice(0, size).join('/');
    for (const group of state.groups.values()) if (group.path === wanted) found.push(group);
  }
  return found;
}

/** A person's highest role on the group itself or anything above it; 0 for none. */
export function groupLevel(state: State, group: Group, user: User): number {
  const groups = [group, ...ancestorGroups(state, group.path)];
  return Math.max(0, ...groups.map((one) => one.members.get(user.id) ?? 0));
}

/** A person's role in a project, inherited ones included; administrators stand above owners; 0 for none. */
export function projectLevel(state: State, project: Project, user: User): number {
  if (user.admin) return ADMIN_LEVEL;
  const inherited = ancestorGroups(state, project.path).map((group) => group.members.get(user.id) ?? 0);
  return Math.max(project.members.get(user.id) ?? 0, ...inherited, 0);
}

/** Whether the project exists for this person at all; if not, GitLab answers 404 rather than 403. */
export function canSeeProject(state: State, project: Project, user: User | null): boolean {
  return project.visibility === 'public' || (user !== null && projectLevel(state, project, user) > 0);
}

/** A group is private here: seen by its members and by members of a project below it. */
export function canSeeGroup(state: State, group: Group, user: User): boolean {
  if (user.admin || groupLevel(state, group, user) > 0) return true;
  return [...state.projects.values()].some(
    (project) => project.path.startsWith(`${group.path}/`) && canSeeProject(state, project, user),
  );
}

/** Reporter and above, or anybody on a public project. */
export function canRead(state: State, project: Project, user: User): boolean {
  return project.visibility === 'public' || projectLevel(state, project, user) >= LEVEL.reporter;
}

/** At least the role, and the project not archived: an archived project only reads. */
export function canWrite(state: State, project: Project, user: User, role: Role): boolean {
  return !project.archived && projectLevel(state, project, user) >= LEVEL[role];
}

/** Whether one line of a protection (a person, a group's direct members, a role) admits the user. */
export function admits(state: State, project: Project, access: Access, user: User): boolean {
  if (user.admin) return true;
  if (access.userId !== null) return access.userId === user.id;
  if (access.groupId !== null) return state.groups.get(access.groupId)?.members.has(user.id) ?? false;
  return projectLevel(state, project, user) >= (access.accessLevel ?? ADMIN_LEVEL);
}
