import type { Environment } from '../../core/deployment.ts';
import { SlipwayError } from '../../core/errors.ts';
import { fact } from '../../core/notice.ts';
import { defineOperation, type OperationContext } from './define.ts';

const PAGES = 5;
const CHECKED = 50;

/** Has GitLab stop every environment nothing happened in since a moment; protected ones it leaves alone. */
export const stopStaleEnvironments = defineOperation({
  op: 'stop-stale-environments',
  preview: async (context, operation) => {
    const { before } = operation;
    const { stale, isWhole } = await staleEnvironments(context, before);
    if (stale.length === 0) {
      throw new SlipwayError('nothing-to-do', { before: before.slice(0, 10) });
    }
    const warnings = [fact('protected-skipped'), ...(isWhole ? [] : [fact('maybe-more')])];
    return { effects: [...warnings, ...stale.map(({ name }) => fact('subject', name))], operation };
  },
  carryOut: async ({ api, project }, { before }) => {
    await api.environments.stopStale(project.id, before);
    return {
      subject: before.slice(0, 10),
      url: `${project.webUrl}/-/environments`,
      details: [],
    };
  },
});

/** The ones GitLab would stop, as far as its API lets that be told: neither changed nor deployed to since then. */
async function staleEnvironments(
  { api, project }: OperationContext,
  before: string,
): Promise<{ stale: Environment[]; isWhole: boolean }> {
  const limit = Date.parse(before);
  const unchanged: Environment[] = [];
  let page: number | undefined = 1;
  while (page !== undefined && page <= PAGES) {
    const rows: Awaited<ReturnType<typeof api.environments.list>> = await api.environments.list(project.id, {
      states: 'available',
      page,
    });
    unchanged.push(
      ...rows.items.filter((row) => row.updatedAt === null || Date.parse(row.updatedAt) < limit),
    );
    page = rows.next;
  }
  const checked = await Promise.all(
    unchanged.slice(0, CHECKED).map(async (environment) => {
      const newest = await api.deployments.list(project.id, {
        environment: environment.name,
        orderBy: 'id',
        sort: 'desc',
        perPage: 1,
      });
      const last = newest.items[0];
      return last === undefined || Date.parse(last.createdAt) < limit ? [environment] : [];
    }),
  );
  return { stale: checked.flat(), isWhole: page === undefined && unchanged.length <= CHECKED };
}
