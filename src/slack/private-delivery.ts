import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { ChannelId } from '../core/ids.ts';
import type { ReplyTo, SlackPerson } from '../core/person.ts';
import type { Log } from '../core/ports/time.ts';
import { slackFailure } from './failure.ts';
import { isReplyAddress, postToReplyUrl, type ReplyMode } from './reply-url.ts';
import type { Rendered } from './text-objects.ts';

const Opened = z.object({ channel: z.object({ id: ChannelId }) });

/** What a private message needs of the outside. */
export interface DeliveryDeps {
  readonly client: WebClient;
  /** Slack's base address; decides which reply addresses may be called. */
  readonly apiUrl: string;
  /** Decrypts a `sealedUrl`; `undefined` when it cannot be read. */
  readonly openUrl: (sealed: string, person: SlackPerson) => string | undefined;
  readonly log: Log;
  readonly fetch?: typeof fetch;
}

/**
 * Brings a message to one person. The reply address comes first: it costs no quota and works in channels the bot is not
 * in; an ephemeral message comes next, and a direct message reaches whoever left the channel meanwhile. Never throws:
 * thrown, it would repeat the act that was told about.
 * @param mode what Slack is to do with the message where the reply address works; the other ways are always private
 */
export async function deliver(
  deps: DeliveryDeps,
  reply: ReplyTo,
  rendered: Rendered,
  mode: ReplyMode = 'private',
): Promise<void> {
  if (await viaReplyUrl(deps, reply, rendered, mode)) return;
  if (await viaEphemeral(deps, reply, rendered)) return;
  await viaDirect(deps, reply, rendered).catch((error: unknown) => {
    deps.log.warn(
      { channel: reply.channel, code: slackFailure(error).code },
      'a private answer could not be delivered',
    );
  });
}

async function viaReplyUrl(
  deps: DeliveryDeps,
  reply: ReplyTo,
  rendered: Rendered,
  mode: ReplyMode,
): Promise<boolean> {
  const url = reply.sealedUrl === undefined ? undefined : deps.openUrl(reply.sealedUrl, reply);
  if (url === undefined) return false;
  if (!isReplyAddress(url, deps.apiUrl)) {
    deps.log.warn(
      { channel: reply.channel },
      'a reply address is not on a host of Slack, so it was not called',
    );
    return false;
  }
  return postToReplyUrl(url, rendered, deps.fetch ?? fetch, mode, reply.thread);
}

async function viaEphemeral(deps: DeliveryDeps, reply: ReplyTo, rendered: Rendered): Promise<boolean> {
  try {
    await deps.client.chat.postEphemeral({
      channel: reply.channel,
      user: reply.user,
      ...(reply.thread === undefined ? {} : { thread_ts: reply.thread }),
      ...rendered,
    });
    return true;
  } catch (error) {
    deps.log.debug(
      { channel: reply.channel, code: slackFailure(error).code },
      'no ephemeral message possible',
    );
    return false;
  }
}

/**
 * The channel of the bot's direct messages with a person (https://docs.slack.dev/reference/methods/conversations.open).
 * @throws whatever the client throws
 */
export const openDirect = async (client: WebClient, user: SlackPerson['user']): Promise<ChannelId> =>
  Opened.parse(await client.conversations.open({ users: user })).channel.id;

/**
 * Sends a direct message.
 * @throws whatever the client throws
 */
export async function viaDirect(
  deps: Pick<DeliveryDeps, 'client'>,
  person: Pick<SlackPerson, 'user'>,
  rendered: Rendered,
): Promise<void> {
  await deps.client.chat.postMessage({
    channel: await openDirect(deps.client, person.user),
    ...rendered,
    unfurl_links: false,
    unfurl_media: false,
  });
}
