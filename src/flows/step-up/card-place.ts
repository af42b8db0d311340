import type { Ports } from '../../core/ports/ports.ts';
import type { ConfirmedPlace, StepUp } from '../../core/ports/step-up.ts';

/** A little later than the record ends, so that the card is drawn without it. */
const AFTER_MS = 500;

type Needs = Pick<Ports, 'cards' | 'jobs' | 'stepUps' | 'log' | 'clock'>;

/** The deployment an approval under confirmation is about. */
const placeOf = ({ act, project, named }: StepUp): ConfirmedPlace => ({
  team: act.person.team,
  project,
  deployment: named.deployment,
});

/** The cards of the deployment say that the person is confirming, until they have, or the time for it is over. */
export async function showConfirming(ports: Needs, stepUp: StepUp, name: string): Promise<void> {
  const { expiresAt, act } = stepUp;
  await ports.stepUps.begin(placeOf(stepUp), act.person.user, name, expiresAt);
  await redraw(ports, placeOf(stepUp));
  await redraw(ports, placeOf(stepUp), expiresAt - ports.clock.now() + AFTER_MS);
}

/**
 * They say so no longer. What the person has done stands even where that cannot be asked for now: the cards are drawn
 * anew anyway when the ten minutes are over.
 */
export async function stopConfirming(ports: Needs, stepUp: StepUp): Promise<void> {
  try {
    await ports.stepUps.end(placeOf(stepUp), stepUp.act.person.user);
    await redraw(ports, placeOf(stepUp));
  } catch (error) {
    const { deployment } = placeOf(stepUp);
    ports.log.warn({ deployment, err: error }, 'a card could not be told that a confirmation is over');
  }
}

async function redraw(ports: Needs, place: ConfirmedPlace, afterMs = 0): Promise<void> {
  const open = await ports.cards.open(place.project);
  const own = open.filter((card) => card.team === place.team && card.deployment === place.deployment);
  for (const card of own)
    await (afterMs > 0 ? ports.jobs.publishLater(card, afterMs) : ports.jobs.publish(card));
}
