import { codeOf, ERROR_TABLE, isError, SlipwayError } from '../core/errors.ts';
import type { LinkAnswer } from '../core/link-news.ts';
import type { SlackPerson } from '../core/person.ts';
import type { TokenPair } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { DeviceAttempt, DeviceQuestion } from '../core/ports/sign-in.ts';
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
    if (attempt.question !== undefined) return await ask(ports, attempt, attempt.question);
    const answer = await ports.oauth.pollDevice(attempt.deviceCode);
    if (answer === 'pending') return attempt.intervalMs;
    if (answer === 'slow-down') return await slowDown(ports, attempt);
    return await ask(ports, attempt, await questionFor(ports, attempt, answer));
  } catch (error) {
    const again = passing(error);
    if (again !== undefined) return Math.max(attempt.intervalMs, again);
    if (isError(error, 'store-unavailable')) throw error;
    await giveUp(ports, person, error);
    return undefined;
  }
}

/** How long to wait after a failure of GitLab's or Slack's that may pass, milliseconds; `undefined` for any other. */
const passing = (error: unknown): number | undefined =>
  error instanceof SlipwayError &&
  ERROR_TABLE[error.code].retry !== 'never' &&
  error.code !== 'store-unavailable'
    ? (error.retryAfterMs ?? 0)
    : undefined;

async function slowDown(ports: Ports, attempt: DeviceAttempt): Promise<number> {
  const intervalMs = attempt.intervalMs + SLOWER_MS;
  await keep(ports, { ...attempt, intervalMs });
  return intervalMs;
}

const keep = (ports: Ports, attempt: DeviceAttempt): Promise<void> =>
  ports.links.putDevice(attempt, Math.max(1, attempt.expiresAt - ports.clock.now()));

/** GitLab hands the tokens out once, so what is to be asked is kept before Slack is spoken to. */
async function questionFor(ports: Ports, attempt: DeviceAttempt, tokens: TokenPair): Promise<DeviceQuestion> {
  const { person } = attempt;
  const id = ports.chance.token();
  const granted = { id: askedInSlack(person, id), person, browser: undefined, tokens };
  const { gitlabUser, takenBy } = await askToLink(ports, granted);
  const question = { id, username: gitlabUser.username, takenBy };
  // As long as the sign-in itself waits for an answer.
  await keep(ports, { ...attempt, question, expiresAt: ports.clock.now() + ports.settings.signInMs });
  return question;
}

async function ask(ports: Ports, { person }: DeviceAttempt, question: DeviceQuestion): Promise<undefined> {
  await ports.notices.direct(person, { kind: 'confirm-link', ...question });
  await ports.links.removeDevice(person);
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
