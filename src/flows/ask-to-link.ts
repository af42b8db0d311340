import type { GitLabUser } from '../core/deployment.ts';
import { SlipwayError } from '../core/errors.ts';
import type { SlackUserId } from '../core/ids.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Credential, CredentialSource, TokenPair } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { spendTokens, tryToRevoke } from './spend-tokens.ts';

/** A sign-in GitLab has just granted. */
interface Granted {
  readonly id: string;
  readonly person: SlackPerson;
  /** Digest of the browser's cookie; none where the yes is given in Slack. */
  readonly browser: string | undefined;
  readonly tokens: TokenPair;
}

/**
 * Keeps a granted sign-in until the person has said yes or no. Its tokens are noted to be taken back first: without a
 * yes in time, or where anything fails on the way, they do not live on.
 * @returns whose account it is, and who else in the workspace holds it now
 * @throws GitLabError, SlipwayError `store-unavailable`
 */
export async function askToLink(
  ports: Ports,
  { id, person, browser, tokens }: Granted,
): Promise<{ gitlabUser: GitLabUser; takenBy: SlackUserId | undefined }> {
  const { signInMs } = ports.settings;
  const expiresAt = ports.clock.now() + signInMs;
  const spent = await spendTokens(ports, person, tokens, signInMs);
  try {
    const gitlabUser = await ports.gitlab
      .as(onlyOnce({ kind: 'oauth', token: tokens.accessToken }))
      .users.me();
    const takenBy = await ownerOf(ports, person, gitlabUser);
    await ports.links.putPending({ id, person, browser, gitlabUser, tokens, takenBy, spent, expiresAt });
    return { gitlabUser, takenBy };
  } catch (error) {
    await tryToRevoke(ports, spent);
    throw error;
  }
}

async function ownerOf(
  { connections }: Ports,
  { team, user }: SlackPerson,
  { id }: GitLabUser,
): Promise<SlackUserId | undefined> {
  const owner = (await connections.slackUsersOf(team, [id])).get(id);
  return owner === user ? undefined : owner;
}

/** A token nobody has stored yet cannot be renewed. */
const onlyOnce = (credential: Credential): CredentialSource => ({
  current: async () => credential,
  renewed: async () => {
    throw new SlipwayError('link-refused');
  },
});
