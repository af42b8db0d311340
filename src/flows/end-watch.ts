import { isError } from '../core/errors.ts';
import { type AnyPausedWatch, type AnyWatch, keyOfWatch } from '../core/group-watch.ts';
import type { SlackUserId } from '../core/ids.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import { isDirect } from '../core/watch-delivery.ts';
import { unmarkedBy } from './may-end-watch.ts';
import { removeWatch } from './put-watch.ts';
import { record } from './record.ts';
import { stopCards } from './stop-cards.ts';
import { announceWatch, closeQuestion } from './watch-question.ts';

const DAY_MS = 86_400_000;

/** Ends a watch because a person says so. The caller holds it. */
export async function endByHand(ports: Ports, watch: AnyWatch, by: SlackUserId): Promise<void> {
  await removeWatch(ports, watch);
  await closeQuestion(ports, watch, { how: 'stopped', by });
}

/**
 * Ends a paused watch nobody kept: the channel and whoever set it up are told first, so that no crash ends it in silence.
 * The caller holds it.
 * @throws SlipwayError `store-unavailable`
 */
export async function endUnclaimed(ports: Ports, watch: AnyPausedWatch): Promise<void> {
  const { team, channel, projectPath, madeBy } = watch;
  const id = `watch-ended-${keyOfWatch(watch)}-${watch.paused.at}`;
  if (isDirect(channel)) await stopCards(ports, watch);
  else await announceWatch(ports, id, { kind: 'watch-ended', watch });
  const person: SlackPerson = { team, user: madeBy };
  if (await ports.once.claim(id, DAY_MS)) {
    await tellMaker(ports, person, watch);
    await record(ports, {
      act: 'lose-watch',
      outcome: 'done',
      person,
      project: projectPath,
      channel,
      ...unmarkedBy(watch),
    });
  }
  await removeWatch(ports, watch);
  await closeQuestion(ports, watch, { how: 'ended' });
  ports.log.info({ channel, project: projectPath }, 'a watch ended: nobody took it over');
}

/** Whoever has left is not written to. */
async function tellMaker(ports: Ports, person: SlackPerson, watch: AnyPausedWatch): Promise<void> {
  try {
    await ports.people.assertMayAct(person);
    await ports.notices.direct(person, { kind: 'watch-lost', watch });
  } catch (error) {
    if (isError(error, 'account-refused')) return;
    ports.log.warn({ user: person.user, err: error }, 'the end of a watch could not be told to its maker');
  }
}
