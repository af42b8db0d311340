import { parseGroup } from './group-reference.ts';
import { groupNamed } from './group-watch.ts';
import type { GroupRef, ProjectRef } from './ports/gitlab.ts';
import { parseProject } from './references.ts';

/** What somebody watches, or wants to, as they named it. */
export type WatchSubject = { readonly project: ProjectRef } | { readonly group: GroupRef };

/**
 * Reads a project as `parseProject` does, and a group as `acme/*` or by its address.
 * @param baseUrl the configured GitLab; addresses of any other host are refused
 * @throws SlipwayError `bad-project`, `bad-value`, `foreign-url`
 */
export function parseSubject(text: string, baseUrl: string): WatchSubject {
  const group = groupNamed(text.trim());
  return group === undefined
    ? { project: parseProject(text, baseUrl).project }
    : { group: parseGroup(group, baseUrl) };
}
