import { isError, SlipwayError } from '../core/errors.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Watch } from '../core/watch.ts';
import { asPerson } from './as-person.ts';
import { isOperator } from './operators.ts';

/**
 * Who may end a channel's watch there: whoever set it up, whoever may read the project themselves, and operators.
 * @throws SlipwayError `account-refused`, `account-unchecked`; `not-connected`, `connection-lost` where connecting would
 *   show whether they may; `watch-of-others` where they may not; GitLabError
 */
export async function assertMayEnd(ports: Ports, person: SlackPerson, watch: Watch): Promise<void> {
  if (await isOperator(ports, person)) return;
  if (watch.madeBy === person.user) return;
  const { api } = await asPerson(ports, person);
  try {
    await api.deployments.list(watch.project, { perPage: 1 });
  } catch (error) {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden')) throw error;
    throw new SlipwayError('watch-of-others', { project: watch.projectPath }, { cause: error });
  }
}
