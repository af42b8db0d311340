/** A time in which a project's pipelines are asked not to deploy (https://docs.gitlab.com/api/freeze_periods/). */
export interface FreezePeriod {
  readonly id: number;
  /** Cron expressions, in `timezone`. */
  readonly start: string;
  readonly end: string;
  /** A name of the tz database; GitLab's default is UTC. */
  readonly timezone: string;
}
