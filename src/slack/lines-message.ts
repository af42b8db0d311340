import { withinLimits } from './limits.ts';
import { inGroups } from './row-menus.ts';
import { type Rendered, section } from './text-objects.ts';
import { plainFallback } from './words/fallback.ts';

/**
 * What a modal would show, as a message: for a click whose author had to connect first, since a modal opens only within
 * three seconds of a click.
 * @param lines mrkdwn, escaped
 */
export const linesMessage = (title: string, lines: readonly string[]): Rendered =>
  withinLimits({
    text: plainFallback([title, ...lines.slice(0, 5)].join(' – ')),
    blocks: inGroups([`*${title}*`, ...lines]).map(section),
  });
