import { createHash, timingSafeEqual } from 'node:crypto';
import type { GitLabUser } from '../core/deployment.ts';
import { isError, SlipwayError } from '../core/errors.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Credential, CredentialSource, TokenPair } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { PendingLink } from '../core/ports/stores.ts';
import { holdConnection } from './hold-connection.ts';
import { record } from './record.ts';

/** How long a sign-in may take, from the link in Slack to the confirmation. */
export const LINK_MINUTES = 10;

/**
 * Begins linking a Slack user to a GitLab account. The address is for that person alone: show it privately.
 * @throws SlipwayError `account-refused`, `account-unchecked`
 */
export async function startLink(ports: Ports, person: SlackPerson): Promise<string> {
  await ports.people.assertMayAct(person);
  const state = ports.chance.token();
  const slackName = (await ports.people.displayName(person.user)) ?? person.user;
  await ports.links.putAttempt({
    state,
    person,
    verifier: ports.chance.token() + ports.chance.token(),
    slackName,
  });
  return `${ports.settings.publicUrl}/oauth/gitlab/start?state=${state}`;
}

/**
 * Sends the browser that opened the link on to GitLab, and binds the sign-in to it.
 * @param browser secret of the browser's cookie
 * @returns GitLab's sign-in address
 * @throws SlipwayError `link-expired`
 */
export async function openLink(ports: Ports, state: string, browser: string): Promise<string> {
  const attempt = await ports.links.getAttempt(state);
  if (attempt === undefined) throw new SlipwayError('link-expired');
  await ports.links.putAttempt({ ...attempt, browser: digest(browser) });
  return ports.oauth.authorizeUrl({ state, verifier: attempt.verifier });
}

/** What the page after signing in asks the person to confirm. */
export interface LinkQuestion {
  readonly id: string;
  readonly gitlabUser: GitLabUser;
  readonly slackName: string;
}

/**
 * Ends the sign-in at GitLab. Links nothing yet: an attacker may have sent somebody else *their* link, so the page
 * names both accounts and waits for an explicit yes.
 * @param parameters the callback's query
 * @throws SlipwayError `link-expired`, `link-foreign` (another browser), `link-refused` (GitLab or the person said no)
 */
export async function finishSignIn(
  ports: Ports,
  parameters: URLSearchParams,
  browser: string,
): Promise<LinkQuestion> {
  const state = parameters.get('state') ?? '';
  const attempt = await ports.links.takeAttempt(state);
  if (attempt === undefined) throw new SlipwayError('link-expired');
  assertSameBrowser(attempt.browser, browser);
  const tokens = await ports.oauth.exchange({ parameters, state, verifier: attempt.verifier });
  const gitlabUser = await ports.gitlab.as(onlyOnce({ kind: 'oauth', token: tokens.accessToken })).users.me();
  const id = ports.chance.token();
  await ports.links.putPending({ id, person: attempt.person, browser: digest(browser), gitlabUser, tokens });
  return { id, gitlabUser, slackName: attempt.slackName };
}

/**
 * Links the accounts after the person's yes, tells them in Slack, and continues what they were doing.
 * @returns the GitLab user now linked
 * @throws SlipwayError `link-expired`, `link-foreign`, `account-taken`
 */
export async function confirmLink(ports: Ports, id: string, browser: string): Promise<PendingLink> {
  const link = await ports.links.takePending(id);
  if (link === undefined) throw new SlipwayError('link-expired');
  assertSameBrowser(link.browser, browser);
  const { person, gitlabUser, tokens } = link;
  try {
    const connection = { person, gitlabUser, tokens, since: ports.clock.now() };
    await holdConnection(ports, person, () => ports.connections.put(connection));
  } catch (error) {
    if (isError(error, 'account-taken')) await revokeAll(ports, tokens);
    throw error;
  }
  await record(ports, { act: 'connect', outcome: 'done', person, gitlabUser });
  const next = await ports.links.takeContinuation(person);
  if (next !== undefined) await ports.jobs.act(next);
  await tellConnected(ports, link, next !== undefined);
  return link;
}

/**
 * The person's no: nothing is linked, and GitLab takes back what it handed out.
 * @throws SlipwayError `link-foreign`
 */
export async function declineLink(ports: Ports, id: string, browser: string): Promise<void> {
  const link = await ports.links.takePending(id);
  if (link === undefined) return;
  assertSameBrowser(link.browser, browser);
  await revokeAll(ports, link.tokens);
}

/** The accounts are linked whether or not Slack takes the message; the page says so too. */
async function tellConnected(ports: Ports, link: PendingLink, continues: boolean): Promise<void> {
  try {
    await ports.notices.direct(link.person, {
      kind: 'connected',
      username: link.gitlabUser.username,
      continues,
    });
  } catch (error) {
    ports.log.warn(
      { user: link.person.user, err: error },
      'a new connection could not be told by direct message',
    );
  }
}

/**
 * Unlinks the person: the tokens are revoked at GitLab, and forgotten even where GitLab does not answer.
 * @returns the GitLab user name that was linked, and whether GitLab took the tokens back
 */
export async function disconnect(
  ports: Ports,
  person: SlackPerson,
): Promise<{ username: string | undefined; revoked: boolean }> {
  const connection = await holdConnection(ports, person, async () => {
    const known = await ports.connections.get(person);
    if (known !== undefined) await ports.connections.remove(person);
    return known;
  });
  if (connection === undefined) return { username: undefined, revoked: false };
  const revoked = await revokeAll(ports, connection.tokens);
  await record(ports, { act: 'disconnect', outcome: 'done', person, gitlabUser: connection.gitlabUser });
  return { username: connection.gitlabUser.username, revoked };
}

/** Whether GitLab took both back; never throws, since they are forgotten here in any case. */
async function revokeAll(ports: Ports, { accessToken, refreshToken }: TokenPair): Promise<boolean> {
  const tokens = [accessToken, ...(refreshToken === undefined ? [] : [refreshToken])];
  const results = await Promise.allSettled(tokens.map((token) => ports.oauth.revoke(token)));
  for (const result of results) {
    if (result.status === 'rejected')
      ports.log.warn({ err: result.reason }, 'a token could not be revoked at GitLab');
  }
  return results.every((result) => result.status === 'fulfilled');
}

function assertSameBrowser(expected: string | undefined, browser: string): void {
  const given = Buffer.from(digest(browser));
  const wanted = Buffer.from(expected ?? '');
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new SlipwayError('link-foreign');
}

/** A token nobody has stored yet cannot be renewed. */
const onlyOnce = (credential: Credential): CredentialSource => ({
  current: async () => credential,
  renewed: async () => {
    throw new SlipwayError('link-refused');
  },
});

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
