import type { Reading } from '../core/decision-policy.ts';
import type { Deployment, Project } from '../core/deployment.ts';
import { SlipwayError } from '../core/errors.ts';
import type { ChannelId } from '../core/ids.ts';
import type { SlackPerson } from '../core/person.ts';
import { isWaiting, phaseOf } from '../core/phase.ts';
import type { GitLabApi, ProjectRef } from '../core/ports/gitlab.ts';
import { asPerson } from '../flows/as-person.ts';
import { findProject } from '../flows/find-project.ts';
import { pendingOf } from '../flows/pending.ts';
import { deploymentList, type ListQuery, type ListRow } from '../slack/lists.ts';
import { actOn } from '../slack/row-menus.ts';
import type { Rendered } from '../slack/text-objects.ts';
import type { HandlerContext } from './define.ts';
import { tiersOf } from './deployment-answers.ts';
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
  const rows = await Promise.all(page.items.map((row) => wholeRow(api, project, row)));
  const to = (number: number): ListQuery => ({ ...query, project: project.id, page: number });
  return deploymentList(
    {
      kind: 'list',
      projectPath: project.path,
      rows: await withTiers(api, rows),
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

/**
 * One page of what waits in a project, or in all that a channel watches, read with the person's own rights.
 * @throws SlipwayError `project-missing`, and as `deploymentPage`
 */
export async function pendingIn(
  context: HandlerContext,
  { person, channel }: { readonly person: SlackPerson; readonly channel: ChannelId },
  query: ListQuery,
): Promise<Rendered> {
  if (query.project !== undefined) return pendingPage(context, person, [query.project], query);
  const watches = await context.ports.watches.ofChannel(person.team, channel);
  if (watches.length === 0) throw new SlipwayError('project-missing', { watched: [] });
  const projects = watches.map((watch) => watch.project);
  return pendingPage(context, person, projects, query);
}

/** @param query what the buttons to the other pages ask for again */
async function pendingPage(
  context: HandlerContext,
  person: SlackPerson,
  projects: readonly ProjectRef[],
  query: ListQuery,
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
  const { page } = query;
  return deploymentList(
    {
      kind: 'pending',
      projectPath: only,
      rows: await withTiers(api, rows.slice((page - 1) * ROWS, page * ROWS)),
      page,
      previous: page > 1 ? { ...query, page: page - 1 } : undefined,
      next: rows.length > page * ROWS ? { ...query, page: page + 1 } : undefined,
    },
    context.words,
  );
}

const rowOf = (project: Project, { deployment, phase }: Reading) => ({ project, deployment, phase });

/** With the tiers of their environments, where one of them waits for somebody. */
async function withTiers(api: GitLabApi, rows: readonly ListRow[]): Promise<ListRow[]> {
  const projects = new Set(rows.filter((row) => actOn(row) !== undefined).map(({ project }) => project.id));
  const tiers = new Map(
    await Promise.all([...projects].map(async (project) => [project, await tiersOf(api, project)] as const)),
  );
  return rows.map((row) => ({
    ...row,
    tier: tiers.get(row.project.id)?.get(row.deployment.environment.id) ?? null,
  }));
}
