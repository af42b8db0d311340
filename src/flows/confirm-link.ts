import { isError, SlipwayError } from '../core/errors.ts';
import type { LinkChoice, LinkNews } from '../core/link-news.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { PendingLink } from '../core/ports/sign-in.ts';
import { afterLink } from './after-link.ts';
import { isSameBrowser } from './browser-sign-in.ts';
import { holdConnections, readableConnection } from './hold-connection.ts';
import { spendTokens, tryToRevoke } from './spend-tokens.ts';
import { asError, turnedAway } from './turned-away.ts';

/**
 * Takes the answer a browser gives on the confirmation page.
 * @param browser secret of the browser's cookie
 * @returns what was linked; `undefined` after a no
 * @throws SlipwayError `link-expired`, `link-foreign`, `account-taken`
 */
export async function answerOnPage(
  ports: Ports,
  id: string,
  choice: LinkChoice,
  browser: string,
): Promise<PendingLink | undefined> {
  const link = await ports.links.takePending(id);
  if (link === undefined) throw await turnedAway(ports, 'link-expired', undefined);
  if (isSameBrowser(link.browser, browser)) return settle(ports, link, choice);
  await tryToRevoke(ports, link.spent);
  throw await turnedAway(ports, 'link-foreign', link.person);
}

/** The id under which a question asked in Slack is kept: nobody but the person asked finds, or spends, it. */
export const askedInSlack = ({ team, user }: SlackPerson, id: string): string => `${team}/${user}/${id}`;

/**
 * Takes the answer a person gives in Slack.
 * @returns what was linked; `undefined` after a no
 * @throws SlipwayError `link-expired` (or another person's), `account-taken`
 */
export async function answerInSlack(
  ports: Ports,
  person: SlackPerson,
  id: string,
  choice: LinkChoice,
): Promise<PendingLink | undefined> {
  const link = await ports.links.takePending(askedInSlack(person, id));
  if (link === undefined) throw await turnedAway(ports, 'link-expired', person);
  return settle(ports, link, choice);
}

async function settle(ports: Ports, link: PendingLink, choice: LinkChoice): Promise<PendingLink | undefined> {
  try {
    if (choice === 'cancel') {
      await tryToRevoke(ports, link.spent);
      return undefined;
    }
    if (link.expiresAt <= ports.clock.now()) throw new SlipwayError('link-expired');
    await assertStillWelcome(ports, link.person);
    await connect(ports, link, choice);
    return link;
  } catch (error) {
    // What does stand is spared by it.
    await tryToRevoke(ports, link.spent);
    throw await turnedAway(ports, asError(error), link.person);
  }
}

/** Minutes have passed since the sign-in began. A Slack that does not answer just then is asked again at every use. */
async function assertStillWelcome({ people, log }: Ports, person: SlackPerson): Promise<void> {
  try {
    await people.assertMayAct(person);
  } catch (error) {
    if (!isError(error, 'account-unchecked')) throw error;
    log.warn({ user: person.user, err: error }, 'a sign-in was confirmed while Slack did not answer');
  }
}

/** Whatever follows once the accounts are linked cannot take the link back, so it neither fails it nor is lost. */
async function connect(ports: Ports, link: PendingLink, choice: LinkChoice): Promise<void> {
  const { person, takenBy } = link;
  const gitlabUser = { id: link.gitlabUser.id, username: link.gitlabUser.username };
  if (takenBy !== undefined && choice !== 'move')
    throw new SlipwayError('account-taken', { gitlabUser: gitlabUser.username });
  const news: LinkNews = {
    id: link.spent,
    person,
    gitlabUser,
    ...(takenBy === undefined ? {} : { from: takenBy }),
  };
  await takePrecaution(ports, news);
  const replaced: string[] = [];
  await put(ports, link, replaced).catch(async (error: unknown) => {
    if (!(await stands(ports, link))) throw error;
    ports.log.warn({ user: person.user, err: error }, 'a connection was stored, though its storing failed');
  });
  try {
    await ports.jobs.linked(news);
    await ports.spent.remove(link.spent);
    await Promise.all(replaced.map((handle) => ports.jobs.revoke(handle, 0)));
  } catch (error) {
    ports.log.warn({ user: person.user, err: error }, 'what follows a new connection could not be queued');
    await doAtOnce(ports, news);
  }
}

async function doAtOnce(ports: Ports, news: LinkNews): Promise<void> {
  try {
    await afterLink(ports, news, { done: [], note: async () => undefined });
    await ports.spent.remove(news.id);
  } catch (failure) {
    ports.log.error({ user: news.person.user, err: failure }, 'what follows a new connection was not done');
  }
}

/** How long a process has to queue what follows, before the precaution does. */
const LEFT_BEHIND_MS = 15_000;

/** A process that ends between storing the link and queueing what follows leaves that to a job queued before. */
async function takePrecaution(ports: Ports, news: LinkNews): Promise<void> {
  await ports.jobs.linked({ ...news, precaution: true }, LEFT_BEHIND_MS).catch((error: unknown) => {
    ports.log.warn({ user: news.person.user, err: error }, 'no precaution was taken for a new connection');
  });
}

/**
 * The tokens it takes the place of are noted to be taken back before they are forgotten.
 * @param replaced is given the handles of those notes
 */
async function put(
  ports: Ports,
  { person, gitlabUser, tokens, takenBy }: PendingLink,
  replaced: string[],
): Promise<void> {
  const other = takenBy === undefined ? undefined : { team: person.team, user: takenBy };
  await holdConnections(ports, person, other, async () => {
    for (const one of other === undefined ? [person] : [person, other]) {
      const before = await readableConnection(ports, one);
      if (before !== undefined) replaced.push(await spendTokens(ports, one, before.tokens));
    }
    await ports.connections.put({ person, gitlabUser, tokens, since: ports.clock.now() }, takenBy);
  });
}

async function stands(ports: Ports, { person, tokens }: PendingLink): Promise<boolean> {
  try {
    return (await ports.connections.get(person))?.tokens.accessToken === tokens.accessToken;
  } catch (error) {
    if (isError(error, 'store-unavailable')) return false;
    throw error;
  }
}
