import type { CardView } from '../../core/card.ts';
import { literal } from '../escape.ts';
import { CARD } from '../words/card.ts';
import { both } from '../words/counts.ts';

/** More would make a wall of names. */
const MOST = 5;

/**
 * Whom the first post asks. The only mentions there are, of ids checked by `SlackUserId` and `UserGroupId`; whoever is not
 * connected stands there by name.
 */
export function cardAsked({ mention, asked }: CardView): string | undefined {
  const { groups = [], names = [], more = 0 } = asked ?? {};
  const called = [
    ...groups.slice(0, MOST).map((group) => `<!subteam^${group}>`),
    ...mention.slice(0, MOST).map((user) => `<@${user}>`),
  ];
  const named = names.slice(0, MOST).map((name) => literal(name, 40));
  const rest = more > 0 ? [CARD.moreAsked(more)] : [];
  const all = [...called, ...named, ...rest];
  return all.length === 0 ? undefined : CARD.asked(both(all));
}
