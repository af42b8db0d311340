import type { DecideAct } from '../../core/acts.ts';
import { SlipwayError } from '../../core/errors.ts';
import type { Notice } from '../../core/notice.ts';
import type { StepUp } from '../../core/ports/step-up.ts';
import { CONFIRM_MS, type Confirmed, isMarked } from '../../core/step-up.ts';
import type { ActContext, Seen } from '../act-context.ts';
import { showConfirming } from './card-place.ts';

/** What tells the state of a confirmation from that of a sign-in: both come back to the same address. */
export const STATE_PREFIX = 'confirm-';

const MINUTE_MS = 60_000;

/**
 * Sees to it that an approval of a marked environment was confirmed after a fresh sign-in; a rejection needs none.
 * @param representedAs label of the rule it is given under, where that is known
 * @returns the question to tell the person; `undefined` where the approval may be sent
 * @throws SlipwayError `confirm-outdated`, `confirm-unavailable`
 */
export async function requireConfirmation(
  context: ActContext,
  act: DecideAct,
  seen: Seen,
  representedAs: string | undefined,
): Promise<Notice | undefined> {
  if (act.decision !== 'approved') return undefined;
  if (act.confirmed !== undefined) {
    assertFits(context, act.confirmed, seen);
    return undefined;
  }
  const watches = await context.ports.watches.ofProject(seen.project.id);
  if (!isMarked(watches, act.person.team, seen.named.environment)) return undefined;
  return ask(context, { ...act, ...(representedAs === undefined ? {} : { representedAs }) }, seen);
}

/** A confirmed approval is under confirmation no longer, however it ends: the cards are drawn anew at its end. */
export async function endConfirmation({ ports, at }: ActContext, act: DecideAct): Promise<void> {
  const { confirmed, person } = act;
  if (confirmed === undefined) return;
  const { team, user } = person;
  await ports.stepUps.end({ team, project: confirmed.project, deployment: at.deployment }, user);
}

/** Once it was sent, its age has been looked at: what follows only finds out whether it arrived. */
function assertFits({ ports, me, journal }: ActContext, confirmed: Confirmed, { reading }: Seen): void {
  const isOld = journal.sentAt === undefined && ports.clock.now() - confirmed.at > CONFIRM_MS;
  const isOther =
    confirmed.revision !== reading.revision ||
    confirmed.sha !== reading.deployment.sha ||
    confirmed.gitlabUser !== me.id;
  if (isOld || isOther) throw new SlipwayError('confirm-outdated');
}

async function ask({ ports, me }: ActContext, act: DecideAct, seen: Seen): Promise<Notice> {
  const { publicUrl, signIn, signInMs } = ports.settings;
  // Whoever marked it did so while browsers reached this Slipway.
  if (signIn === 'device') throw new SlipwayError('confirm-unavailable');
  const { deployment, revision } = seen.reading;
  const state = STATE_PREFIX + ports.chance.token();
  const stepUp: StepUp = {
    act,
    project: seen.project.id,
    named: seen.named,
    ref: deployment.ref,
    sha: deployment.sha,
    revision,
    gitlabUser: { id: me.id, username: me.username },
    expiresAt: ports.clock.now() + signInMs,
  };
  const verifier = ports.chance.token() + ports.chance.token();
  await ports.stepUps.putAttempt({ state, stepUp, verifier, nonce: ports.chance.token() });
  await showConfirming(ports, stepUp, me.name);
  return {
    kind: 'confirm-in-browser',
    named: seen.named,
    ref: stepUp.ref,
    sha: stepUp.sha,
    url: `${publicUrl}/oauth/gitlab/approve?state=${state}`,
    minutes: Math.max(1, Math.floor(signInMs / MINUTE_MS)),
  };
}
