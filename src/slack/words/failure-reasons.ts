/**
 * GitLab's `failure_reason` of a job as the end of a sentence: "The job … failed: …"
 * (https://docs.gitlab.com/api/jobs/, https://docs.gitlab.com/ci/jobs/job_troubleshooting/).
 */
const REASONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    script_failure: 'its script ended with an error',
    api_failure: 'the runner could not reach GitLab',
    stuck_or_timeout_failure: 'no runner took it in time, or the runner fell silent',
    runner_system_failure: 'the runner itself had a problem',
    missing_dependency_failure: 'artifacts of an earlier job are missing',
    runner_unsupported: 'the runner is too old for it',
    stale_schedule: 'it was scheduled too long ago',
    job_execution_timeout: 'it ran longer than its timeout allows',
    archived_failure: 'its pipeline is archived',
    unmet_prerequisites: 'something it needs was not ready',
    scheduler_failure: 'GitLab could not assign it to a runner',
    data_integrity_failure: "GitLab's record of it is damaged",
    forward_deployment_failure: 'a newer deployment had run before it',
    failed_outdated_deployment_job: 'a newer deployment had run before it',
    user_blocked: 'whoever started it is blocked in GitLab',
    project_deleted: 'its project was deleted',
    ci_quota_exceeded: 'the compute minutes are used up',
    no_matching_runner: 'no runner fits it',
    trace_size_exceeded: 'its log grew too large',
    builds_disabled: 'CI/CD is turned off for the project',
    environment_creation_failure: 'its environment could not be made',
    protected_environment_failure: 'whoever started it may not deploy to this protected environment',
    pipeline_loop_detected: 'its pipelines start each other in a circle',
    reached_max_descendant_pipelines_depth: 'too many pipelines start one another',
    downstream_pipeline_creation_failed: 'the pipeline it starts could not be made',
    insufficient_bridge_permissions: 'whoever started it may not start the other pipeline',
    downstream_bridge_project_not_found: 'the project whose pipeline it starts was not found',
    invalid_bridge_trigger: 'what it is to start is not valid',
    secrets_provider_not_found: 'no provider of its secrets is set up',
    ip_restriction_failure: "the group's IP restriction keeps it out",
  }),
);

/**
 * @param reason GitLab's word, untrusted; one that is not known here stands as it is
 * @returns plain text; empty where GitLab gives no reason
 */
export function failureReason(reason: string | null): string {
  if (reason === null || reason === 'unknown_failure') return '';
  return REASONS.get(reason) ?? reason.replaceAll('_', ' ');
}
