import { SlipwayError } from '../core/errors.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { DeviceAttempt } from '../core/ports/sign-in.ts';

const MINUTE_MS = 60_000;
/** A code with less time left than this is not offered again. */
const ENOUGH_MS = 2 * MINUTE_MS;

/** Where a person goes to sign in to GitLab. It is for that person alone: show it privately. */
export interface SignInOffer {
  readonly url: string;
  readonly minutes: number;
  /** What they enter there, where they do not come back to a page of ours. */
  readonly code: string | undefined;
}

/**
 * Begins linking a Slack user to a GitLab account, the way this Slipway is configured for.
 * @throws SlipwayError `account-refused`, `account-unchecked`; GitLabError where a code is needed
 */
export async function startSignIn(ports: Ports, person: SlackPerson): Promise<SignInOffer> {
  await ports.people.assertMayAct(person);
  return ports.settings.signIn === 'device' ? startDevice(ports, person) : startBrowser(ports, person);
}

async function startBrowser(ports: Ports, person: SlackPerson): Promise<SignInOffer> {
  const state = ports.chance.token();
  await ports.links.putAttempt({
    state,
    person,
    verifier: ports.chance.token() + ports.chance.token(),
    slackName: await slackNameOf(ports, person),
  });
  const url = `${ports.settings.publicUrl}/oauth/gitlab/start?state=${state}`;
  return { url, minutes: wholeMinutes(ports.settings.signInMs), code: undefined };
}

/** One code for each person: whoever is offered to connect again meanwhile gets the same. */
async function startDevice(ports: Ports, person: SlackPerson): Promise<SignInOffer> {
  const known = await ports.links.getDevice(person);
  const now = ports.clock.now();
  const isOpen = known !== undefined && known.question === undefined && known.expiresAt - now > ENOUGH_MS;
  if (isOpen) return offerOf(ports, known, now);
  const { deviceCode, userCode, expiresInMs, intervalMs } = await ports.oauth.startDevice();
  const lifetimeMs = Math.min(expiresInMs, ports.settings.signInMs);
  const id = ports.chance.token();
  const attempt = { id, person, deviceCode, userCode, intervalMs, expiresAt: now + lifetimeMs };
  await ports.links.putDevice(attempt, lifetimeMs);
  await ports.jobs.pollDevice({ person, id }, intervalMs);
  return offerOf(ports, attempt, now);
}

const offerOf = ({ oauth }: Ports, { userCode, expiresAt }: DeviceAttempt, now: number): SignInOffer => ({
  url: oauth.deviceUrl(userCode),
  minutes: wholeMinutes(expiresAt - now),
  code: userCode,
});

const wholeMinutes = (ms: number): number => Math.max(1, Math.floor(ms / MINUTE_MS));

/** A person's name in Slack, or their id where Slack tells none. */
export async function slackNameOf(
  { people }: Pick<Ports, 'people'>,
  { user }: Pick<SlackPerson, 'user'>,
): Promise<string> {
  const name = await people.displayName(user).catch((error: unknown) => {
    if (error instanceof SlipwayError) return undefined;
    throw error;
  });
  return name ?? user;
}
