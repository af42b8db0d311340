import { isError, SlipwayError } from '../core/errors.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Credential } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { dropConnection } from './drop-connection.ts';

/** A refusal is common where somebody lacks a role, so whose account it is that is refused is asked this seldom. */
const ASKED_EVERY_MS = 60_000;

type Needs = Parameters<typeof dropConnection>[0] & Pick<Ports, 'gitlab' | 'once' | 'people'>;

/**
 * Whether Slack still lets this person act. The connection of somebody deactivated ends with it.
 * @throws SlipwayError `account-refused`, `account-unchecked`
 */
export async function assertInSlack(ports: Needs, person: SlackPerson): Promise<void> {
  try {
    await ports.people.assertMayAct(person);
  } catch (error) {
    await endIfDeactivated(ports, person, error);
    throw error;
  }
}

/**
 * Ends the connection of a person whom Slack refuses because their account is deactivated. Of a guest it stays: whoever
 * becomes a member again goes on.
 * @param refusal whatever `assertMayAct` threw
 */
export async function endIfDeactivated(
  ports: Parameters<typeof dropConnection>[0],
  person: SlackPerson,
  refusal: unknown,
): Promise<void> {
  if (isError(refusal, 'account-refused') && refusal.facts.why === 'deactivated')
    await dropConnection(ports, person, 'account-refused');
}

/**
 * Tells a refused account from a refused act after GitLab answered 403: a blocked account, or one that has not accepted
 * the terms, is refused everything, itself included. Its connection ends.
 * @throws SlipwayError `gitlab-account-refused`
 */
export async function assertInGitLab(
  ports: Needs,
  person: SlackPerson,
  credential: Credential,
): Promise<void> {
  const question = `account-asked-${person.team}-${person.user}`;
  if (!(await ports.once.claim(question, ASKED_EVERY_MS))) return;
  try {
    await ports.gitlab
      .as({ current: async () => credential, renewed: async (refused) => refused })
      .users.me();
  } catch (error) {
    if (!isError(error, 'gitlab-forbidden')) return;
    const dropped = await dropConnection(ports, person, 'gitlab-account-refused');
    throw new SlipwayError('gitlab-account-refused', { gitlabUser: dropped?.gitlabUser.username });
  }
}
