import type { Project } from '../core/deployment.ts';
import type { DeploymentId } from '../core/ids.ts';
import type { Shipped } from '../core/shipped.ts';
import { mergeRequestLine } from './cards/card-ships.ts';
import { literal } from './escape.ts';
import { withinLimits } from './limits.ts';
import { shipsLines } from './modals/ships.ts';
import { inGroups } from './row-menus.ts';
import { type Rendered, section } from './text-objects.ts';
import { CHANGES } from './words/changes.ts';
import { plainFallback } from './words/fallback.ts';

/** The answer to `/deploy changes`. */
export function changesMessage(
  project: Project,
  id: DeploymentId,
  shipped: Shipped,
  { gitlabHost }: { readonly gitlabHost: string },
): Rendered {
  const title = CHANGES.title(id, literal(project.path));
  const lines = linesOf(shipped, gitlabHost);
  return withinLimits({
    text: plainFallback([title, ...lines.slice(0, 5)].join(' – ')),
    blocks: [section(title), ...inGroups(lines).map(section)],
  });
}

function linesOf(shipped: Shipped, gitlabHost: string): string[] {
  if (shipped.kind === 'expected') return [CHANGES.expected, ...shipsLines(shipped.ships, gitlabHost)];
  if (shipped.rows.length === 0) return [shipped.page > 1 ? CHANGES.emptyPage : CHANGES.none];
  return [
    ...shipped.rows.map((row) => mergeRequestLine(row, gitlabHost)),
    ...(shipped.hasMore ? [CHANGES.more(shipped.page + 1)] : []),
  ];
}
