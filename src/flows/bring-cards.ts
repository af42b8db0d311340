import { SlipwayError } from '../core/errors.ts';
import type { PublishRequest } from '../core/ports/jobs.ts';
import type { Ports } from '../core/ports/ports.ts';
import { cardIdOf } from '../core/revision.ts';
import { publishCard } from './publish-card.ts';

/** More than these are left to the queue, which is shared by all workers: a poll must end within its lease. */
const MOST_AT_ONCE = 3;

/** Ports that note which cards are to be published instead of queueing them. */
export function collecting(ports: Ports): { ports: Ports; requests: PublishRequest[] } {
  const requests: PublishRequest[] = [];
  const publish = (request: PublishRequest): Promise<void> => {
    requests.push(request);
    return Promise.resolve();
  };
  return { ports: { ...ports, jobs: { ...ports.jobs, publish } }, requests };
}

/**
 * Publishes a few cards at once, without the detour of a job, and queues what does not succeed, or is more than a few.
 * Nothing is lost meanwhile: what a poll found is not remembered before this ends.
 * @throws SlipwayError `store-unavailable`
 */
export async function bringCards(ports: Ports, requests: readonly PublishRequest[]): Promise<void> {
  const once = [...new Map(requests.map((request) => [cardIdOf(request), request])).values()];
  const isFew = once.length <= MOST_AT_ONCE;
  await Promise.all(once.map((request) => (isFew ? bringNow(ports, request) : ports.jobs.publish(request))));
}

async function bringNow(ports: Ports, request: PublishRequest): Promise<void> {
  try {
    await publishCard(ports, request);
  } catch (error) {
    ports.log.debug({ deployment: request.deployment, err: error }, 'a card is left to the queue');
    const waitMs = error instanceof SlipwayError ? error.retryAfterMs : undefined;
    await ports.jobs.publish(request, waitMs);
  }
}
