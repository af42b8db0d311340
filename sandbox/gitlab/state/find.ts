import type { Deployment, Environment, Job, Pipeline } from './delivery-records.ts';
import type { Group, User } from './people-records.ts';
import type { Project } from './project-records.ts';
import type { State } from './state.ts';

/** Look-ups that cannot miss inside the sandbox; a miss is a mistake in a test and says which name was wrong. */

function must<T>(row: T | undefined, what: string, name: string | number): T {
  if (row === undefined) throw new Error(`the sandbox GitLab has no ${what} ${name}`);
  return row;
}

/** @throws Error for an unknown username */
export function userNamed(state: State, username: string): User {
  for (const user of state.users.values()) if (user.username === username) return user;
  return must<User>(undefined, 'user', username);
}

/** @throws Error for an unknown id */
export function userById(state: State, id: number): User {
  return must(state.users.get(id), 'user', id);
}

/** By full path. */
export function groupAt(state: State, path: string): Group | undefined {
  for (const group of state.groups.values()) if (group.path === path) return group;
  return undefined;
}

/** By present path only; a former path is the API's business (301). */
export function projectAt(state: State, path: string): Project | undefined {
  for (const project of state.projects.values()) if (project.path === path) return project;
  return undefined;
}

/** By present path. @throws Error for an unknown one */
export function projectNamed(state: State, path: string): Project {
  return must(projectAt(state, path), 'project', path);
}

/** @throws Error for an unknown id */
export function projectById(state: State, id: number): Project {
  return must(state.projects.get(id), 'project', id);
}

/** @throws Error for an unknown id */
export function environmentById(state: State, id: number): Environment {
  return must(state.environments.get(id), 'environment', id);
}

/** By exact name within a project. */
export function environmentNamed(state: State, projectId: number, name: string): Environment | undefined {
  for (const row of state.environments.values()) {
    if (row.projectId === projectId && row.name === name) return row;
  }
  return undefined;
}

function jobById(state: State, id: number): Job {
  return must(state.jobs.get(id), 'job', id);
}

/** @throws Error for an unknown id */
export function pipelineById(state: State, id: number): Pipeline {
  return must(state.pipelines.get(id), 'pipeline', id);
}

/** @throws Error for an unknown id */
export function deploymentById(state: State, id: number): Deployment {
  return must(state.deployments.get(id), 'deployment', id);
}

/** The job behind a deployment, or null for one made through the API. */
export function jobOf(state: State, deployment: Deployment): Job | null {
  return deployment.jobId === null ? null : jobById(state, deployment.jobId);
}

/** The deployment a job makes, if it makes one. */
export function deploymentOfJob(state: State, jobId: number): Deployment | undefined {
  for (const row of state.deployments.values()) if (row.jobId === jobId) return row;
  return undefined;
}

/** Deployments of one environment, oldest first. */
function deploymentsIn(state: State, environmentId: number): Deployment[] {
  return [...state.deployments.values()].filter((row) => row.environmentId === environmentId);
}

/** What an environment runs now: its newest successful deployment. */
export function lastSuccess(state: State, environmentId: number): Deployment | undefined {
  return deploymentsIn(state, environmentId).findLast((row) => row.status === 'success');
}
