import { noticeOf } from '../flows/perform-act.ts';
import type { ReplyMode } from '../slack/reply-url.ts';
import type { Rendered } from '../slack/text-objects.ts';
import { noticeMessage } from '../slack/words/notices.ts';
import type { Click, HandlerContext } from './define.ts';

/**
 * Answers a click after its acknowledgement, since GitLab may need longer than Slack waits. A failure is told in words,
 * privately: the message that was clicked may be the whole channel's.
 * @param mode whether the answer takes the place of the message that was clicked
 */
export function answerClick(
  context: HandlerContext,
  click: Click,
  mode: ReplyMode,
  draw: () => Promise<Rendered>,
): void {
  const answered = draw().then(
    (message) => context.replies.send(click.reply, message, mode),
    (error: unknown) =>
      context.replies.send(
        click.reply,
        noticeMessage(noticeOf(context.ports, error), context.words),
        'private',
      ),
  );
  context.track(answered);
}
