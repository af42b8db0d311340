import type { Environment, Project } from '../../core/deployment.ts';
import { environmentUrl } from '../../core/links.ts';
import { type Fact, fact } from '../../core/notice.ts';
import type { OperationResult } from './define.ts';

/** An environment after a change, with what GitLab now says of it. */
export const environmentResult = (project: Project, environment: Environment): OperationResult => ({
  subject: environment.name,
  url: environmentUrl(project, environment.id),
  details: [
    ...known('state', environment.state),
    ...known('tier', environment.tier),
    ...known('address', environment.externalUrl),
    ...known('description', environment.description),
  ],
});

const known = (name: Fact['name'], value: string | null): Fact[] =>
  value === null || value === '' ? [] : [fact(name, value)];
