import type { AnswerWatchAct } from '../core/acts.ts';
import { SlipwayError } from '../core/errors.ts';
import { MessageTs } from '../core/ids.ts';
import { decodeWatchValue } from '../slack/watch-value.ts';
import type { Click } from './define.ts';

/**
 * The act behind a button below the question about a paused watch.
 * @throws SlipwayError `control-unknown` for a value we did not write, or a click that names no message
 */
export function answerWatchAct(click: Click, answer: AnswerWatchAct['answer']): AnswerWatchAct {
  const value = decodeWatchValue(click.value);
  const message = MessageTs.safeParse(click.message);
  if (value === undefined || !message.success) throw new SlipwayError('control-unknown');
  return {
    kind: 'answer-watch',
    person: click.person,
    reply: click.reply,
    answer,
    watch: { team: click.person.team, channel: click.channel, ...value.subject },
    message: message.data,
    askedAt: value.askedAt,
  };
}
