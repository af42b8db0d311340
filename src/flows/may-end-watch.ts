import { isError, SlipwayError } from '../core/errors.ts';
import type { AnyWatch } from '../core/group-watch.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import { marks } from '../core/step-up.ts';
import type { Watch } from '../core/watch.ts';
import { asPerson } from './as-person.ts';
import { isOperator } from './operators.ts';
import { assertReads } from './reads-watch.ts';

/** How the audit trail tells that approvals of an environment may be confirmed in the browser no longer. */
export const UNMARKED = 'confirm:browser dropped';

/** What the line of a watch's end says besides. */
export const unmarkedBy = (watch: Pick<Watch, 'confirm'>): { detail?: string } =>
  marks(watch) ? { detail: UNMARKED } : {};

/**
 * Who may take away, or change, that approvals are confirmed in the browser: whoever set the watch up, and operators.
 * Reading the project is not enough: the mark is there against those who may approve.
 * @throws SlipwayError `account-refused`, `account-unchecked`, `watch-marked`
 */
export async function assertMayUnmark(
  ports: Ports,
  person: SlackPerson,
  watch: Pick<Watch, 'madeBy' | 'projectPath'>,
): Promise<void> {
  if ((await isOperator(ports, person)) || watch.madeBy === person.user) return;
  throw new SlipwayError('watch-marked', { project: watch.projectPath });
}

/**
 * Who may end a channel's watch there: whoever set it up, whoever may read what it shows themselves, and operators.
 * @throws SlipwayError `account-refused`, `account-unchecked`; `not-connected`, `connection-lost` where connecting would
 *   show whether they may; `watch-of-others` where they may not; `watch-marked`; GitLabError
 */
export async function assertMayEnd(ports: Ports, person: SlackPerson, watch: AnyWatch): Promise<void> {
  if (marks(watch)) return assertMayUnmark(ports, person, watch);
  await assertMayTry(ports, person, watch);
}

/**
 * Who may have a test sent for a watch: whoever could end one that marks nothing.
 * @throws SlipwayError as `assertMayEnd`, but for `watch-marked`
 */
export async function assertMayTry(ports: Ports, person: SlackPerson, watch: AnyWatch): Promise<void> {
  if (await isOperator(ports, person)) return;
  if (watch.madeBy === person.user) return;
  const { api } = await asPerson(ports, person);
  try {
    await assertReads(api, watch);
  } catch (error) {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden')) throw error;
    throw new SlipwayError('watch-of-others', { project: watch.projectPath }, { cause: error });
  }
}
