import type { GitLabUser } from '../deployment.ts';
import type { SlackUserId } from '../ids.ts';
import type { SlackPerson } from '../person.ts';
import type { TokenPair } from './gitlab.ts';

/** A sign-in under way in a browser, from the link in Slack to the callback. */
export interface LinkAttempt {
  readonly state: string;
  readonly person: SlackPerson;
  readonly verifier: string;
  readonly slackName: string;
  /** SHA-256 of the browser's cookie; set when the browser opens the start page. */
  readonly browser?: string | undefined;
}

/** A sign-in under way by a code the person enters at GitLab (RFC 8628). */
export interface DeviceAttempt {
  /** Tells it from an older one of the same person. */
  readonly id: string;
  readonly person: SlackPerson;
  /** Secret: whoever has it gets the tokens. */
  readonly deviceCode: string;
  readonly userCode: string;
  /** Milliseconds between two questions whether the person has entered it. */
  readonly intervalMs: number;
  /** Epoch ms. */
  readonly expiresAt: number;
  /** The code was entered; what the person is to be asked in Slack. */
  readonly question?: DeviceQuestion | undefined;
}

export interface DeviceQuestion {
  readonly id: string;
  readonly username: string;
  readonly takenBy: SlackUserId | undefined;
}

/** A finished sign-in that waits for the person's explicit confirmation. */
export interface PendingLink {
  readonly id: string;
  readonly person: SlackPerson;
  /** SHA-256 of the browser's cookie; `undefined` where the confirmation is given in Slack. */
  readonly browser: string | undefined;
  readonly gitlabUser: GitLabUser;
  readonly tokens: TokenPair;
  /** The other Slack user who held this GitLab account when the person was asked. */
  readonly takenBy: SlackUserId | undefined;
  /** Under which its tokens are noted to be taken back, should no yes come. */
  readonly spent: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** Tokens that GitLab shall take back, unless they are the person's connection by then. */
export interface SpentTokens {
  readonly person: SlackPerson;
  readonly tokens: TokenPair;
}

/** Notes of tokens to be taken back; each lives a week at most. */
export interface SpentStore {
  put(handle: string, spent: SpentTokens): Promise<void>;
  get(handle: string): Promise<SpentTokens | undefined>;
  remove(handle: string): Promise<void>;
}
