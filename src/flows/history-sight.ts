import type { AuditEntry } from '../core/audit.ts';
import { isError } from '../core/errors.ts';
import { groupNamed } from '../core/group-watch.ts';
import { ProjectId } from '../core/ids.ts';
import type { SlackPerson } from '../core/person.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { isDirect } from '../core/watch-delivery.ts';
import { asPerson } from './as-person.ts';
import { isOperator } from './operators.ts';
import { readsSome } from './reach-group.ts';

/** Whether a line may be shown; `too-many` when that would take more questions to GitLab than one answer may ask. */
export type Sight = (entry: AuditEntry) => Promise<'yes' | 'no' | 'too-many'>;

/** Projects asked about for one page. */
const MOST_PROJECTS = 30;

/**
 * What somebody may see of the audit trail: their own lines, and those of projects whose deployments they may list in
 * GitLab, asked with their own rights. Whoever runs this Slipway sees all of it, what belongs to no project too.
 * @throws SlipwayError `account-refused`, `account-unchecked`; `not-connected` for anybody but an operator
 */
export async function sightOf(ports: Ports, person: SlackPerson): Promise<Sight> {
  if (await isOperator(ports, person)) return () => Promise.resolve('yes');
  const { api } = await asPerson(ports, person);
  const known = new Map<string, Promise<boolean>>();
  return async (entry) => {
    if (entry.person?.team === person.team && entry.person.user === person.user) return 'yes';
    if (entry.project === undefined || isPrivate(entry)) return 'no';
    let readable = known.get(entry.project);
    if (readable === undefined && known.size >= MOST_PROJECTS) return 'too-many';
    readable ??= mayRead(api, entry.project);
    known.set(entry.project, readable);
    return (await readable) ? 'yes' : 'no';
  };
}

/** What somebody watches for themselves alone is nobody else's business. */
const isPrivate = ({ act, channel }: AuditEntry): boolean =>
  channel !== undefined && isDirect(channel) && WATCHING.has(act);

const WATCHING: ReadonlySet<AuditEntry['act']> = new Set(['watch', 'unwatch', 'lose-watch']);

/** Listing deployments is the right in question, of a group those of any project: a guest sees the project but not those. */
async function mayRead(api: GitLabApi, project: string): Promise<boolean> {
  const group = groupNamed(project);
  const id = /^\d+$/u.test(project) ? ProjectId.safeParse(Number(project)).data : undefined;
  try {
    if (group !== undefined) return await readsSome(api, group);
    await api.deployments.list(id ?? project, { perPage: 1 });
    return true;
  } catch (error) {
    if (isError(error, 'gitlab-not-found', 'gitlab-forbidden', 'gitlab-refused')) return false;
    throw error;
  }
}
