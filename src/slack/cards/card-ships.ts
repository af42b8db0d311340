import type { Button, SectionBlock } from '@slack/types';
import type { CardView, Ships } from '../../core/card.ts';
import { code, literal } from '../escape.ts';
import { ACTION, encodeControl } from '../ids.ts';
import { link } from '../links.ts';
import { plain, section } from '../text-objects.ts';
import {
  authorsWords,
  CARD,
  looseCommits,
  lostCommits,
  moreMergeRequests,
  shipsSummary,
} from '../words/card.ts';

const SHOWN = 3;

/** What the deployment would bring, with a button that shows all of it where there is more to see. */
export function cardShips(view: CardView, ships: Ships, gitlabHost: string): SectionBlock {
  const drawn = section(shipsText(ships, gitlabHost));
  return ships.commits === 0 ? drawn : { ...drawn, accessory: showAll(view) };
}

/** The same as mrkdwn lines. */
function shipsText(ships: Ships, gitlabHost: string): string {
  const rest = requestsOf(ships) - Math.min(SHOWN, ships.mergeRequests.length);
  return [
    `*${CARD.ships}*: ${shipsHead(ships, gitlabHost)}`,
    ...ships.mergeRequests.slice(0, SHOWN).map((one) => mergeRequestLine(one, gitlabHost)),
    ...(rest > 0 ? [`• ${moreMergeRequests(rest)}`] : []),
    ...(ships.loose > 0 ? [`• ${looseCommits(ships.loose, ships.uncertain === true)}`] : []),
  ].join('\n');
}

/** `6 merge requests, 14 commits by Dana Ruiz and Kim Berg · Compare with 99aa88bb`, and what would be lost. */
export function shipsHead(ships: Ships, gitlabHost: string): string {
  if (ships.unreadable === true) return CARD.shipsUnreadable;
  if (ships.since === null) return CARD.firstDeployment;
  const { behind = 0, commits } = ships;
  const base = `${CARD.compare} ${code(ships.since, 40)}`;
  const compare = ships.compareUrl === null ? '' : ` · ${link(ships.compareUrl, base, gitlabHost)}`;
  if (commits === 0) return `${behind > 0 ? CARD.olderBy(behind) : CARD.sameCode}${compare}`;
  const counts = shipsSummary(requestsOf(ships), commits);
  const lost = behind > 0 ? `\n${lostCommits(behind)}` : '';
  return `${counts}${authors(ships)}${compare}${lost}`;
}

const requestsOf = ({ requests, mergeRequests }: Ships): number => requests ?? mergeRequests.length;

const authors = ({ names = [], authors: count }: Ships): string =>
  authorsWords(
    names.map((name) => literal(name, 40)),
    count,
  );

const showAll = ({ id, revision }: CardView): Button => ({
  type: 'button',
  action_id: ACTION.showShips,
  text: plain(CARD.showAll, 75),
  value: encodeControl({ card: id, revision }),
});

/** `• !812 Checkout retries`, the number a link. */
const mergeRequestLine = (one: Ships['mergeRequests'][number], gitlabHost: string): string =>
  `• ${link(one.webUrl, `!${one.iid}`, gitlabHost)} ${literal(one.title, 120)}`;
