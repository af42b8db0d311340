import { SlipwayError } from '../../core/errors.ts';
import type { SlackPerson } from '../../core/person.ts';
import { ACTION, BLOCK, CALLBACK, encodeControl } from '../../slack/ids.ts';
import { decodeReference } from '../../slack/modals/card-reference.ts';
import { cardSubject } from '../card-subject.ts';
import { type Change, defineView, type HandlerContext } from '../define.ts';
import { fillModal } from '../fill-modal.ts';
import { shipsView } from '../shown-ships.ts';

/** *Previous* and *Next* in the modal of what ships: asked anew, as the person who turns the page. */
export const ships = defineView({
  callbackId: CALLBACK.ships,
  submit: () => Promise.reject(new SlipwayError('control-unknown')),
  change: (context, change) => {
    if (change.block === BLOCK.shipsPage) context.track(turnPage(context, change));
  },
});

async function turnPage(context: HandlerContext, { person, value, form }: Change): Promise<void> {
  const reference = decodeReference(form.view.private_metadata);
  const draw = async () => {
    if (reference === undefined || !/^\d{1,5}$/u.test(value)) throw new SlipwayError('control-unknown');
    const { card, subject } = await cardSubject(context.ports, person.team, reference);
    return shipsView(context, person, card, { subject, reference, page: Number(value) });
  };
  await fillModal(context, form.view.id, draw, reference && actOf(person, reference));
}

const actOf = (
  person: SlackPerson,
  { card, revision, channel }: NonNullable<ReturnType<typeof decodeReference>>,
) =>
  ({
    kind: 'click',
    person,
    reply: { ...person, channel },
    control: ACTION.showShips,
    value: encodeControl({ card, revision }),
  }) as const;
