import type { Project } from '../core/deployment.ts';
import type { DeploymentId } from '../core/ids.ts';
import type { Shipped } from '../core/shipped.ts';
import { literal } from './escape.ts';
import { withinLimits } from './limits.ts';
import { inGroups } from './row-menus.ts';
import { shippedPage } from './shipped-page.ts';
import { type Rendered, section } from './text-objects.ts';
import { CHANGES } from './words/changes.ts';
import { plainFallback } from './words/fallback.ts';

/**
 * The answer to `/deploy changes`.
 * @param page which one is wanted, from 1
 */
export function changesMessage(
  project: Project,
  id: DeploymentId,
  shipped: Shipped,
  page: number,
  { gitlabHost }: { readonly gitlabHost: string },
): Rendered {
  const title = CHANGES.title(id, literal(project.path));
  const shown = shippedPage(shipped, project, page, gitlabHost);
  const lines = [
    ...(shipped.kind === 'expected' ? [CHANGES.expected] : []),
    ...shown.head,
    ...shown.lines,
    ...(shown.hasMore ? [CHANGES.more(shown.page + 1)] : []),
  ];
  return withinLimits({
    text: plainFallback([title, ...lines.slice(0, 5)].join(' – ')),
    blocks: [section(title), ...inGroups(lines).map(section)],
  });
}
