import { clip } from '../escape.ts';

/**
 * The notification text of a message whose body is mrkdwn: links become their labels, user groups call nobody,
 * formatting marks go.
 * @param text mrkdwn, escaped already, so nothing is escaped twice
 */
export const plainFallback = (text: string): string =>
  clip(
    text
      .replaceAll(/<[^<>|]*\|([^<>]*)>/gu, '$1')
      .replaceAll(/<!subteam\^[^<>]*>/gu, 'a user group')
      .replaceAll(/[*`]/gu, '')
      .replaceAll(/\s+/gu, ' ')
      .replaceAll(/@(?=here|channel|everyone|group)/giu, '＠')
      .trim(),
    3_000,
  );
