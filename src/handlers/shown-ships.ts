import type { ModalView } from '@slack/types';
import type { CardRecord } from '../core/card.ts';
import type { SlackPerson } from '../core/person.ts';
import { asPerson } from '../flows/as-person.ts';
import { projectAt } from '../flows/read-deployment.ts';
import { shippedBy } from '../flows/shipped-by.ts';
import type { CardReference } from '../slack/modals/card-reference.ts';
import { shipsModal } from '../slack/modals/ships.ts';
import type { ModalSubject } from '../slack/modals/subject.ts';
import { type ShippedPage, shippedPage } from '../slack/shipped-page.ts';
import type { HandlerContext } from './define.ts';

/** Of what GitLab linked to a deployment, as many as a page of the modal surely holds. */
const ROWS = 10;

/**
 * One page of what a card's deployment ships, read with the person's own rights.
 * @throws SlipwayError `not-connected`, `account-refused`, `account-unchecked`; GitLabError
 */
export async function shipsPage(
  { ports, words }: HandlerContext,
  person: SlackPerson,
  card: CardRecord,
  page: number,
): Promise<ShippedPage> {
  const { api } = await asPerson(ports, person);
  const project = projectAt(ports.gitlab.baseUrl, card.project, card.projectPath);
  const query = { page, perPage: ROWS };
  const shipped = await shippedBy(api, ports.gitlab.baseUrl, project, card.deployment, query);
  return shippedPage(shipped, project, page, words.gitlabHost);
}

/** The same as the modal that shows it. */
export const shipsView = async (
  context: HandlerContext,
  person: SlackPerson,
  card: CardRecord,
  opened: { readonly subject: ModalSubject; readonly reference: CardReference; readonly page: number },
): Promise<ModalView> =>
  shipsModal(opened.subject, await shipsPage(context, person, card, opened.page), opened.reference);
