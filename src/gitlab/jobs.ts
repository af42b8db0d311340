import type { DeploymentJob } from '../core/deployment.ts';
import type { JobId } from '../core/ids.ts';
import type { GitLabApi, ProjectRef } from '../core/ports/gitlab.ts';
import type { ApiRequest, Caller } from './caller.ts';
import { lastLines } from './job-log.ts';
import { JobSchema } from './job-schema.ts';
import { type Path, path } from './path.ts';

/** How much of a log's end is kept for one line of it. */
const BYTES_A_LINE = 1_000;

/** https://docs.gitlab.com/api/jobs/ */
export function createJobs(caller: Caller): GitLabApi['jobs'] {
  const call = async (request: Omit<ApiRequest<DeploymentJob>, 'schema'>) =>
    (await caller.request({ ...request, schema: JobSchema })).value;
  return {
    get: async (project, job) => call({ method: 'GET', path: jobPath(project, job) }),
    play: async (project, job, variables = []) =>
      call({
        method: 'POST',
        path: path`/projects/${{ id: project }}/jobs/${{ job_id: job }}/play`,
        ...(variables.length === 0 ? {} : { body: { job_variables_attributes: variables } }),
      }),
    retry: async (project, job) =>
      call({ method: 'POST', path: path`/projects/${{ id: project }}/jobs/${{ job_id: job }}/retry` }),
    cancel: async (project, job, { force } = {}) =>
      call({
        method: 'POST',
        path: path`/projects/${{ id: project }}/jobs/${{ job_id: job }}/cancel`,
        ...(force === undefined ? {} : { body: { force } }),
      }),
    log: async (project, job, lines) => {
      const lastBytes = Math.max(lines, 1) * BYTES_A_LINE;
      const at = path`/projects/${{ id: project }}/jobs/${{ job_id: job }}/trace`;
      const text = await caller.tail({ path: at, lastBytes });
      return lastLines(text, lines, Buffer.byteLength(text) >= lastBytes);
    },
  };
}

const jobPath = (project: ProjectRef, job: JobId): Path =>
  path`/projects/${{ id: project }}/jobs/${{ job_id: job }}`;
