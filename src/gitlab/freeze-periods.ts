import { z } from 'zod';
import type { FreezePeriod } from '../core/freeze-period.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { Caller } from './caller.ts';
import { allRows } from './pages.ts';
import { path } from './path.ts';

/** More are told by the first thousand. */
const MOST_PAGES = 10;

const FreezePeriodSchema = z
  .object({
    id: z.number().int().positive(),
    freeze_start: z.string().min(1),
    freeze_end: z.string().min(1),
    cron_timezone: z.string().nullish(),
  })
  .transform(
    (row): FreezePeriod => ({
      id: row.id,
      start: row.freeze_start,
      end: row.freeze_end,
      timezone: row.cron_timezone ?? 'UTC',
    }),
  );

/** https://docs.gitlab.com/api/freeze_periods/ */
export function createFreezePeriods(caller: Caller): GitLabApi['freezePeriods'] {
  const schema = FreezePeriodSchema;
  return {
    list: async (project) =>
      allRows(
        caller,
        { method: 'GET', path: path`/projects/${{ id: project }}/freeze_periods`, schema },
        MOST_PAGES,
      ),
    get: async (project, freezePeriod) => {
      const at = path`/projects/${{ id: project }}/freeze_periods/${{ freeze_period_id: freezePeriod }}`;
      return (await caller.request({ method: 'GET', path: at, schema })).value;
    },
  };
}
