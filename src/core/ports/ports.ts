import type { HookKeys } from '../hook-proof.ts';
import type { SlackUserId, TeamId } from '../ids.ts';
import type { GitLab, GitLabApi, GitLabOAuth } from './gitlab.ts';
import type { Jobs } from './jobs.ts';
import type { MemberLists } from './member-lists.ts';
import type { SlackForms, SlackMessages, SlackNotices, SlackPeople, SlackUserGroups } from './slack.ts';
import type { Stores } from './stores.ts';
import type { Chance, Clock, Log } from './time.ts';

/** Durations and addresses the flows go by. */
export interface Settings {
  /** The Slack workspace this bot is installed in. */
  readonly team: TeamId;
  /** How people sign in to GitLab: on pages of ours, or by a code they enter at GitLab. */
  readonly signIn: 'browser' | 'device';
  /** Milliseconds a sign-in may take, from the link in Slack to the confirmation. */
  readonly signInMs: number;
  /** Where people's browsers reach the bot, without a trailing slash. */
  readonly publicUrl: string;
  /** Who may use the operator commands besides the workspace's admins. */
  readonly operators: readonly SlackUserId[];
  /** The workspace's own address, where Slack told it. */
  readonly workspaceUrl: string | undefined;
  /** Milliseconds a line of the audit trail is kept; `undefined`: for ever. */
  readonly auditRetentionMs: number | undefined;
  /** What proves a webhook; without any there is none. */
  readonly webhook: HookKeys;
  /** Milliseconds between two polls of a project: something waits or runs / active today / quiet. */
  readonly pace: { readonly hotMs: number; readonly warmMs: number; readonly coldMs: number };
  /** Milliseconds before a post of unknown fate is looked up, and between the two look-ups that must both miss. */
  readonly settlePost: { readonly afterMs: number; readonly againMs: number };
  /** Milliseconds between two checks of a watch's maker, and for which a watch waits to be taken over. */
  readonly watchCheck: { readonly everyMs: number; readonly graceMs: number };
  /** Milliseconds after which a decision of unknown fate, absent in GitLab, is sent again. */
  readonly settleDecisionMs: number;
}

/** Everything a flow may reach of the outside world. */
export interface Ports extends Stores {
  readonly gitlab: GitLab;
  readonly oauth: GitLabOAuth;
  /** GitLab with the bot's own reading token: the watcher's, never used for a write. */
  readonly watcher: GitLabApi;
  /** Who belongs to what, as the watcher sees it, remembered for a while. */
  readonly memberLists: MemberLists;
  readonly messages: SlackMessages;
  readonly notices: SlackNotices;
  readonly forms: SlackForms;
  readonly people: SlackPeople;
  readonly userGroups: SlackUserGroups;
  readonly jobs: Jobs;
  /** Jobs of all processes by queue and state. */
  readonly queueCounts: () => Promise<Readonly<Record<string, Readonly<Record<string, number>>>>>;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly settings: Settings;
}
