import type { DecideAct } from '../acts.ts';
import type { GitLabUser } from '../deployment.ts';
import type { DeploymentId, ProjectId, Revision, SlackUserId, TeamId } from '../ids.ts';
import type { Named } from '../notice.ts';

/** An approval that waits for its person to confirm it in the browser, as they are asked about it. */
export interface StepUp {
  /** With the rule it is given under, where that is known. */
  readonly act: DecideAct;
  /** What was seen when it was asked for. */
  readonly project: ProjectId;
  readonly named: Named;
  readonly ref: string;
  readonly sha: string;
  readonly revision: Revision;
  /** The GitLab account the person is connected to: nobody else may confirm. */
  readonly gitlabUser: Pick<GitLabUser, 'id' | 'username'>;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** The sign-in that goes before it, from the link in Slack to the callback. */
export interface StepUpAttempt {
  readonly state: string;
  readonly stepUp: StepUp;
  readonly verifier: string;
  readonly nonce: string;
  /** SHA-256 of the browser's cookie, and when that browser was sent to GitLab, epoch ms. */
  readonly browser?: { readonly digest: string; readonly sentAt: number } | undefined;
}

/** The question on the page, after the sign-in. */
export interface StepUpQuestion {
  readonly id: string;
  readonly stepUp: StepUp;
  /** SHA-256 of the browser's cookie. */
  readonly browser: string;
}

/** The deployment somebody confirms an approval of. */
export interface ConfirmedPlace {
  readonly team: TeamId;
  readonly project: ProjectId;
  readonly deployment: DeploymentId;
}

/** Approvals under confirmation; all of it ends with the ten minutes they have. `take` reads and deletes in one step. */
export interface StepUpStore {
  putAttempt(attempt: StepUpAttempt): Promise<void>;
  getAttempt(state: string): Promise<StepUpAttempt | undefined>;
  takeAttempt(state: string): Promise<StepUpAttempt | undefined>;
  putQuestion(question: StepUpQuestion): Promise<void>;
  getQuestion(id: string): Promise<StepUpQuestion | undefined>;
  removeQuestion(id: string): Promise<void>;
  /** Notes that somebody is confirming, until then (epoch ms). */
  begin(place: ConfirmedPlace, user: SlackUserId, name: string, until: number): Promise<void>;
  end(place: ConfirmedPlace, user: SlackUserId): Promise<void>;
  /** Names of those who are confirming now. */
  confirming(place: ConfirmedPlace, now: number): Promise<readonly string[]>;
}
