import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { ChannelId } from '../core/ids.ts';
import type { Notice } from '../core/notice.ts';
import type { ReplyTo, SlackPerson } from '../core/person.ts';
import type { SlackNotices } from '../core/ports/slack.ts';
import type { Log } from '../core/ports/time.ts';
import { slackFailure } from './failure.ts';
import { withinLimits } from './limits.ts';
import { isReplyAddress, postToReplyUrl } from './reply-url.ts';
import type { Rendered } from './text-objects.ts';
import { type NoticeSettings, noticeMessage } from './words/notices.ts';

const Opened = z.object({ channel: z.object({ id: ChannelId }) });

/** What the notices need of the outside. */
export interface NoticeDeps {
  readonly client: WebClient;
  readonly settings: NoticeSettings;
  /** Slack's base address; decides which reply addresses may be called. */
  readonly apiUrl: string;
  /** Decrypts a `sealedUrl`; `undefined` when it cannot be read. */
  readonly openUrl: (sealed: string) => string | undefined;
  readonly log: Log;
  readonly fetch?: typeof fetch;
}

/**
 * Private words for one person. The reply address comes first: it costs no quota and works in channels the bot is not
 * in; an ephemeral message comes next, and a direct message reaches whoever left the channel meanwhile.
 */
export function createSlackNotices(deps: NoticeDeps): SlackNotices {
  const render = (notice: Notice): Rendered => withinLimits(noticeMessage(notice, deps.settings));
  return {
    tell: async (reply, notice) => {
      const rendered = render(notice);
      if (await viaReplyUrl(deps, reply, rendered)) return;
      if (await viaEphemeral(deps, reply, rendered)) return;
      await viaDirect(deps, reply, rendered).catch((error: unknown) => {
        // Thrown, it would repeat the act that was told about; the card shows the outcome anyway.
        deps.log.warn(
          { notice: notice.kind, channel: reply.channel, code: slackFailure(error).code },
          'a private answer could not be delivered',
        );
      });
    },
    direct: async (person, notice) => {
      await viaDirect(deps, person, render(notice)).catch((error: unknown) => {
        throw slackFailure(error);
      });
    },
  };
}

async function viaReplyUrl(deps: NoticeDeps, reply: ReplyTo, rendered: Rendered): Promise<boolean> {
  const url = reply.sealedUrl === undefined ? undefined : deps.openUrl(reply.sealedUrl);
  if (url === undefined) return false;
  if (!isReplyAddress(url, deps.apiUrl)) {
    deps.log.warn(
      { channel: reply.channel },
      'a reply address is not on a host of Slack, so it was not called',
    );
    return false;
  }
  return postToReplyUrl(url, rendered, deps.fetch ?? fetch);
}

async function viaEphemeral(deps: NoticeDeps, reply: ReplyTo, rendered: Rendered): Promise<boolean> {
  try {
    await deps.client.chat.postEphemeral({ channel: reply.channel, user: reply.user, ...rendered });
    return true;
  } catch (error) {
    deps.log.debug(
      { channel: reply.channel, code: slackFailure(error).code },
      'no ephemeral message possible',
    );
    return false;
  }
}

async function viaDirect(
  deps: NoticeDeps,
  person: Pick<SlackPerson, 'user'>,
  rendered: Rendered,
): Promise<void> {
  const opened = Opened.parse(await deps.client.conversations.open({ users: person.user }));
  await deps.client.chat.postMessage({
    channel: opened.channel.id,
    ...rendered,
    unfurl_links: false,
    unfurl_media: false,
  });
}
