import type { JobId } from '../core/ids.ts';
import type { GitLabApi, ProjectRef } from '../core/ports/gitlab.ts';
import type { Caller } from './caller.ts';
import { JobSchema } from './job-schema.ts';
import { type Path, path } from './path.ts';

/** https://docs.gitlab.com/api/jobs/ */
export function createJobs(caller: Caller): GitLabApi['jobs'] {
  const call = async (method: 'GET' | 'POST', at: Path) =>
    (await caller.request({ method, path: at, schema: JobSchema })).value;
  return {
    get: async (project, job) => call('GET', jobPath(project, job)),
    play: async (project, job) =>
      call('POST', path`/projects/${{ id: project }}/jobs/${{ job_id: job }}/play`),
    retry: async (project, job) =>
      call('POST', path`/projects/${{ id: project }}/jobs/${{ job_id: job }}/retry`),
  };
}

const jobPath = (project: ProjectRef, job: JobId): Path =>
  path`/projects/${{ id: project }}/jobs/${{ job_id: job }}`;
