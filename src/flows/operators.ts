import { SlipwayError } from '../core/errors.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';

interface Needs {
  readonly people: Pick<Ports['people'], 'assertMayAct' | 'isAdmin'>;
  readonly settings: Pick<Ports['settings'], 'operators'>;
}

/**
 * Whether somebody runs this Slipway: an admin or owner of the workspace, or one of those named in `OPERATORS`.
 * @throws SlipwayError `account-refused` (a list names nobody who may not act at all), `account-unchecked`
 */
export async function isOperator({ people, settings }: Needs, person: SlackPerson): Promise<boolean> {
  await people.assertMayAct(person);
  return settings.operators.includes(person.user) || (await people.isAdmin(person));
}

/**
 * Refuses whoever does not run this Slipway.
 * @throws SlipwayError `operators-only`, `account-refused`, `account-unchecked`
 */
export async function assertOperator(ports: Needs, person: SlackPerson): Promise<void> {
  if (!(await isOperator(ports, person))) throw new SlipwayError('operators-only');
}
