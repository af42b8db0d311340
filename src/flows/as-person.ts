import type { GitLabUser } from '../core/deployment.ts';
import { isError, SlipwayError } from '../core/errors.ts';
import type { SlackPerson } from '../core/person.ts';
import type {
  Credential,
  CredentialSource,
  GitLabApi,
  TokenPair,
  WriteAnswer,
} from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Connection } from '../core/ports/stores.ts';
import { assertInGitLab, assertInSlack } from './assert-welcome.ts';
import { dropHeld } from './drop-connection.ts';
import { holdConnection } from './hold-connection.ts';

/** Refresh this long before the access token ends, so that no request leaves with one that dies on the way. */
const EARLY_MS = 60_000;

/** Everything `asPerson` needs of the outside. */
type Needs = Parameters<typeof assertInGitLab>[0] & Pick<Ports, 'oauth'>;

/**
 * GitLab with the person's own authorisation: the only way to write.
 * @param observe is told of every answer to a write
 * @throws SlipwayError `account-refused`, `account-unchecked`, `not-connected`
 */
export async function asPerson(
  ports: Needs,
  person: SlackPerson,
  observe?: (answer: WriteAnswer) => void,
): Promise<{ api: GitLabApi; me: GitLabUser }> {
  const reading = ports.connections.get(person);
  // Marks it as watched: who may not act is told so first, whatever became of the connection.
  reading.catch(() => undefined);
  await assertInSlack(ports, person);
  const connection = await reading;
  if (connection === undefined) throw new SlipwayError('not-connected');
  const { gitlabUser, tokens } = connection;
  return { api: ports.gitlab.as(personCredential(ports, person, tokens), observe), me: gitlabUser };
}

/**
 * The access token of a person, renewed when it ends or when GitLab refuses it. It is read once per act: GitLab refuses
 * one that was renewed or revoked meanwhile, and then the stored pair decides.
 */
function personCredential(ports: Needs, person: SlackPerson, stored: TokenPair): CredentialSource {
  let tokens = stored;
  // Requests of one act that are refused together share the question.
  let asked: Promise<void> | undefined;
  const renew = async (refused: string): Promise<Credential> => {
    tokens = await refreshed(ports, person, refused);
    return credentialOf(tokens);
  };
  return {
    current: async () => {
      const { expiresAt, accessToken } = tokens;
      const lives = expiresAt === undefined || expiresAt - EARLY_MS > ports.clock.now();
      return lives ? credentialOf(tokens) : renew(accessToken);
    },
    renewed: (refused) => renew(refused.token),
    forbidden: (refused) => {
      asked ??= assertInGitLab(ports, person, refused);
      return asked;
    },
  };
}

/**
 * One refresh at a time per person, in all processes: GitLab's refresh tokens work once, and the loser of a race would
 * lose the connection. Whoever waited finds the new pair already stored. It is stored before anyone uses it.
 */
async function refreshed(ports: Needs, person: SlackPerson, refused: string): Promise<TokenPair> {
  return holdConnection(ports, person, async () => {
    const latest = await connectionOf(ports, person);
    if (latest.tokens.accessToken !== refused) return latest.tokens;
    try {
      const tokens = await renewedPair(ports, latest.tokens);
      await ports.connections.put({ ...latest, tokens });
      return tokens;
    } catch (error) {
      if (!isError(error, 'connection-lost')) throw error;
      return await newerPair(ports, person, refused, error);
    }
  });
}

async function renewedPair({ oauth }: Needs, { refreshToken }: TokenPair): Promise<TokenPair> {
  if (refreshToken === undefined) throw new SlipwayError('connection-lost');
  return oauth.refresh(refreshToken);
}

/**
 * A process that stood still may have lost the lock, and the race: then the pair stored meanwhile counts. Otherwise the
 * connection is over, whoever used the refresh token.
 * @throws SlipwayError `connection-lost`
 */
async function newerPair(
  ports: Needs,
  person: SlackPerson,
  refused: string,
  error: SlipwayError,
): Promise<TokenPair> {
  const { tokens } = await connectionOf(ports, person);
  if (tokens.accessToken !== refused) return tokens;
  await dropHeld(ports, person, 'connection-lost');
  throw error;
}

async function connectionOf(ports: Needs, person: SlackPerson): Promise<Connection> {
  const connection = await ports.connections.get(person);
  if (connection === undefined) throw new SlipwayError('not-connected');
  return connection;
}

const credentialOf = ({ accessToken }: TokenPair): Credential => ({ kind: 'oauth', token: accessToken });
