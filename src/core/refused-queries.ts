import { SlipwayError } from './errors.ts';
import type { DeploymentQuery } from './ports/gitlab.ts';
import type { EnvironmentQuery, ReviewAppsQuery } from './ports/gitlab-parameters.ts';

// GitLab's own refusals of these say nothing a person could act on. Facts name the options as people type them.

const ENDED: readonly (string | undefined)[] = ['success', 'failed', 'canceled'];
const WEEK_MS = 604_800_000;

/**
 * Refuses the five combinations of parameters GitLab refuses to list deployments by
 * (https://docs.gitlab.com/api/deployments/#list-all-project-deployments).
 * @throws SlipwayError `bad-value`: `value` does not fit `option` together `with` another option; `known` or `usage`
 *   says what does, or else one of the two must go
 */
export function checkDeploymentQuery(query: DeploymentQuery): void {
  const { status, orderBy: order = 'id' } = query;
  const byUpdate = firstGiven({ after: query.updatedAfter, before: query.updatedBefore });
  const byEnd = firstGiven({
    'finished-after': query.finishedAfter,
    'finished-before': query.finishedBefore,
  });
  if (byUpdate !== undefined && byEnd !== undefined) throw refusal(byEnd, { with: byUpdate.option });
  if (byUpdate !== undefined && order !== 'updated_at')
    throw refusal({ option: 'order', value: order }, { with: byUpdate.option, known: ['updated_at'] });
  if (byEnd !== undefined && order !== 'finished_at')
    throw refusal({ option: 'order', value: order }, { with: byEnd.option, known: ['finished_at'] });
  if (byEnd !== undefined && status !== 'success')
    throw status === undefined
      ? refusal(byEnd, { usage: `${byEnd.option}:… order:finished_at status:success` })
      : refusal({ option: 'status', value: status }, { with: byEnd.option, known: ['success'] });
  if (byEnd === undefined && order === 'finished_at' && !ENDED.includes(status))
    throw status === undefined
      ? refusal({ option: 'order', value: order }, { usage: 'order:finished_at status:success' })
      : refusal(
          { option: 'status', value: status },
          { with: 'order:finished_at', known: ENDED.filter((one) => one !== undefined) },
        );
}

/**
 * Refuses what GitLab refuses to list environments by: a name together with a search, and a search of less than three
 * characters (https://docs.gitlab.com/api/environments/#list-all-environments).
 * @throws SlipwayError `bad-value`
 */
export function checkEnvironmentQuery({ name, search }: EnvironmentQuery): void {
  if (search === undefined) return;
  if (name !== undefined) throw refusal({ option: 'search', value: search }, { with: 'name' });
  if (Array.from(search).length < 3)
    throw refusal({ option: 'search', value: search }, { takes: 'three characters or more' });
}

/**
 * Refuses a moment by which GitLab stops nothing: it takes one from ten years to one week ago
 * (https://docs.gitlab.com/api/environments/#stop-stale-environments).
 * @param before ISO 8601
 * @param now epoch milliseconds
 * @throws SlipwayError `bad-value`
 */
export function checkStaleBefore(before: string, now: number): void {
  const moment = Date.parse(before);
  const oldest = new Date(now);
  oldest.setUTCFullYear(oldest.getUTCFullYear() - 10);
  if (moment >= oldest.getTime() && moment <= now - WEEK_MS) return;
  throw refusal({ option: 'before', value: before }, { takes: 'a moment from ten years to one week ago' });
}

/**
 * Refuses a limit of review apps to delete that GitLab refuses
 * (https://docs.gitlab.com/api/environments/#delete-multiple-stopped-review-apps).
 * @throws SlipwayError `bad-value`
 */
export function checkReviewApps({ limit = 100 }: Pick<ReviewAppsQuery, 'limit'>): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return;
  throw refusal({ option: 'limit', value: String(limit) }, { takes: 'a number from 1 to 1000' });
}

interface Given {
  readonly option: string;
  readonly value: string;
}

function firstGiven(options: Readonly<Record<string, string | undefined>>): Given | undefined {
  for (const [option, value] of Object.entries(options)) if (value !== undefined) return { option, value };
  return undefined;
}

const refusal = (
  { option, value }: Given,
  facts: { with?: string; known?: readonly string[]; usage?: string; takes?: string },
): SlipwayError => new SlipwayError('bad-value', { option, value, ...facts });
