import { clip } from '../escape.ts';

/**
 * The notification text of a message whose body is mrkdwn: links become their labels, user groups call nobody,
 * formatting marks go.
 * @param text mrkdwn, escaped already, so nothing is escaped twice
 */
export const plainFallback = (text: string): string => shorn(text.replaceAll(/[*`]/gu, ''));

/**
 * The same for where nothing is read as mrkdwn, such as a page or the words at an input: there a pattern such as `review/*`
 * keeps its star, without which it would say something else.
 * @param text mrkdwn, escaped already
 */
export const plainWords = (text: string): string =>
  shorn(text.replaceAll(/`([^`]*)`|[*`]/gu, (_mark, inCode: string | undefined) => inCode ?? ''));

const shorn = (text: string): string =>
  clip(
    text
      .replaceAll(/<[^<>|]*\|([^<>]*)>/gu, '$1')
      .replaceAll(/<!subteam\^[^<>]*>/gu, 'a user group')
      .replaceAll(/\s+/gu, ' ')
      .replaceAll(/@(?=here|channel|everyone|group)/giu, '＠')
      .trim(),
    3_000,
  );
