import { SlipwayError } from '../core/errors.ts';
import { SlackUserId, type TeamId } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Watch } from '../core/watch.ts';
import { mentionedIn, type WatchFilters } from '../core/watch-filters.ts';

/**
 * Filters as a watch keeps them: who is mentioned in Slack stands there as the GitLab account they have connected.
 * @throws SlipwayError `bad-value` for somebody who has connected none
 */
export async function filtersOf(
  ports: Pick<Ports, 'connections'>,
  wish: WatchFilters & { readonly person: { readonly team: TeamId } },
): Promise<Pick<Watch, 'environments' | 'tiers' | 'refs' | 'by' | 'on'>> {
  const by = await Promise.all(wish.by.map((pattern) => deployer(ports, wish.person.team, pattern)));
  return {
    environments: [...wish.environments],
    ...(wish.tiers.length === 0 ? {} : { tiers: [...wish.tiers] }),
    ...(wish.refs.length === 0 ? {} : { refs: [...wish.refs] }),
    ...(by.length === 0 ? {} : { by }),
    on: [...wish.on],
  };
}

async function deployer(
  { connections }: Pick<Ports, 'connections'>,
  team: TeamId,
  pattern: string,
): Promise<string> {
  const mentioned = mentionedIn(pattern);
  if (mentioned === undefined) return pattern;
  const connection = await connections.get({ team, user: SlackUserId.parse(mentioned.user) });
  if (connection !== undefined) return `${mentioned.not}${connection.gitlabUser.username.toLowerCase()}`;
  throw new SlipwayError('bad-value', {
    option: 'by',
    value: pattern,
    takes: 'people who have connected their GitLab account, or GitLab usernames such as `dana`',
  });
}
