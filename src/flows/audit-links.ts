import type { ChannelId, MessageTs } from '../core/ids.ts';
import type { AuditTrail } from '../core/ports/stores.ts';

/**
 * A trail whose lines tell the address of the message they are about.
 * @param workspaceUrl as Slack tells it, e.g. `https://acme.slack.com/`; without one there is no address
 */
export const linkingMessages = (trail: AuditTrail, workspaceUrl: string | undefined): AuditTrail => ({
  ...trail,
  append: (entry, id) => {
    const { channel, message } = entry;
    const isKnown = channel !== undefined && message !== undefined && workspaceUrl !== undefined;
    return trail.append(
      isKnown ? { ...entry, messageUrl: messageUrl(workspaceUrl, channel, message) } : entry,
      id,
    );
  },
});

/** As Slack's own "Copy link" spells it (https://docs.slack.dev/reference/methods/chat.getPermalink). */
const messageUrl = (workspaceUrl: string, channel: ChannelId, message: MessageTs): string =>
  new URL(`/archives/${channel}/p${message.replace('.', '')}`, workspaceUrl).href;
