import type { HeaderBlock } from '@slack/types';
import type { DeploymentView } from '../../core/card.ts';
import { plainLine } from '../escape.ts';
import { header } from '../text-objects.ts';
import { cardHeadline, colonAfter } from './card-headline.ts';

/** "Approval needed: acme/shop → production": the phase in words comes first, so that it survives any cut. */
export function cardHeader(view: DeploymentView): HeaderBlock {
  const words = cardHeadline(view, 56);
  const project = plainLine(view.project.path, 50);
  const environment = plainLine(view.deployment.environment.name, 36);
  return header(`${words}${colonAfter(words)}${project} → ${environment}`);
}
