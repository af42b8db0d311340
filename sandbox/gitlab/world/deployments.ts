import { approveDeployment } from '../rules/approve.ts';
import { playJob, retryJob } from '../rules/jobs.ts';
import { setJobStatus, transition } from '../rules/life-cycle.ts';
import { createJob, createPipeline, findOrCreateEnvironment, processJob } from '../rules/start-deployment.ts';
import type { Deployment, Job } from '../state/delivery-records.ts';
import { deploymentById, deploymentOfJob, jobOf, projectNamed, userNamed } from '../state/find.ts';
import type { State } from '../state/state.ts';
import { type DeploymentView, deploymentView } from './deployment-view.ts';

interface PipelineWish {
  readonly environment: string;
  /** branch or tag name, `main` unless given */
  readonly ref?: string;
  /** tip of main unless given */
  readonly sha?: string;
  readonly tag?: boolean;
  /** username of whoever pushed */
  readonly by: string;
  readonly job?: string;
  /** `when: manual` in the pipeline's file */
  readonly manual?: boolean;
  /** how far an ungated job gets by itself; `running` unless given */
  readonly until?: 'created' | 'pending' | 'running';
}

type Comment = { readonly comment?: string; readonly as?: string };

export interface WorldDeployments {
  startPipeline(projectPath: string, wish: PipelineWish): DeploymentView & { readonly jobId: number };
  /** The runner picks the job up. */
  run(deploymentId: number): DeploymentView;
  succeed(deploymentId: number): DeploymentView;
  fail(deploymentId: number, reason?: string): DeploymentView;
  cancel(deploymentId: number): DeploymentView;
  skip(deploymentId: number): DeploymentView;
  /** @throws Error with GitLab's message where the API would refuse; the same for the next three */
  approve(deploymentId: number, username: string, options?: Comment): DeploymentView;
  reject(deploymentId: number, username: string, options?: Comment): DeploymentView;
  /** @returns the deployment of the job that is queued now: another one when a finished job is played again */
  play(deploymentId: number, username: string): DeploymentView;
  retry(deploymentId: number, username: string): DeploymentView;
  deployment(id: number): DeploymentView;
  /** All deployments of a project, oldest first. */
  deployments(projectPath: string): DeploymentView[];
  /** A line more in the job's log. */
  log(deploymentId: number, line: string): void;
}

function startPipeline(
  state: State,
  projectPath: string,
  wish: PipelineWish,
): { deployment: Deployment; job: Job } {
  const project = projectNamed(state, projectPath);
  const sha = wish.sha ?? project.commits.at(-1)?.sha;
  if (!sha || !project.commits.some((commit) => commit.sha === sha)) {
    throw new Error(`no commit ${sha} in ${projectPath}`);
  }
  const environment = findOrCreateEnvironment(state, project, wish.environment);
  const pipeline = createPipeline(state, project, wish.ref ?? 'main', sha);
  const made = createJob(state, pipeline, environment, {
    name: wish.job ?? 'deploy:prod',
    tag: wish.tag ?? false,
    whenManual: wish.manual ?? false,
    user: userNamed(state, wish.by),
  });
  if (wish.until !== 'created') processJob(state, made.job, environment);
  return made;
}

/** What a runner does; a job that waits for a person is not a runner's business. */
function advance(state: State, deployment: Deployment, to: 'running' | 'success' | 'failed'): void {
  const job = jobOf(state, deployment);
  if (!job) {
    transition(state, deployment, to);
    return;
  }
  if (job.status === 'manual') throw new Error(`job ${job.id} is manual: play it first`);
  const ended = ['success', 'failed', 'canceled'].includes(job.status);
  if (ended) throw new Error(`job ${job.id} is over: ${job.status}`);
  if (to === 'success' && job.status !== 'running') setJobStatus(state, job, 'running');
  setJobStatus(state, job, to);
}

function end(state: State, deployment: Deployment, to: 'canceled' | 'skipped'): void {
  const job = jobOf(state, deployment);
  if (job) setJobStatus(state, job, to);
  else transition(state, deployment, to);
}

/** Deployments, as pushed, approved, run and ended by people and runners. */
export function worldDeployments(state: State): WorldDeployments {
  const row = (id: number) => deploymentById(state, id);
  const shown = (id: number) => deploymentView(state, row(id));
  const then = (id: number, act: (deployment: Deployment) => void) => {
    act(row(id));
    return shown(id);
  };
  const jobFor = (id: number) => {
    const job = jobOf(state, row(id));
    if (!job) throw new Error(`deployment ${id} has no job`);
    return job;
  };
  const decide =
    (status: 'approved' | 'rejected') =>
    (id: number, username: string, options: Comment = {}) =>
      then(id, (deployment) => {
        const decision = { status, comment: options.comment, representedAs: options.as };
        approveDeployment(state, deployment, userNamed(state, username), decision);
      });
  return {
    startPipeline(projectPath, wish) {
      const { deployment, job } = startPipeline(state, projectPath, wish);
      const onItsOwn = state.autoFinishAfterMs !== undefined;
      const runs = job.status === 'pending' && (wish.until ?? 'running') === 'running' && !onItsOwn;
      if (runs) setJobStatus(state, job, 'running');
      return { ...deploymentView(state, deployment), jobId: job.id };
    },
    run: (id) => then(id, (one) => advance(state, one, 'running')),
    succeed: (id) => then(id, (one) => advance(state, one, 'success')),
    fail: (id, reason = 'script_failure') =>
      then(id, (one) => {
        advance(state, one, 'failed');
        const job = jobOf(state, one);
        if (job) job.failureReason = reason;
      }),
    cancel: (id) => then(id, (one) => end(state, one, 'canceled')),
    skip: (id) => then(id, (one) => end(state, one, 'skipped')),
    approve: decide('approved'),
    reject: decide('rejected'),
    play: (id, username) =>
      deploymentView(state, ofJob(state, playJob(state, jobFor(id), userNamed(state, username)))),
    retry: (id, username) =>
      deploymentView(state, ofJob(state, retryJob(state, jobFor(id), userNamed(state, username)))),
    deployment: shown,
    deployments(path) {
      const { id } = projectNamed(state, path);
      return [...state.deployments.values()]
        .filter((one) => one.projectId === id)
        .map((one) => deploymentView(state, one));
    },
    log: (id, line) => void jobFor(id).trace.push(line),
  };
}

function ofJob(state: State, job: Job): Deployment {
  const deployment = deploymentOfJob(state, job.id);
  if (!deployment) throw new Error(`job ${job.id} deploys nothing`);
  return deployment;
}
