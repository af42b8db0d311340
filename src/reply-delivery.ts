import type { SlackPerson } from './core/person.ts';
import type { SealReply } from './handlers/bind.ts';
import type { Parts } from './parts.ts';
import type { DeliveryDeps } from './slack/private-delivery.ts';
import { createSealer } from './store/sealer.ts';

/** What a sealed reply address is bound to: nothing else opens as one, and it carries nobody else's answer. */
const contextOf = ({ team, user }: SlackPerson): string => ['slack reply address', team, user].join('|');

/** Encrypts a reply address before it is stored or queued. */
export function replySealer({ config }: Pick<Parts, 'config'>): SealReply {
  const sealer = createSealer(config.tokenKeys);
  return (url, person) => sealer.seal(url, contextOf(person));
}

/** What every private answer needs: a client that does not queue, and a way to read a sealed reply address. */
export function replyDelivery({ config, clients, log }: Parts): DeliveryDeps {
  const sealer = createSealer(config.tokenKeys);
  const openUrl = (sealed: string, person: SlackPerson): string | undefined => {
    try {
      return sealer.open(sealed, contextOf(person));
    } catch {
      return undefined;
    }
  };
  return { client: clients.interactive, apiUrl: config.slack.apiUrl, openUrl, log };
}
