import { isError } from '../core/errors.ts';
import type { SlackPerson } from '../core/person.ts';
import type { TokenPair } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { SpentTokens } from '../core/ports/sign-in.ts';

/** Long enough for whatever makes the tokens worthless to end first. */
const SOON_MS = 5_000;
const AGAIN_MS = 1_000;

type Needs = Pick<Ports, 'spent' | 'jobs' | 'chance'>;

/**
 * Has GitLab take a pair of tokens back for certain. Call it before whatever makes them worthless: then neither a crash
 * nor a GitLab that does not answer leaves them alive and forgotten, and a pair that is the person's connection after
 * all is spared.
 * @param afterMs when it is done at the latest
 * @returns a handle for `revokeSpent`, which does it at once
 * @throws SlipwayError `store-unavailable`
 */
export async function spendTokens(
  ports: Needs,
  person: SlackPerson,
  tokens: TokenPair,
  afterMs = SOON_MS,
): Promise<string> {
  const handle = ports.chance.token();
  await ports.spent.put(handle, { person, tokens });
  await ports.jobs.revoke(handle, afterMs);
  return handle;
}

/**
 * Takes noted tokens back at GitLab; nothing where that has happened already.
 * @throws GitLabError when GitLab did not take them; the note stays
 */
export async function revokeSpent(
  ports: Pick<Ports, 'spent' | 'oauth' | 'connections'>,
  handle: string,
): Promise<void> {
  const spent = await ports.spent.get(handle);
  if (spent === undefined) return;
  if (!(await isInUse(ports, spent))) await revokeBoth(ports, spent.tokens);
  await ports.spent.remove(handle);
}

/**
 * The same at once where that is possible; otherwise the queue goes on trying.
 * @returns whether GitLab took them back
 */
export async function tryToRevoke(
  ports: Pick<Ports, 'spent' | 'oauth' | 'connections' | 'jobs' | 'log'>,
  handle: string,
): Promise<boolean> {
  try {
    await revokeSpent(ports, handle);
    return true;
  } catch (error) {
    ports.log.warn({ err: error }, 'tokens could not be revoked at GitLab yet');
    // The note may be due much later; without it that stands.
    await ports.jobs.revoke(handle, AGAIN_MS).catch(() => undefined);
    return false;
  }
}

/** Whether noted tokens are the person's connection after all. */
export async function isInUse(
  { connections }: Pick<Ports, 'connections'>,
  { person, tokens }: SpentTokens,
): Promise<boolean> {
  try {
    const held = (await connections.get(person))?.tokens;
    return held?.accessToken === tokens.accessToken;
  } catch (error) {
    // What nobody can read, nobody uses.
    if (isError(error, 'secret-unreadable')) return false;
    throw error;
  }
}

/** Both are asked for, whatever becomes of the first. */
async function revokeBoth(
  { oauth }: Pick<Ports, 'oauth'>,
  { accessToken, refreshToken }: TokenPair,
): Promise<void> {
  const tokens = [accessToken, ...(refreshToken === undefined ? [] : [refreshToken])];
  const results = await Promise.allSettled(tokens.map((token) => oauth.revoke(token)));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
