import type { EnvironmentId, ProjectId } from '../ids.ts';

/** Tiers of environments as GitLab told them a while ago: a list of deployments does not tell them. */
export interface TierStore {
  /** `undefined` when it was not asked within the hour. */
  get(project: ProjectId, environment: EnvironmentId): Promise<string | undefined>;
  put(project: ProjectId, environment: EnvironmentId, tier: string): Promise<void>;
}
