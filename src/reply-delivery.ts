import type { Parts } from './parts.ts';
import type { DeliveryDeps } from './slack/private-delivery.ts';
import { createSealer } from './store/sealer.ts';

/** What a sealed reply address is bound to, so that nothing else opens as one. */
const REPLY_CONTEXT = 'slack reply address';

/** Encrypts a reply address before it is stored or queued. */
export function replySealer({ config }: Pick<Parts, 'config'>): (url: string) => string {
  const sealer = createSealer(config.tokenKeys);
  return (url) => sealer.seal(url, REPLY_CONTEXT);
}

/** What every private answer needs: a client that does not queue, and a way to read a sealed reply address. */
export function replyDelivery({ config, clients, log }: Parts): DeliveryDeps {
  const sealer = createSealer(config.tokenKeys);
  const openUrl = (sealed: string): string | undefined => {
    try {
      return sealer.open(sealed, REPLY_CONTEXT);
    } catch {
      return undefined;
    }
  };
  return { client: clients.interactive, apiUrl: config.slack.apiUrl, openUrl, log };
}
