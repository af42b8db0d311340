import { atLeast } from '../at-least.ts';
import type { Config } from '../config.ts';
import { type HookKeys, hookSignature } from '../core/hook-proof.ts';
import { systemClock } from '../real-world.ts';
import { publicUrlOf } from './callback.ts';
import { type Check, Finding, type Hint } from './check.ts';
import { readerOf } from './reader.ts';

const WITHIN_MS = 5_000;
/** The first GitLab that signs its webhooks. */
const SIGNS = [19, 0] as const;

/** Whether what GitLab sends would be taken, where webhooks are set up. */
export function webhookCheck(config: Config): Check {
  const keys = config.gitlab.webhook;
  const look = async (): Promise<string | Hint> => {
    const proofs = [
      ...(keys.signingTokens.length > 0 ? ['a signature'] : []),
      ...(keys.secrets.length > 0 ? ['a secret'] : []),
    ];
    if (proofs.length === 0) return 'off, so that changes are found by polling';
    await assertSigns(config);
    const address = `${publicUrlOf(config)}/gitlab/webhook`;
    return seenAt(address, await statusOf(address, keys), `events are proven by ${proofs.join(' or ')}`);
  };
  return { name: 'webhooks', look };
}

/** @throws Finding where signatures are waited for that this GitLab cannot make */
async function assertSigns(config: Config): Promise<void> {
  if (config.gitlab.webhook.secrets.length > 0) return;
  // A GitLab that does not answer has a line of its own.
  const version = await readerOf(config)
    .version()
    .catch(() => '');
  if (!atLeast(version, SIGNS))
    throw new Finding(
      `GitLab ${version} cannot sign webhooks, ${SIGNS.join('.')} and later can: set GITLAB_WEBHOOK_SECRET`,
    );
}

function seenAt(address: string, status: number | undefined, how: string): string | Hint {
  if (status === 200) return `${how}; ${address} takes them`;
  if (status === 401)
    throw new Finding(`${address} refuses what these settings prove: restart the bot, it has others`);
  if (status === 404) throw new Finding(`${address} is not there: restart the bot with these settings`);
  const what = status === undefined ? 'does not answer' : `answers with ${status}`;
  return {
    hint: `${how}; ${address} ${what} from here, which is fine while the bot is stopped or where only GitLab reaches it`,
  };
}

/** Sends what no GitLab sends and what is ignored once it is proven; a signature shows the token to nobody. */
async function statusOf(address: string, keys: HookKeys): Promise<number | undefined> {
  const body = '{}';
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-gitlab-event': 'Doctor', ...proofOf(keys, body) },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    return answer.status;
  } catch {
    return undefined;
  }
}

function proofOf({ secrets, signingTokens }: HookKeys, body: string): Record<string, string> {
  const [token] = signingTokens;
  if (token === undefined) return { 'x-gitlab-token': secrets[0] ?? '' };
  const id = 'slipway-doctor';
  const timestamp = String(Math.floor(systemClock.now() / 1_000));
  const signature = hookSignature(token, { id, timestamp }, Buffer.from(body));
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
}
