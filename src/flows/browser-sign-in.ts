import { createHash, timingSafeEqual } from 'node:crypto';
import type { GitLabUser } from '../core/deployment.ts';
import type { Ports } from '../core/ports/ports.ts';
import { askToLink } from './ask-to-link.ts';
import { slackNameOf } from './start-sign-in.ts';
import { asError, turnedAway } from './turned-away.ts';

/**
 * Sends the browser that opened the link on to GitLab, and binds the sign-in to it.
 * @param browser secret of the browser's cookie
 * @returns GitLab's sign-in address
 * @throws SlipwayError `link-expired`
 */
export async function openLink(ports: Ports, state: string, browser: string): Promise<string> {
  const attempt = await ports.links.getAttempt(state);
  if (attempt === undefined) throw await turnedAway(ports, 'link-expired', undefined);
  await ports.links.putAttempt({ ...attempt, browser: digest(browser) });
  return ports.oauth.authorizeUrl({ state, verifier: attempt.verifier });
}

/** What the page after signing in asks the person to confirm. */
export interface LinkQuestion {
  readonly id: string;
  readonly gitlabUser: GitLabUser;
  readonly slackName: string;
  /** The Slack user this GitLab account would be taken from. */
  readonly takenBy: string | undefined;
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
  if (attempt === undefined) throw await turnedAway(ports, 'link-expired', undefined);
  const { person, verifier, slackName } = attempt;
  if (!isSameBrowser(attempt.browser, browser)) throw await turnedAway(ports, 'link-foreign', person);
  try {
    const tokens = await ports.oauth.exchange({ parameters, state, verifier });
    const id = ports.chance.token();
    const { gitlabUser, takenBy } = await askToLink(ports, { id, person, browser: digest(browser), tokens });
    const other = takenBy === undefined ? undefined : await slackNameOf(ports, { user: takenBy });
    return { id, gitlabUser, slackName, takenBy: other };
  } catch (error) {
    throw await turnedAway(ports, asError(error), person);
  }
}

/** Whether a browser shows the cookie a sign-in was bound to; the time it takes tells nothing. */
export function isSameBrowser(expected: string | undefined, browser: string): boolean {
  if (expected === undefined || browser === '') return false;
  const given = Buffer.from(digest(browser));
  const wanted = Buffer.from(expected);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
