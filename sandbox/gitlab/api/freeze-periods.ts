import { notFound } from '../rules/refusal.ts';
import type { FreezePeriod } from '../state/project-records.ts';
import { pageOf } from './pages-of-rows.ts';
import { readableProject } from './project-of.ts';
import { type Call, ok, type Route } from './route.ts';

function freezeEntity(row: FreezePeriod): Record<string, unknown> {
  return {
    id: row.id,
    freeze_start: row.freezeStart,
    freeze_end: row.freezeEnd,
    cron_timezone: row.cronTimezone,
    created_at: row.createdAt,
    updated_at: row.createdAt,
  };
}

function rows(call: Call): FreezePeriod[] {
  const project = readableProject(call);
  return call.state.freezePeriods.filter((row) => row.projectId === project.id);
}

/** Reading freeze periods (doc: api/freeze_periods). */
export function freezePeriodRoutes(): Route[] {
  const path = '/projects/:id/freeze_periods';
  return [
    { method: 'GET', path, paged: true, run: (call) => pageOf(call, rows(call), freezeEntity) },
    {
      method: 'GET',
      path: `${path}/:freeze_period_id`,
      run: (call) => {
        const row = rows(call).find((one) => one.id === call.params.integer('freeze_period_id'));
        if (!row) throw notFound();
        return ok(freezeEntity(row));
      },
    },
  ];
}
