import { z } from 'zod';
import { ProjectId } from './ids.ts';

/** What is taken from an event: which project it is about, and what may have changed there. Nothing of it is shown. */
export interface HookEvent {
  readonly project: ProjectId;
  /** A deployment may have changed. */
  readonly mayChange: boolean;
  /** Only GitLab 19.3 and later tell of what waits and who voted. */
  readonly tellsApprovals: boolean;
}

/** `X-Gitlab-Event` of what may change a deployment: itself, its job, or the pipeline around it. */
const KINDS: ReadonlySet<string> = new Set(['Deployment Hook', 'Job Hook', 'Pipeline Hook']);
const APPROVAL_STATUSES: ReadonlySet<string> = new Set(['blocked', 'approved', 'rejected']);

/** A job's event holds the project's id only at the top, the others only in `project`. A template may hold neither. */
const Body = z.object({
  project_id: ProjectId.optional().catch(undefined),
  project: z.object({ id: ProjectId }).optional().catch(undefined),
  status: z.string().optional().catch(undefined),
});

/**
 * Reads an event of a project's or group's webhook
 * (https://docs.gitlab.com/user/project/integrations/webhook_events/).
 * @param kind the header `X-Gitlab-Event`
 * @returns `undefined` where it names no project
 */
export function readHookEvent(kind: string, body: unknown): HookEvent | undefined {
  const parsed = Body.safeParse(body);
  const project = parsed.data?.project?.id ?? parsed.data?.project_id;
  if (project === undefined) return undefined;
  const status = parsed.data?.status ?? '';
  return {
    project,
    mayChange: KINDS.has(kind),
    tellsApprovals: kind === 'Deployment Hook' && APPROVAL_STATUSES.has(status),
  };
}
