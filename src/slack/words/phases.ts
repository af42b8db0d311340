import type { Phase } from '../../core/phase.ts';

/** A phase as a headline; the rest of the header follows after a colon. */
const PHASE_HEADLINES: Record<Exclude<Phase, 'unknown' | 'superseded'>, string> = {
  'awaiting-approval': 'Approval needed',
  ready: 'Approved, ready to run',
  manual: 'Waiting to be run',
  queued: 'Queued',
  running: 'Deploying',
  success: 'Deployed',
  failed: 'Failed',
  rejected: 'Rejected',
  canceled: 'Canceled',
  skipped: 'Skipped',
};

export const deployedIn = (time: string): string => `Deployed in ${time}`;

export const FAILED_AT = 'Failed at';

export const failedAt = (job: string): string => (job === '' ? 'Failed' : `${FAILED_AT} ${job}`);

/** A phase within a sentence: "It …". */
export const PHASE_SENTENCES: Record<Phase, string> = {
  'awaiting-approval': 'is waiting for approval',
  ready: 'is approved and waiting to be run',
  manual: 'is waiting to be run',
  queued: 'is queued',
  running: 'is running',
  success: 'succeeded',
  failed: 'failed',
  rejected: 'was rejected',
  canceled: 'was canceled',
  skipped: 'was skipped',
  superseded: 'was superseded by a newer deployment',
  unknown: 'is in a state Slipway does not know',
};

const isPhase = (word: string): word is Phase => Object.hasOwn(PHASE_SENTENCES, word);

/** The sentence of a phase that arrives as a fact of an error. */
export const phaseSentence = (word: string): string =>
  isPhase(word) ? PHASE_SENTENCES[word] : PHASE_SENTENCES.unknown;

/** Words for "at what time" in the phase. */
export const SINCE_LABELS: Record<Phase, string> = {
  'awaiting-approval': 'Waiting since',
  ready: 'Waiting since',
  manual: 'Waiting since',
  queued: 'Queued since',
  running: 'Running since',
  success: 'Finished',
  failed: 'Finished',
  rejected: 'Rejected',
  canceled: 'Canceled',
  skipped: 'Skipped',
  superseded: 'Created',
  unknown: 'Last change',
};

/**
 * @param status GitLab's own word, shown where the phase is unknown
 * @param newer the newer deployment of a superseded one
 */
export function headline(phase: Phase, status: string, newer?: number): string {
  if (phase === 'superseded') return newer === undefined ? 'Superseded' : `Superseded by #${newer}`;
  if (phase === 'unknown') return status === '' ? 'State unknown' : `GitLab says "${status}"`;
  return PHASE_HEADLINES[phase];
}
