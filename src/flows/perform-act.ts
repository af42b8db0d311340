import type { Act, WaitingAct } from '../core/acts.ts';
import { codeOf, ERROR_TABLE, isError, SlipwayError } from '../core/errors.ts';
import type { Notice } from '../core/notice.ts';
import type { Ports } from '../core/ports/ports.ts';
import { answerForm } from './answer-form.ts';
import { answerWatch } from './answer-watch.ts';
import { recordRefusal } from './audit-act.ts';
import { recordRefusedOperation } from './audit-operation.ts';
import { decide } from './decide.ts';
import type { Journal } from './journal.ts';
import { runJob } from './run-job.ts';
import { setUpHook } from './set-up-hook.ts';
import { startSignIn } from './start-sign-in.ts';
import { tendWatch } from './tend-watch.ts';
import { write } from './write.ts';

/**
 * Carries out what a person asked for and tells them how it ended. Every end is told: success, refusal, or that the
 * person must connect first, in which case the act is kept and continues by itself.
 * @param answer carries out a slash command or a click that waited for its author to connect
 * @param isLast no further try will follow
 * @throws SlipwayError `outcome-open`, `store-unavailable`: try again later
 */
export async function performAct(
  ports: Ports,
  act: Act,
  journal: Journal,
  answer: (act: WaitingAct) => Promise<void>,
  isLast: boolean,
): Promise<void> {
  if (act.kind === 'command' || act.kind === 'click') return answer(act);
  try {
    await tell(ports, act, await carryOut(ports, act, journal));
  } catch (error) {
    if (isError(error, 'outcome-open', 'store-unavailable')) {
      if (!isLast) throw error;
      await recordGivenUp(ports, act, journal, error);
    }
    await tellFailure(ports, act, error);
  }
}

type OwnAct = Exclude<Act, WaitingAct>;

function carryOut(ports: Ports, act: OwnAct, journal: Journal): Promise<Notice> {
  switch (act.kind) {
    case 'decide':
      return decide(ports, act, journal);
    case 'run':
      return runJob(ports, act, journal);
    case 'write':
      return write(ports, act, journal);
    case 'answer-watch':
      return answerWatch(ports, act, journal);
    case 'tend-watch':
      return tendWatch(ports, act, journal);
    case 'hook':
      return setUpHook(ports, act, journal);
  }
}

async function tellFailure(ports: Ports, act: OwnAct, error: unknown): Promise<void> {
  if (isError(error, 'not-connected', 'connection-lost')) {
    await tell(ports, act, await offerConnection(ports, act));
    return;
  }
  await tell(ports, act, noticeOf(ports, error));
}

/** What might have passed and did not is on record as well; everything else is where it was refused. */
async function recordGivenUp(
  ports: Ports,
  act: OwnAct,
  journal: Journal,
  error: SlipwayError,
): Promise<void> {
  if (act.kind === 'decide' || act.kind === 'run') await recordRefusal({ ports, act, journal }, error);
  if (act.kind === 'write') await recordRefusedOperation(ports, act, journal, {}, error);
}

/** What came out of a form is told in it; everything else privately. */
const tell = (ports: Ports, act: OwnAct, notice: Notice): Promise<void> =>
  act.kind === 'write' && act.form !== undefined
    ? answerForm(ports, act, act.form, notice)
    : ports.notices.tell(act.reply, notice);

/** Keeps the act for ten minutes, and words that invite its author to connect. */
export async function offerConnection(ports: Ports, act: Act): Promise<Notice> {
  await ports.links.putContinuation(act.person, act);
  return { kind: 'connect', ...(await startSignIn(ports, act.person)), continues: true };
}

/**
 * The words for a failure, and the operator's log line under the same reference.
 * @param error anything thrown; what is not ours is logged as a defect and told as one
 */
export function noticeOf(ports: Pick<Ports, 'log' | 'chance'>, error: unknown): Notice {
  const code = codeOf(error);
  const reference = ports.chance
    .token()
    .replace(/[^A-Za-z0-9]/gu, '')
    .slice(0, 6)
    .toUpperCase();
  ports.log[ERROR_TABLE[code].level]({ code, reference, err: error }, 'an act was refused or failed');
  return { kind: 'error', code, facts: error instanceof SlipwayError ? error.facts : {}, reference };
}
