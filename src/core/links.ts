import type { Deployment, Project } from './deployment.ts';
import type { EnvironmentId } from './ids.ts';

/** Addresses of GitLab's own pages. The deployment's page goes by its `iid`, not by its API id. */
export const deploymentUrl = (project: Project, deployment: Deployment): string =>
  `${project.webUrl}/-/environments/${deployment.environment.id}/deployments/${deployment.iid}`;

export const environmentUrl = (project: Project, environment: EnvironmentId): string =>
  `${project.webUrl}/-/environments/${environment}`;

export const commitUrl = (project: Project, sha: string): string => `${project.webUrl}/-/commit/${sha}`;

export const compareUrl = (project: Project, from: string, to: string): string =>
  `${project.webUrl}/-/compare/${encodeURIComponent(from)}...${encodeURIComponent(to)}`;
