import { createHash } from 'node:crypto';
import { SlipwayError } from '../../core/errors.ts';
import type { Ports } from '../../core/ports/ports.ts';
import type { StepUpAttempt, StepUpQuestion } from '../../core/ports/step-up.ts';
import { isSameBrowser } from '../browser-sign-in.ts';
import { asError, turnedAway } from '../turned-away.ts';
import { stopConfirming } from './card-place.ts';

/** Milliseconds by which GitLab's clock may be behind ours; it tells whole seconds. */
const SKEW_MS = 30_000;

/**
 * Sends the browser that opened the link on to GitLab, to sign in anew, and binds the confirmation to it.
 * @param browser secret of the browser's cookie
 * @returns GitLab's sign-in address
 * @throws SlipwayError `confirm-expired`
 */
export async function openConfirmation(ports: Ports, state: string, browser: string): Promise<string> {
  const attempt = await ports.stepUps.getAttempt(state);
  const now = ports.clock.now();
  if (attempt === undefined || attempt.stepUp.expiresAt <= now)
    throw await turnedAway(ports, 'confirm-expired', attempt?.stepUp.act.person);
  await ports.stepUps.putAttempt({ ...attempt, browser: { digest: digest(browser), sentAt: now } });
  const { verifier, nonce } = attempt;
  return ports.oauth.proveUrl({ state, verifier, nonce });
}

/**
 * Ends the sign-in at GitLab. Approves nothing yet: the page says what would be approved, and waits for a yes.
 *
 * That the browser was told to ask for a fresh sign-in proves nothing, since whoever sits at it may take that out of the
 * address; GitLab's word on when this user last signed in does.
 * @param parameters the callback's query
 * @throws SlipwayError `confirm-expired`, `confirm-foreign`, `confirm-other-account`, `confirm-stale`, `confirm-refused`,
 *   `confirm-scope`, `confirm-unproven`; GitLabError
 */
export async function finishConfirmationSignIn(
  ports: Ports,
  parameters: URLSearchParams,
  browser: string,
): Promise<StepUpQuestion> {
  const attempt = await ports.stepUps.takeAttempt(parameters.get('state') ?? '');
  if (attempt === undefined) throw await turnedAway(ports, 'confirm-expired', undefined);
  const { stepUp } = attempt;
  try {
    await assertSignedInAnew(ports, attempt, parameters, browser);
    const question = { id: ports.chance.token(), stepUp, browser: digest(browser) };
    await ports.stepUps.putQuestion(question);
    return question;
  } catch (error) {
    await stopConfirming(ports, stepUp);
    throw await turnedAway(ports, asError(error), stepUp.act.person);
  }
}

async function assertSignedInAnew(
  ports: Ports,
  { state, stepUp, verifier, nonce, browser: bound }: StepUpAttempt,
  parameters: URLSearchParams,
  browser: string,
): Promise<void> {
  if (stepUp.expiresAt <= ports.clock.now()) throw new SlipwayError('confirm-expired');
  if (bound === undefined || !isSameBrowser(bound.digest, browser)) throw new SlipwayError('confirm-foreign');
  const proof = await ports.oauth.prove({ parameters, state, verifier, nonce });
  const { id, username } = stepUp.gitlabUser;
  if (proof.user !== id) throw new SlipwayError('confirm-other-account', { gitlabUser: username });
  if (proof.signedInAt < bound.sentAt - SKEW_MS) throw new SlipwayError('confirm-stale');
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
