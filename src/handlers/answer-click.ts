import { isError } from '../core/errors.ts';
import type { Notice } from '../core/notice.ts';
import { noticeOf, offerConnection } from '../flows/perform-act.ts';
import type { ReplyMode } from '../slack/reply-url.ts';
import type { Rendered } from '../slack/text-objects.ts';
import { noticeMessage } from '../slack/words/notices.ts';
import type { Click, HandlerContext } from './define.ts';

/**
 * Answers a click after its acknowledgement, since GitLab may need longer than Slack waits. A failure is told in words,
 * privately: the message that was clicked may be the whole channel's. Whoever is not connected is offered to connect,
 * and the click is answered afterwards.
 * @param mode whether the answer takes the place of the message that was clicked
 */
export function answerClick(
  context: HandlerContext,
  click: Click,
  mode: ReplyMode,
  draw: () => Promise<Rendered>,
): void {
  const { replies, words } = context;
  const answered = draw().then(
    (message) => replies.send(click.reply, message, mode),
    async (error: unknown) =>
      replies.send(click.reply, noticeMessage(await explain(context, click, error), words), 'private'),
  );
  context.track(answered);
}

async function explain({ ports }: HandlerContext, click: Click, error: unknown): Promise<Notice> {
  if (!isError(error, 'not-connected', 'connection-lost')) return noticeOf(ports, error);
  const { person, reply, actionId, value } = click;
  return offerConnection(ports, { kind: 'click', person, reply, control: actionId, value }).catch(
    (failure: unknown) => noticeOf(ports, failure),
  );
}
