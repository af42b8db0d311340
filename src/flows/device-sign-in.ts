import { codeOf, ERROR_TABLE, isError } from '../core/errors.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { LinkAnswer } from '../core/link-news.ts';
import type { SlackPerson } from '../core/person.ts';
import type { TokenPair } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { DeviceAttempt } from '../core/ports/sign-in.ts';
import { askToLink } from './ask-to-link.ts';
import { answerInSlack, askedInSlack } from './confirm-link.ts';
import { noticeOf } from './perform-act.ts';
import { asError, turnedAway } from './turned-away.ts';

/** What RFC 8628 (3.5) has a client wait longer after `slow_down`. */
const SLOWER_MS = 5_000;

/**
 * Asks GitLab once whether a person has entered their code. Once they have, they are asked in Slack whether to connect:
 * whoever entered the code need not be the person it was shown to.
 * @returns milliseconds until it should be asked again; `undefined` when this sign-in is over
 * @throws SlipwayError `store-unavailable`
 */
export async function pollDeviceSignIn(
  ports: Ports,
  { person, id }: { person: SlackPerson; id: string },
): Promise<number | undefined> {
  const attempt = await ports.links.getDevice(person);
  // Replaced by a newer one, or over.
  if (attempt?.id !== id || attempt.expiresAt <= ports.clock.now()) return undefined;
  try {
    const answer = await ports.oauth.pollDevice(attempt.deviceCode);
    if (answer === 'pending') return attempt.intervalMs;
    if (answer === 'slow-down') return await slowDown(ports, attempt);
    await ports.links.removeDevice(person);
    await ask(ports, person, answer);
  } catch (error) {
    if (error instanceof GitLabError && ERROR_TABLE[error.code].retry !== 'never')
      return Math.max(attempt.intervalMs, error.retryAfterMs ?? 0);
    if (isError(error, 'store-unavailable')) throw error;
    await giveUp(ports, person, error);
  }
  return undefined;
}

async function slowDown(ports: Ports, attempt: DeviceAttempt): Promise<number> {
  const intervalMs = attempt.intervalMs + SLOWER_MS;
  const { expiresAt } = attempt;
  await ports.links.putDevice({ ...attempt, intervalMs }, Math.max(1, expiresAt - ports.clock.now()));
  return intervalMs;
}

async function ask(ports: Ports, person: SlackPerson, tokens: TokenPair): Promise<void> {
  const id = ports.chance.token();
  const asked = { id: askedInSlack(person, id), person, browser: undefined, tokens };
  const { gitlabUser, takenBy } = await askToLink(ports, asked);
  const { username } = gitlabUser;
  await ports.notices.direct(person, { kind: 'confirm-link', id, username, takenBy });
}

/** An expired code needs no words: it was said how long it works. Anything else is told, since nothing more comes. */
async function giveUp(ports: Ports, person: SlackPerson, error: unknown): Promise<void> {
  await ports.links.removeDevice(person);
  const refusal = await turnedAway(ports, asError(error), person);
  if (codeOf(refusal) === 'link-expired') return;
  await ports.notices.direct(person, noticeOf(ports, refusal)).catch((failure: unknown) => {
    ports.log.warn({ user: person.user, err: failure }, 'a failed sign-in could not be told');
  });
}

/**
 * Carries out what a person answered in Slack, and tells them.
 * @throws SlipwayError `store-unavailable`
 */
export async function answerLink(ports: Ports, { person, reply, id, choice }: LinkAnswer): Promise<void> {
  try {
    const linked = await answerInSlack(ports, person, id, choice);
    // A new connection is told by what follows it.
    if (linked === undefined) await ports.notices.tell(reply, { kind: 'link-canceled' });
  } catch (error) {
    await ports.notices.tell(reply, noticeOf(ports, error));
  }
}
