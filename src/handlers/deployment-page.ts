import type { Reading } from '../core/decision-policy.ts';
import type { Deployment, Project } from '../core/deployment.ts';
import type { SlackPerson } from '../core/person.ts';
import { isWaiting, phaseOf } from '../core/phase.ts';
import type { GitLabApi, ProjectRef } from '../core/ports/gitlab.ts';
import { asPerson } from '../flows/as-person.ts';
import { findProject } from '../flows/find-project.ts';
import { pendingOf } from '../flows/pending.ts';
import { deploymentList, type ListQuery } from '../slack/lists.ts';
import type { Rendered } from '../slack/text-objects.ts';
import type { HandlerContext } from './define.ts';
import { deploymentQuery, rowsPerPage } from './deployment-query.ts';

const ROWS = 10;

/**
 * One page of a project's deployments, read with the person's own rights.
 * @throws SlipwayError `not-connected`, `project-not-found`, `bad-value`; GitLabError
 */
export async function deploymentPage(
  context: HandlerContext,
  person: SlackPerson,
  query: ListQuery & { project: ProjectRef },
): Promise<Rendered> {
  const { api } = await asPerson(context.ports, person);
  const filters = deploymentQuery(query.filters, context.ports.clock.now());
  const perPage = rowsPerPage(query.filters['per-page'], ROWS);
  const finding = findProject(api, query.project);
  const listing = api.deployments.list(query.project, {
    ...filters,
    page: query.page,
    perPage,
  });
  // Both are under way at once; a project that cannot be seen is told as that.
  listing.catch(() => undefined);
  const project = await finding;
  const page = await listing;
  const to = (number: number): ListQuery => ({ ...query, project: project.id, page: number });
  return deploymentList(
    {
      kind: 'list',
      projectPath: project.path,
      rows: await Promise.all(page.items.map((row) => wholeRow(api, project, row))),
      page: query.page,
      previous: query.page > 1 ? to(query.page - 1) : undefined,
      next: page.next === undefined ? undefined : to(query.page + 1),
    },
    context.words,
  );
}

/** A list row knows no approvals, so one that waits is read whole: only that tells what it waits for. */
async function wholeRow(api: GitLabApi, project: Project, row: Deployment) {
  const deployment = isWaiting(phaseOf(row)) ? await api.deployments.get(project.id, row.id) : row;
  return { project, deployment, phase: phaseOf(deployment) };
}

/** What waits for somebody in these projects, read with the person's own rights. */
export async function pendingPage(
  context: HandlerContext,
  person: SlackPerson,
  projects: readonly ProjectRef[],
): Promise<Rendered> {
  const { api } = await asPerson(context.ports, person);
  const found = await Promise.all(
    projects.map(async (ref) => {
      const project = await findProject(api, ref);
      return { project, readings: await pendingOf(api, project.id) };
    }),
  );
  const rows = found.flatMap(({ project, readings }) => readings.map((reading) => rowOf(project, reading)));
  const only = found.length === 1 ? found[0]?.project.path : undefined;
  return deploymentList(
    { kind: 'pending', projectPath: only, rows, page: 1, previous: undefined, next: undefined },
    context.words,
  );
}

const rowOf = (project: Project, { deployment, phase }: Reading) => ({ project, deployment, phase });
