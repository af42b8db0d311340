import type { CardView } from '../../core/card.ts';
import { asWritten } from '../../core/watch-delivery.ts';
import { literal } from '../escape.ts';
import { CARD } from '../words/card.ts';
import { both } from '../words/counts.ts';

/** More would make a wall of names. */
const MOST = 5;

/**
 * Whom the first post calls: those its watch names, and those who are asked to approve. The only mentions there are, of
 * ids checked by `SlackUserId` and `UserGroupId`; whoever is not connected stands there by name.
 */
export function cardAsked({ mention, asked, called = [] }: CardView): string | undefined {
  const { groups = [], names = [], more = 0 } = asked ?? {};
  const named = names.slice(0, MOST).map((name) => literal(name, 40));
  const rest = more > 0 ? [CARD.moreAsked(more)] : [];
  const all = [...[...groups, ...mention].slice(0, MOST).map(asWritten), ...named, ...rest];
  const lines = [
    called.length === 0 ? undefined : CARD.called(both(called.slice(0, MOST).map(asWritten))),
    all.length === 0 ? undefined : CARD.asked(both(all)),
  ].filter((line) => line !== undefined);
  return lines.length === 0 ? undefined : lines.join('\n');
}
