import type { Announcement } from '../../core/notice.ts';
import { code, fallbackText, literal } from '../escape.ts';
import { type Rendered, section } from '../text-objects.ts';
import type { CommandNames } from './commands.ts';
import { watchRule } from './events.ts';

/**
 * What a channel is told outside its cards. Who set it up is named, as Slack asks of the first message in a channel
 * (https://docs.slack.dev/slack-marketplace/slack-marketplace-app-guidelines-and-requirements).
 */
export function announcementMessage(announcement: Announcement, commands: CommandNames): Rendered {
  const { watch, by } = announcement;
  const change = code(`${commands.slipway} watch ${watch.projectPath}`, 300);
  return {
    text: fallbackText(`Deployment notices for ${watch.projectPath} were set up in this channel`),
    blocks: [
      section(
        `<@${by}> set up deployment notices for *${literal(watch.projectPath)}* in this channel.\n${watchRule(watch)}\nTo change it, use ${change}.`,
      ),
    ],
  };
}
