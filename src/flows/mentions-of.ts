import { isError, SlipwayError } from '../core/errors.ts';
import type { SlackUserId, TeamId } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';
import { asWritten, isUserGroup, type Mention, type TypedMention } from '../core/watch-delivery.ts';

type Needs = Pick<Ports, 'people' | 'userGroups'>;

/**
 * Whom a watch names, as it keeps them: each is known to Slack, and a full member of the workspace where it is a person.
 * @throws SlipwayError `bad-value` naming who is not; `account-unchecked`
 */
export async function mentionsOf(
  ports: Needs,
  team: TeamId,
  typed: readonly TypedMention[],
): Promise<Mention[]> {
  const found = await Promise.all(typed.map((one) => mentionOf(ports, team, one)));
  return [...new Set(found)];
}

async function mentionOf(ports: Needs, team: TeamId, typed: TypedMention): Promise<Mention> {
  if ('handle' in typed) return namedGroup(ports, typed.handle);
  const { id } = typed;
  if (!isUserGroup(id)) return member(ports, team, id);
  // Without the scope to look, what was picked from Slack's own list is taken as it is.
  if ((await ports.userGroups.look(id)).state !== 'gone') return id;
  throw refused(asWritten(id), 'user groups that are in use; this one is disabled or gone from Slack');
}

async function namedGroup({ userGroups }: Needs, handle: string): Promise<Mention> {
  const sight = await userGroups.named(handle);
  if (sight.state === 'there') return sight.id;
  throw refused(
    `@${handle}`,
    sight.state === 'gone'
      ? 'people and user groups of this Slack; there is no user group of that name: pick one from the list Slack offers after @'
      : 'what is picked from the list Slack offers after @, since I may not look user groups up by name here',
  );
}

/** Guests, bots, the deactivated and people of other companies are not called, just as they may not act. */
async function member({ people }: Needs, team: TeamId, user: SlackUserId): Promise<Mention> {
  try {
    await people.assertMayAct({ team, user });
    return user;
  } catch (error) {
    if (!isError(error, 'account-refused')) throw error;
    const name = (await people.displayName(user)) ?? user;
    throw refused(
      name,
      'full members of this Slack workspace and its user groups, not guests, bots, people of other companies or deactivated accounts',
    );
  }
}

const refused = (value: string, takes: string): SlipwayError =>
  new SlipwayError('bad-value', { option: 'mention', value, takes });
