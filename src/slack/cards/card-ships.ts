import type { Ships } from '../../core/card.ts';
import { code, literal } from '../escape.ts';
import { link } from '../links.ts';
import { CARD, looseCommits, moreMergeRequests, shipsSummary } from '../words/card.ts';

const SHOWN = 3;

/** What the deployment would bring, as mrkdwn lines. */
export function cardShips(ships: Ships, gitlabHost: string): string {
  if (ships.since === null) return `*${CARD.ships}*: ${CARD.firstDeployment}`;
  const counts = shipsSummary(ships.mergeRequests.length, ships.commits, ships.authors);
  const base = `${CARD.compare} ${code(ships.since, 40)}`;
  const compare = ships.compareUrl === null ? '' : ` · ${link(ships.compareUrl, base, gitlabHost)}`;
  const rest = ships.mergeRequests.length - SHOWN;
  return [
    `*${CARD.ships}*: ${counts}${compare}`,
    ...ships.mergeRequests.slice(0, SHOWN).map((one) => mergeRequestLine(one, gitlabHost)),
    ...(rest > 0 ? [`• ${moreMergeRequests(rest)}`] : []),
    ...(ships.loose > 0 ? [`• ${looseCommits(ships.loose)}`] : []),
  ].join('\n');
}

/** `• !812 Checkout retries`, the number a link. */
export const mergeRequestLine = (one: Ships['mergeRequests'][number], gitlabHost: string): string =>
  `• ${link(one.webUrl, `!${one.iid}`, gitlabHost)} ${literal(one.title, 120)}`;
