import { isError } from '../core/errors.ts';
import type { MemberLists } from '../core/ports/member-lists.ts';
import type { Clock } from '../core/ports/time.ts';

const REMEMBERED_MS = 5 * 60_000;
/** Lists kept of each kind; one holds a thousand people at most. */
const MOST = 100;

/**
 * The same lists, each read once in five minutes by this process, however many cards of an environment are posted. That
 * GitLab does not show one is remembered as well; that it did not answer is not.
 */
export function rememberingMembers(read: MemberLists, clock: Clock): MemberLists {
  const ofGroup = remembering(clock, read.groups.members);
  const ofProject = remembering(clock, read.projects.members);
  const me = remembering(clock, read.users.me);
  return {
    groups: { members: (group, inherited = true) => ofGroup(group, inherited) },
    projects: { members: (project) => ofProject(project) },
    users: { me: () => me() },
  };
}

/** @param ask answers the same to the same arguments, for a while */
function remembering<Args extends readonly unknown[], T>(
  clock: Clock,
  ask: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  const known = new Map<string, { readonly until: number; readonly value: Promise<T> }>();
  return (...args) => {
    const name = JSON.stringify(args);
    const now = clock.now();
    const kept = known.get(name);
    // A clock that was set back keeps nothing alive.
    if (kept !== undefined && now < kept.until && kept.until <= now + REMEMBERED_MS) return kept.value;
    const value = ask(...args);
    known.delete(name);
    known.set(name, { until: now + REMEMBERED_MS, value });
    for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - MOST))) known.delete(oldest);
    value.catch((error: unknown) => {
      const isHidden = isError(error, 'gitlab-forbidden', 'gitlab-not-found');
      if (!isHidden && known.get(name)?.value === value) known.delete(name);
    });
    return value;
  };
}
