import type { Deployment, Environment, Job, Pipeline, Tier } from '../state/delivery-records.ts';
import { environmentNamed } from '../state/find.ts';
import type { User } from '../state/people-records.ts';
import type { Project } from '../state/project-records.ts';
import { type State, timestamp } from '../state/state.ts';
import { setJobStatus } from './life-cycle.ts';
import { approvalRules } from './protection.ts';

/** In this order: "pre-production" is staging, "test-prod" is testing. */
const TIER_WORDS: readonly [Tier, RegExp][] = [
  ['development', /dev|review|trunk/i],
  ['testing', /test|tst|int|ac(ce)?pt|qa|qc|control|quality/i],
  ['staging', /sta?g|model|pre|demo|non/i],
  ['production', /pro?d|live/i],
];

/** GitLab guesses an environment's tier from its name when nobody names one. */
function guessTier(name: string): Tier {
  return TIER_WORDS.find(([, words]) => words.test(name))?.[0] ?? 'other';
}

/** `Review/Fix Foo` → `review-fix-foo`, at most 24 characters. */
function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return slug.slice(0, 24).replace(/-$/, '');
}

/** A new environment row, open and with GitLab's defaults. */
export function createEnvironment(
  state: State,
  project: Project,
  wish: { name: string } & Partial<Omit<Environment, 'id' | 'projectId' | 'name' | 'slug' | 'createdAt'>>,
): Environment {
  const at = timestamp(state);
  const { name, ...rest } = wish;
  const row: Environment = {
    tier: guessTier(name),
    externalUrl: null,
    description: null,
    state: 'available',
    autoStopSetting: 'always',
    autoStopAt: null,
    autoDeleteAt: null,
    kubernetesNamespace: null,
    fluxResourcePath: null,
    onStop: false,
    updatedAt: at,
    ...rest,
    id: state.nextId('environment'),
    projectId: project.id,
    name,
    slug: slugOf(name),
    createdAt: at,
  };
  state.environments.set(row.id, row);
  return row;
}

/** The environment of that name, made with GitLab’s defaults when missing. */
export function findOrCreateEnvironment(state: State, project: Project, name: string): Environment {
  return environmentNamed(state, project.id, name) ?? createEnvironment(state, project, { name });
}

/** A deployment row, numbered within its project by `iid`; reopens a stopped environment. */
export function createDeployment(
  state: State,
  environment: Environment,
  wish: Pick<Deployment, 'ref' | 'tag' | 'sha' | 'userId' | 'jobId'>,
): Deployment {
  const at = timestamp(state);
  const siblings = [...state.deployments.values()].filter((row) => row.projectId === environment.projectId);
  const row: Deployment = {
    ...wish,
    id: state.nextId('deployment'),
    iid: (siblings.at(-1)?.iid ?? 0) + 1,
    projectId: environment.projectId,
    environmentId: environment.id,
    status: 'created',
    createdAt: at,
    updatedAt: at,
    finishedAt: null,
    mergeRequestIds: [],
  };
  state.deployments.set(row.id, row);
  environment.state = 'available';
  return row;
}

/** A job in `created`, and its deployment beside it. */
export function createJob(
  state: State,
  pipeline: Pipeline,
  environment: Environment,
  wish: { name: string; tag: boolean; whenManual: boolean; user: User },
): { job: Job; deployment: Deployment } {
  const { ref, sha, projectId } = pipeline;
  const job: Job = {
    id: state.nextId('job'),
    projectId,
    pipelineId: pipeline.id,
    name: wish.name,
    ref,
    tag: wish.tag,
    sha,
    environmentName: environment.name,
    status: 'created',
    whenManual: wish.whenManual,
    retried: false,
    userId: wish.user.id,
    failureReason: null,
    createdAt: timestamp(state),
    queuedAt: null,
    startedAt: null,
    finishedAt: null,
    trace: [],
  };
  state.jobs.set(job.id, job);
  const origin = { ref, tag: wish.tag, sha, userId: wish.user.id, jobId: job.id };
  return { job, deployment: createDeployment(state, environment, origin) };
}

/**
 * The pipeline reaches the job: approval rules turn it manual whatever the pipeline's file says, a job that is
 * manual by itself waits too, anything else is queued.
 */
export function processJob(state: State, job: Job, environment: Environment, enqueueManual = false): void {
  const gated = approvalRules(state, environment).length > 0;
  if (gated) job.whenManual = true;
  const waits = gated || (job.whenManual && !enqueueManual);
  setJobStatus(state, job, waits ? 'manual' : 'pending');
}

/** A pipeline row for a commit. */
export function createPipeline(state: State, project: Project, ref: string, sha: string): Pipeline {
  const at = timestamp(state);
  const siblings = [...state.pipelines.values()].filter((row) => row.projectId === project.id);
  const row: Pipeline = {
    id: state.nextId('pipeline'),
    iid: siblings.length + 1,
    projectId: project.id,
    ref,
    sha,
    createdAt: at,
    updatedAt: at,
  };
  state.pipelines.set(row.id, row);
  return row;
}
