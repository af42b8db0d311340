import type { CardRecord } from '../core/card.ts';
import type { PublishRequest } from '../core/ports/jobs.ts';
import type { Ports } from '../core/ports/ports.ts';
import { cardIdOf } from '../core/revision.ts';
import { inForce, type Watch } from '../core/watch.ts';

/**
 * The card of a deployment in a channel, begun where there is none.
 * @returns `undefined` where there is nothing to show: the channel watches the project no longer, or the card was stopped
 * @throws SlipwayError `store-unavailable`
 */
export async function cardFor(ports: Ports, request: PublishRequest): Promise<CardRecord | undefined> {
  const known = await ports.cards.get(cardIdOf(request));
  if (known === undefined) return beginCard(ports, request);
  const { stopped, ...card } = known;
  return stopped !== true || (await watchOf(ports, request)) !== undefined ? card : undefined;
}

/** Puts a card on record before anything else, so that a crash leaves an open card that the next poll completes. */
async function beginCard(ports: Ports, request: PublishRequest): Promise<CardRecord | undefined> {
  const watch = await watchOf(ports, request);
  if (watch === undefined) return undefined;
  const card: CardRecord = {
    id: cardIdOf(request),
    ...request,
    projectPath: watch.projectPath,
    environment: '',
    told: [],
    older: [],
    endTold: false,
    mentioned: [],
    ...(watch.mention === undefined ? {} : { calls: watch.mention }),
    ...(watch.mode === 'thread' ? { threaded: true } : {}),
    open: true,
    madeAt: ports.clock.now(),
  };
  await ports.cards.put(card);
  return card;
}

/** Others were paused since the card was queued. */
async function watchOf(
  { watches }: Ports,
  { team, channel, project }: PublishRequest,
): Promise<Watch | undefined> {
  const all = await watches.ofProject(project);
  return inForce(all).find((one) => one.team === team && one.channel === channel);
}
