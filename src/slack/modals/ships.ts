import type { ModalView } from '@slack/types';
import type { Ships } from '../../core/card.ts';
import { mergeRequestLine } from '../cards/card-ships.ts';
import { code } from '../escape.ts';
import { link } from '../links.ts';
import { CARD, looseCommits, shipsSummary } from '../words/card.ts';
import { andMore, MODAL } from '../words/modals.ts';
import { messageModal } from './message.ts';
import { type ModalSubject, subjectWords } from './subject.ts';

const SHOWN = 100;

/** Everything the card had no room for: all merge requests. */
export const shipsModal = (subject: ModalSubject, ships: Ships | undefined, gitlabHost: string): ModalView =>
  messageModal(MODAL.ships.title, [subjectWords(subject), ...shipsLines(ships, gitlabHost)]);

/** All of it, line by line. */
export function shipsLines(ships: Ships | undefined, gitlabHost: string): string[] {
  if (ships === undefined) return [MODAL.ships.pending];
  if (ships.since === null) return [MODAL.ships.first];
  if (ships.commits === 0) return [MODAL.ships.nothing];
  const rest = ships.mergeRequests.length - SHOWN;
  return [
    shipsSummary(ships.mergeRequests.length, ships.commits, ships.authors),
    ...(ships.compareUrl === null
      ? []
      : [link(ships.compareUrl, `${CARD.compare} ${code(ships.since, 40)}`, gitlabHost)]),
    ...ships.mergeRequests.slice(0, SHOWN).map((one) => mergeRequestLine(one, gitlabHost)),
    ...(rest > 0 ? [andMore(rest)] : []),
    ...(ships.loose > 0 ? [looseCommits(ships.loose)] : []),
  ];
}
