import type { HeaderBlock } from '@slack/types';
import type { DeploymentView } from '../../core/card.ts';
import { plainLine } from '../escape.ts';
import { header } from '../text-objects.ts';
import { headline } from '../words/phases.ts';

/** "Approval needed: acme/shop → production": the phase in words comes first, so that it survives any cut. */
export function cardHeader(view: DeploymentView): HeaderBlock {
  const words = plainLine(headline(view.phase, view.deployment.status, view.supersededBy?.id), 40);
  const project = plainLine(view.project.path, 60);
  const environment = plainLine(view.deployment.environment.name, 40);
  return header(`${words}: ${project} → ${environment}`);
}
