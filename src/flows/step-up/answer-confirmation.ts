import { SlipwayError } from '../../core/errors.ts';
import type { Ports } from '../../core/ports/ports.ts';
import type { StepUp, StepUpQuestion } from '../../core/ports/step-up.ts';
import { sha256 } from '../../core/sha256.ts';
import { isSameBrowser } from '../browser-sign-in.ts';
import { turnedAway } from '../turned-away.ts';
import { stopConfirming } from './card-place.ts';

const LOCK_WAIT_MS = 5_000;

/**
 * Takes the answer a browser gives on the page. A yes is durable before the page says so, and is told about in Slack like
 * any other approval.
 * @param browser secret of the browser's cookie
 * @returns what was asked
 * @throws SlipwayError `confirm-expired`, `confirm-foreign`; `store-unavailable` with nothing approved
 */
export async function answerConfirmation(
  ports: Ports,
  id: string,
  answer: 'approve' | 'cancel',
  browser: string,
): Promise<StepUp> {
  const name = sha256(id).slice(0, 32);
  // One answer at a time: of two, the second finds no question any more.
  return ports.locks.hold(`confirmation-${name}`, LOCK_WAIT_MS, async () => {
    const question = await ports.stepUps.getQuestion(id);
    if (question === undefined) throw await turnedAway(ports, 'confirm-expired', undefined);
    const { stepUp } = question;
    const refusal = refusalOf(ports, question, browser);
    if (refusal !== undefined || answer === 'cancel') {
      await ports.stepUps.removeQuestion(id);
      await stopConfirming(ports, stepUp);
      if (refusal !== undefined) throw await turnedAway(ports, refusal, stepUp.act.person);
      return stepUp;
    }
    await queue(ports, stepUp, name);
    // Queued before it is forgotten, so that no crash loses it; the same yes twice is one vote, as GitLab holds one already.
    await ports.stepUps.removeQuestion(id).catch((error: unknown) => {
      ports.log.warn({ err: error }, 'an answered confirmation could not be removed');
    });
    return stepUp;
  });
}

function refusalOf(
  ports: Pick<Ports, 'clock'>,
  { browser: bound, stepUp }: StepUpQuestion,
  browser: string,
): SlipwayError | undefined {
  if (!isSameBrowser(bound, browser)) return new SlipwayError('confirm-foreign');
  return stepUp.expiresAt <= ports.clock.now() ? new SlipwayError('confirm-expired') : undefined;
}

/** The one place where an approval is marked as confirmed. */
const queue = (
  { jobs, clock }: Ports,
  { act, project, revision, sha, gitlabUser }: StepUp,
  id: string,
): Promise<void> =>
  jobs.act({
    ...act,
    confirmed: { id, at: clock.now(), project, revision, sha, gitlabUser: gitlabUser.id },
  });
