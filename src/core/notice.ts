import type { FileWatch } from './declared-watch.ts';
import type { ErrorCode, ErrorFacts } from './errors.ts';
import type { GroupMap, SeenGroupMap } from './group-map.ts';
import type { AnyPausedWatch, AnyWatch } from './group-watch.ts';
import type { CardId, ChannelId, DeploymentId, Revision, SlackUserId, UserGroupId } from './ids.ts';
import type { OperationName } from './operations.ts';
import type { Phase } from './phase.ts';
import type { Status } from './status.ts';
import type { Trouble } from './trouble.ts';
import type { Maker } from './watch.ts';
import type { MentionNames } from './watch-delivery.ts';
import type { WatchPreview } from './watch-preview.ts';

/** A deployment as a private answer names it. */
export interface Named {
  readonly project: string;
  readonly environment: string;
  readonly deployment: DeploymentId;
  readonly url: string;
}

/** A line about an operation; the words go by its name, `value` is untrusted text. */
export interface Fact {
  readonly name:
    | 'subject'
    | 'state'
    | 'tier'
    | 'address'
    | 'description'
    | 'agent'
    | 'namespace'
    | 'flux'
    | 'environment'
    | 'version'
    | 'status'
    | 'record-only'
    | 'current-refused'
    | 'stop-job'
    | 'forced'
    | 'stop-job-runs'
    | 'no-stop-job'
    | 'stopped-by-force'
    | 'stopped-before'
    | 'with-deployments'
    | 'protected-skipped'
    | 'maybe-more';
  readonly value: string;
}

/** A fact that needs no value, or has one. */
export const fact = (name: Fact['name'], value = ''): Fact => ({ name, value });

/** What a flow tells one person; `slack/words/notices.ts` puts it into words. */
export type Notice =
  | {
      readonly kind: 'error';
      readonly code: ErrorCode;
      readonly facts: ErrorFacts;
      readonly reference: string;
    }
  /** `continues`: the person asked for something that waits until they are connected. */
  | {
      readonly kind: 'connect';
      readonly url: string;
      /** What to enter there. */
      readonly code?: string | undefined;
      readonly minutes: number;
      readonly continues: boolean;
    }
  | {
      readonly kind: 'already-connected';
      readonly username: string;
      readonly url: string;
      readonly code?: string | undefined;
      readonly minutes?: number;
    }
  /** Signed in; asks whether to connect. `takenBy` is the Slack user who holds the GitLab account now. */
  | {
      readonly kind: 'confirm-link';
      /** Names the question; single use, and only for whom it is shown to. */
      readonly id: string;
      readonly username: string;
      readonly takenBy: SlackUserId | undefined;
    }
  | { readonly kind: 'link-answered' }
  | { readonly kind: 'link-canceled' }
  /** `from` is the Slack user who held the GitLab account until now. */
  | {
      readonly kind: 'connected';
      readonly username: string;
      readonly continues: boolean;
      readonly from?: SlackUserId | undefined;
    }
  | { readonly kind: 'connection-moved'; readonly username: string; readonly to: SlackUserId }
  | {
      readonly kind: 'connection-dropped';
      readonly username: string;
      readonly why: 'connection-lost' | 'gitlab-account-refused';
    }
  | { readonly kind: 'disconnected'; readonly username: string | undefined; readonly revoked: boolean }
  | {
      readonly kind: 'me';
      readonly username: string;
      readonly name: string;
      readonly host: string;
      readonly since: number;
      /** Whether they get a direct message when a deployment they asked for ends. */
      readonly ends: boolean;
    }
  | { readonly kind: 'ends'; readonly wanted: boolean }
  | {
      readonly kind: 'decided';
      readonly decision: 'approved' | 'rejected';
      readonly named: Named;
      /** Label of the rule voted under, where known. */
      readonly as: string | undefined;
      /** Approvals still missing; `undefined` where GitLab does not say. */
      readonly missing: number | undefined;
      readonly phase: Phase;
      readonly runs: 'started' | 'refused' | 'unclear' | 'not-asked';
    }
  /** An approval that takes a fresh sign-in: nothing is approved before it is confirmed on the page at `url`. */
  | {
      readonly kind: 'confirm-in-browser';
      readonly named: Named;
      /** Tag or branch, and commit. */
      readonly ref: string;
      readonly sha: string;
      readonly url: string;
      readonly minutes: number;
    }
  | { readonly kind: 'uncertain'; readonly named: Named; readonly act: 'approval' | 'rejection' | 'run' }
  | { readonly kind: 'run-started'; readonly named: Named; readonly job: string; readonly again: boolean }
  | {
      readonly kind: 'choose-rule';
      readonly named: Named;
      readonly card: { readonly id: CardId; readonly revision: Revision } | undefined;
      readonly labels: readonly string[];
    }
  | {
      readonly kind: 'confirm';
      /** Names the stored act; single use. */
      readonly id: string;
      readonly op: OperationName;
      readonly project: string;
      /** What exactly would happen. */
      readonly effects: readonly Fact[];
    }
  | { readonly kind: 'confirmed'; readonly op: OperationName }
  | { readonly kind: 'canceled' }
  | {
      readonly kind: 'written';
      readonly op: OperationName;
      readonly project: string;
      /** What was changed, e.g. the name of the environment or `#4711`. */
      readonly subject: string;
      readonly url: string | undefined;
      /** What GitLab says of it now. */
      readonly details: readonly Fact[];
    }
  | {
      readonly kind: 'hook-set';
      /** Full path of the project or group. */
      readonly where: string;
      readonly isGroup: boolean;
      /** Its hooks' page in GitLab, and the address the hook leads to. */
      readonly page: string;
      readonly address: string;
      readonly test:
        | { readonly end: 'arrived'; readonly afterMs: number }
        | { readonly end: 'not-delivered'; readonly said: string | undefined }
        | { readonly end: 'not-arrived' | 'untested' };
    }
  | {
      readonly kind: 'watch-set';
      readonly watch: AnyWatch;
      readonly replaced: boolean;
      /** None where GitLab did not tell. */
      readonly preview?: WatchPreview | undefined;
      /** Names the stored act that takes it back; single use, for its maker alone. */
      readonly undo?: string | undefined;
    }
  /** Taken back: gone, or as it was before. */
  | {
      readonly kind: 'watch-undone';
      readonly projectPath: string;
      readonly restored: AnyWatch | undefined;
      /** It came to one person alone. */
      readonly isDirect?: boolean;
    }
  | { readonly kind: 'watch-tested'; readonly watch: AnyWatch }
  | {
      readonly kind: 'watch-removed';
      readonly projectPath: string;
      /** Where it was, if not here. */
      readonly channel?: ChannelId | undefined;
      /** It came to one person alone. */
      readonly isDirect?: boolean;
    }
  | { readonly kind: 'watch-kept'; readonly watch: AnyWatch }
  /** To whoever set it up: nobody took it over. */
  | { readonly kind: 'watch-lost'; readonly watch: AnyPausedWatch }
  | {
      readonly kind: 'watches';
      readonly channel: ChannelId;
      readonly watches: readonly AnyWatch[];
      /** They are those one person set up, wherever. */
      readonly isMine?: boolean;
      /** Besides, those that come to whoever asks, as direct messages. */
      readonly direct?: readonly AnyWatch[];
      /** Of those they call. */
      readonly names?: MentionNames;
      /** What keeps some of them from showing anything new. */
      readonly troubles?: ReadonlyMap<AnyWatch, Trouble>;
      /** What the operators' file declares for the channel and nothing comes of. */
      readonly declared?: readonly FileWatch[];
    }
  /** `before`: the user group that stood for the group until now. */
  | { readonly kind: 'group-mapped'; readonly map: GroupMap; readonly before: UserGroupId | undefined }
  | { readonly kind: 'group-unmapped'; readonly map: GroupMap }
  | { readonly kind: 'group-maps'; readonly rows: readonly SeenGroupMap[] }
  /** For operators. */
  | { readonly kind: 'status'; readonly status: Status }
  /** One page of every channel's watches, for operators. */
  | {
      readonly kind: 'all-watches';
      readonly watches: readonly AnyWatch[];
      /** What the operators' file declares and nothing comes of. */
      readonly declared?: readonly FileWatch[];
      readonly total: number;
      readonly page: number;
      readonly pages: number;
    };

/** How the question what becomes of a paused watch ended. */
export type QuestionEnd =
  | { readonly how: 'kept' | 'stopped' | 'regained'; readonly by: SlackUserId }
  /** The operators' file took its place. */
  | { readonly how: 'ended' | 'file' };

/** What a channel is told outside its cards; whom its watch calls stands there by name. */
export type Announcement = { readonly names?: MentionNames } & (
  | {
      readonly kind: 'watch-started';
      readonly watch: AnyWatch;
      readonly by: Maker;
      /** Who had set up the one it replaces. */
      readonly replaced?: Maker | undefined;
    }
  /** Shows that messages arrive, and what they look like. */
  | { readonly kind: 'watch-test'; readonly watch: AnyWatch; readonly by: SlackUserId }
  | { readonly kind: 'watch-stopped'; readonly watch: AnyWatch; readonly by: Maker }
  /** `end` is `undefined` while somebody may answer. */
  | { readonly kind: 'watch-question'; readonly watch: AnyPausedWatch; readonly end: QuestionEnd | undefined }
  | { readonly kind: 'watch-taken-over'; readonly watch: AnyWatch; readonly from: SlackUserId }
  | { readonly kind: 'watch-ended'; readonly watch: AnyPausedWatch }
);

/** The deployment a line of a shared thread is about. */
export type NoteSubject = { readonly environment: string; readonly deployment: DeploymentId };

/** A line in a card's thread; `about` names the deployment where the thread is not the card's alone. */
export type ThreadNote = { readonly about?: NoteSubject | undefined } & (
  | {
      readonly kind: 'vote';
      readonly status: string;
      readonly name: string;
      readonly rule: string | undefined;
      readonly comment: string | null;
      /** Approvals still missing; `undefined` where GitLab does not say. */
      readonly missing: number | undefined;
    }
  | {
      readonly kind: 'failure';
      /** The requester, who is mentioned. */
      readonly user: SlackUserId;
      /** The same person's name, for the notification. */
      readonly name: string;
      /** Name of the job; `undefined` for a deployment made through the API. */
      readonly job: string | undefined;
      /** GitLab's word. */
      readonly reason: string | null;
    }
);
