import type { SlipwayError } from '../../core/errors.ts';
import type { CommandNames } from '../words/commands.ts';
import { errorWords } from '../words/errors.ts';
import { plainWords } from '../words/fallback.ts';

/** A refusal as it stands at an input: what Slack shows there is not mrkdwn, and its escapes would be read letter by letter. */
export function plainError({ code, facts }: SlipwayError, commands: CommandNames): string {
  const { say, next } = errorWords(code, facts, commands);
  return plainWords(next === undefined ? say : `${say} ${next}`)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
