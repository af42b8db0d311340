import type { GitLab, GitLabApi } from '../core/ports/gitlab.ts';
import type { Clock, Log } from '../core/ports/time.ts';
import { type Caller, createCaller, type Host } from './caller.ts';
import { createClient } from './client.ts';
import { createDeployments } from './deployments.ts';
import { createEnvironments } from './environments.ts';
import { createFreezePeriods } from './freeze-periods.ts';
import { createGate } from './gate.ts';
import { createGroups } from './groups.ts';
import { createHooks } from './hooks.ts';
import { createJobs } from './jobs.ts';
import { readMetadata } from './metadata.ts';
import { createProjects } from './projects.ts';
import { createProtectedEnvironments } from './protected-environments.ts';
import { createUsers } from './users.ts';

export interface GitLabOptions {
  /** The instance's address, a relative path included: `https://host/gitlab`. */
  readonly baseUrl: string;
  readonly log: Log;
  readonly clock: Clock;
  /** Milliseconds for a whole request: waits, retries and reading the body included. */
  readonly timeoutMs?: number;
  readonly userAgent?: string;
  /** From 0 (included) to 1 (excluded): spreads retries of several processes. */
  readonly fraction?: () => number;
}

/**
 * One GitLab host over HTTP. Whoever was answered 429 is held back until GitLab's reset; others go on.
 *
 * Every call of the APIs it hands out throws `GitLabError`, or what its credential source throws.
 */
export function createGitLab(options: GitLabOptions): GitLab {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const host: Host = {
    baseUrl,
    client: createClient(baseUrl),
    gate: createGate(),
    clock: options.clock,
    log: options.log,
    timeoutMs: options.timeoutMs ?? 10_000,
    userAgent: options.userAgent ?? 'slipway',
    fraction: options.fraction ?? (() => 0.5),
  };
  return { baseUrl, as: (source, observe) => apiOf(createCaller({ ...host, observe }, source)) };
}

const apiOf = (caller: Caller): GitLabApi => ({
  deployments: createDeployments(caller),
  jobs: createJobs(caller),
  projects: createProjects(caller),
  environments: createEnvironments(caller),
  protectedEnvironments: createProtectedEnvironments(caller),
  freezePeriods: createFreezePeriods(caller),
  hooks: createHooks(caller),
  groups: createGroups(caller),
  users: createUsers(caller),
  version: async () => (await readMetadata(caller)).version,
  metadata: () => readMetadata(caller),
});
