import type { GroupWatch } from '../core/group-watch.ts';
import type { Ports } from '../core/ports/ports.ts';
import { join, leave, recordUnmarked } from './group-members.ts';
import type { Reach } from './reach-group.ts';

/**
 * Puts a watch of a group on record with the projects it reaches: new ones join, others leave. The caller holds it.
 * @param watch with the projects it covered until now
 * @param since from when on deployments are news, epoch ms; without it, from when each project joined
 */
export async function cover(
  ports: Ports,
  watch: GroupWatch,
  { pattern, readable, hidden }: Reach,
  since?: number,
): Promise<GroupWatch> {
  const projects = readable.map(({ id }) => id);
  const next: GroupWatch = { ...watch, projectPath: pattern, projects, hidden };
  // A crash in between leaves rows that the next round finds by this record, so it names the old ones until they are gone.
  await ports.groupWatches.put({ ...next, projects: [...new Set([...watch.projects, ...projects])] });
  for (const project of readable) await join(ports, next, project, since);
  const left = watch.projects.filter((id) => !projects.includes(id));
  await recordUnmarked(ports, watch, left);
  await leave(ports, watch, left);
  await ports.groupWatches.put(next);
  return next;
}
