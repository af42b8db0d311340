import type { ActContext } from './act-context.ts';
import { refreshCards } from './refresh-cards.ts';

/**
 * Has the cards brought up to date after a write that GitLab took. Where that cannot be asked for now the next poll does
 * it: whoever acted is told that GitLab took it, in any case.
 */
export async function refreshAfter({ ports, at }: ActContext): Promise<void> {
  try {
    await refreshCards(ports, at);
  } catch (error) {
    ports.log.warn({ deployment: at.deployment, err: error }, 'cards could not be refreshed after an act');
  }
}
