import type { Deployment, Project } from './deployment.ts';

/** Addresses of GitLab's own pages. The deployment's page goes by its `iid`, not by its API id. */
export const deploymentUrl = (project: Project, deployment: Deployment): string =>
  `${project.webUrl}/-/environments/${deployment.environment.id}/deployments/${deployment.iid}`;

export const compareUrl = (project: Project, from: string, to: string): string =>
  `${project.webUrl}/-/compare/${encodeURIComponent(from)}...${encodeURIComponent(to)}`;
