import { createHash } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { SlipwayError } from '../core/errors.ts';
import { type ChannelId, MessageTs, type SlackUserId } from '../core/ids.ts';
import type { Place, Post, SlackMessages } from '../core/ports/slack.ts';
import { slackFailure } from './failure.ts';
import { findMarker, findRecentMarker, messageStands, POST_EVENT } from './find-marker.ts';
import { openDirect } from './private-delivery.ts';
import { type RenderSettings, renderPost } from './render.ts';
import type { Rendered } from './text-objects.ts';

const Posted = z.object({
  ts: MessageTs,
  message: z.object({ thread_ts: MessageTs.optional() }).optional(),
});

/**
 * Messages that outlive the moment.
 *
 * The marker travels twice: as the first block's id, which comes back with every message, and as metadata, which Slack
 * may ignore for apps that registered no schema.
 * @param deps.client the notify client
 */
export function createSlackMessages(deps: {
  readonly client: WebClient;
  readonly settings: RenderSettings;
}): SlackMessages {
  const { client, settings } = deps;
  return {
    post: (place, post, marker) =>
      postMessage(client, place, marked(renderPost(post, settings), marker), marker),
    update: async (place, ts, post) => {
      const { text, blocks } = renderPost(post, settings);
      await calling(() =>
        client.chat.update({ channel: place.channel, ts, text, blocks, link_names: false }),
      );
    },
    stands: (place, ts) => messageStands(client, place, ts),
    directChannel: rememberingDirect(client),
    find: (place, marker, since) => findMarker(client, place, marker, since),
    findRecent: (place, marker, since) => findRecentMarker(client, place, marker, since),
    digest: (post: Post) =>
      createHash('sha256')
        .update(JSON.stringify(renderPost(post, settings)))
        .digest('hex')
        .slice(0, 32),
  };
}

/** The channel of the two never changes, so that Slack is asked once for each person. */
function rememberingDirect(client: WebClient): SlackMessages['directChannel'] {
  const known = new Map<SlackUserId, Promise<ChannelId>>();
  return (user) => {
    const asked = known.get(user) ?? calling(() => openDirect(client, user));
    known.set(user, asked);
    asked.catch(() => known.delete(user));
    return asked;
  };
}

async function postMessage(
  client: WebClient,
  place: Place,
  rendered: Rendered,
  marker: string,
): Promise<MessageTs> {
  const answer = await calling(() =>
    client.chat.postMessage({
      channel: place.channel,
      ...(place.thread === undefined ? {} : { thread_ts: place.thread }),
      text: rendered.text,
      blocks: rendered.blocks,
      metadata: { event_type: POST_EVENT, event_payload: { marker } },
      unfurl_links: false,
      unfurl_media: false,
    }),
  );
  const posted = Posted.safeParse(answer);
  // It was taken, but where it stands is unknown: looked up like a lost answer.
  if (!posted.success) throw new SlipwayError('slack-ambiguous', { reason: 'answer without ts' });
  const { ts, message } = posted.data;
  if (place.thread === undefined || message === undefined || message.thread_ts !== undefined) return ts;
  // Slack makes a message of the channel of what should answer one that is gone, and calls that no error. An answer that
  // merely leaves the thread out proves nothing: taking back what stands where it should would post it again and again.
  if (await messageStands(client, place, place.thread).catch(() => true)) return ts;
  await calling(() => client.chat.delete({ channel: place.channel, ts }));
  throw new SlipwayError('channel-unreachable', { reason: 'thread_not_found' });
}

function marked(rendered: Rendered, marker: string): Rendered {
  const [first, ...rest] = rendered.blocks;
  return first === undefined ? rendered : { ...rendered, blocks: [{ ...first, block_id: marker }, ...rest] };
}

async function calling<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw slackFailure(error);
  }
}
