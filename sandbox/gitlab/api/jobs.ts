import { jobEntity } from '../entities/job.ts';
import { canWrite } from '../rules/access.ts';
import { cancelJob, playJob, retryJob } from '../rules/jobs.ts';
import { forbidden } from '../rules/refusal.ts';
import { jobOfCall, projectOf, readableProject } from './project-of.ts';
import { type Answer, type Call, created, ok, type Route } from './route.ts';

function show(call: Call): Answer {
  return ok(jobEntity(call.state, jobOfCall(call, readableProject(call))));
}

function trace(call: Call): Answer {
  const job = jobOfCall(call, readableProject(call));
  return { status: 200, body: `${job.trace.join('\n')}\n`, contentType: 'text/plain' };
}

/** GitLab asks for the right to update builds before it looks for the job. */
function jobToChange(call: Call) {
  const project = projectOf(call, false);
  if (!canWrite(call.state, project, call.user, 'developer')) throw forbidden();
  return jobOfCall(call, project);
}

/** The part of the Jobs API that deployments need (doc: api/jobs). Play answers 200, the other two 201. */
export function jobRoutes(): Route[] {
  const one = '/projects/:id/jobs/:job_id';
  return [
    { method: 'GET', path: one, run: show },
    { method: 'GET', path: `${one}/trace`, run: trace },
    {
      method: 'POST',
      path: `${one}/play`,
      params: [
        { name: 'job_variables_attributes', type: 'anything' },
        { name: 'job_inputs', type: 'anything' },
      ],
      run: (call) => ok(jobEntity(call.state, playJob(call.state, jobToChange(call), call.user))),
    },
    {
      method: 'POST',
      path: `${one}/retry`,
      params: [{ name: 'inputs', type: 'anything' }],
      run: (call) => created(jobEntity(call.state, retryJob(call.state, jobToChange(call), call.user))),
    },
    {
      method: 'POST',
      path: `${one}/cancel`,
      params: [{ name: 'force', type: 'boolean' }],
      run: (call) => created(jobEntity(call.state, cancelJob(call.state, jobToChange(call), call.user))),
    },
  ];
}
