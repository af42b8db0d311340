import type { Post } from '../core/ports/slack.ts';
import { approvalCard } from './cards/approval-card.ts';
import { endMessage } from './end-message.ts';
import { withinLimits } from './limits.ts';
import type { Rendered } from './text-objects.ts';
import { announcementMessage } from './words/announcements.ts';
import type { CommandNames } from './words/commands.ts';
import { dayMessage } from './words/day.ts';
import { noteMessage } from './words/notes.ts';
import { noticeMessage } from './words/notices.ts';

/** What the messages depend on besides their content. */
export interface RenderSettings {
  readonly gitlabHost: string;
  readonly commands: CommandNames;
}

/** The message a post becomes; always within Slack's limits. */
export const renderPost = (post: Post, settings: RenderSettings): Rendered =>
  withinLimits(draw(post, settings));

function draw(post: Post, settings: RenderSettings): Rendered {
  switch (post.kind) {
    case 'card':
      return approvalCard(post.view, settings);
    case 'note':
      return noteMessage(post.note);
    case 'end':
      return endMessage(post.view, settings.gitlabHost);
    case 'notice':
      return noticeMessage(post.notice, settings);
    case 'announcement':
      return announcementMessage(post.announcement, settings.commands);
    case 'day':
      return dayMessage(post.day);
  }
}
