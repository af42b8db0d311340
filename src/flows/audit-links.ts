import type { ChannelId, MessageTs } from '../core/ids.ts';
import type { AuditTrail } from '../core/ports/stores.ts';

/**
 * A trail whose lines tell the address of the message they are about.
 * @param workspaceUrl as Slack tells it, e.g. `https://acme.slack.com/`; without one there is no address
 */
export const linkingMessages = (trail: AuditTrail, workspaceUrl: string | undefined): AuditTrail => ({
  ...trail,
  append: (entry, id) => {
    const { channel, message, thread } = entry;
    const isKnown = channel !== undefined && message !== undefined && workspaceUrl !== undefined;
    return trail.append(
      isKnown ? { ...entry, messageUrl: messageUrl(workspaceUrl, channel, message, thread) } : entry,
      id,
    );
  },
});

/** As Slack's own "Copy link" spells it (https://docs.slack.dev/reference/methods/chat.getPermalink). */
function messageUrl(
  workspaceUrl: string,
  channel: ChannelId,
  message: MessageTs,
  thread: MessageTs | undefined,
): string {
  const url = new URL(`/archives/${channel}/p${message.replace('.', '')}`, workspaceUrl);
  if (thread === undefined) return url.href;
  url.searchParams.set('thread_ts', thread);
  url.searchParams.set('cid', channel);
  return url.href;
}
