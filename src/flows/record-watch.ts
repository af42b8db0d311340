import type { AuditEntry } from '../core/audit.ts';
import { SlipwayError } from '../core/errors.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import { gitlabUserOf } from './audit-act.ts';
import { record } from './record.ts';

/** What a line on the trail says of an act on a watch, besides how it ended. */
export type WatchLine = Pick<AuditEntry, 'act' | 'channel' | 'detail' | 'message' | 'project'> & {
  readonly person: SlackPerson;
  /** The job that acts: each act of a job has one line, however often the job runs. */
  readonly job?: string;
};

const idOf = ({ job, act }: WatchLine): string | undefined =>
  job === undefined ? undefined : `${job}-${act}`;

/** Puts an act on a watch that was done on the audit trail, with the GitLab account of whoever did it. */
export async function recordWatch(ports: Ports, line: WatchLine): Promise<void> {
  const { job: _, ...facts } = line;
  const gitlabUser = await gitlabUserOf(ports, line.person);
  await record(ports, { ...facts, gitlabUser, outcome: 'done' }, idOf(line));
}

/** Carries out an act on a watch; where it is refused, the refusal is put on record, and thrown on. */
export async function recordingRefusal<T>(ports: Ports, line: WatchLine, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SlipwayError && error.code !== 'store-unavailable') {
      const { job: _, ...facts } = line;
      const gitlabUser = await gitlabUserOf(ports, line.person);
      const answer = error instanceof GitLabError ? { status: error.status, requestId: error.requestId } : {};
      await record(ports, { ...facts, ...answer, gitlabUser, outcome: error.code }, idOf(line));
    }
    throw error;
  }
}
