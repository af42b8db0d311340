import type { ErrorCode, ErrorFacts } from './errors.ts';
import type { CardId, ChannelId, DeploymentId, Revision, SlackUserId } from './ids.ts';
import type { Phase } from './phase.ts';
import type { Watch } from './watch.ts';

/** A deployment as a private answer names it. */
export interface Named {
  readonly project: string;
  readonly environment: string;
  readonly deployment: DeploymentId;
  readonly url: string;
}

/** What a flow tells one person; `slack/words/notices.ts` puts it into words. */
export type Notice =
  | {
      readonly kind: 'error';
      readonly code: ErrorCode;
      readonly facts: ErrorFacts;
      readonly reference: string;
    }
  /** `continues`: the person asked for something that waits until they are connected. */
  | { readonly kind: 'connect'; readonly url: string; readonly minutes: number; readonly continues: boolean }
  | { readonly kind: 'already-connected'; readonly username: string; readonly url: string }
  | { readonly kind: 'connected'; readonly username: string; readonly continues: boolean }
  | { readonly kind: 'disconnected'; readonly username: string | undefined; readonly revoked: boolean }
  | {
      readonly kind: 'me';
      readonly username: string;
      readonly name: string;
      readonly host: string;
      readonly since: number;
    }
  | {
      readonly kind: 'decided';
      readonly decision: 'approved' | 'rejected';
      readonly named: Named;
      /** Label of the rule voted under, where known. */
      readonly as: string | undefined;
      /** Approvals still missing; `undefined` where GitLab does not say. */
      readonly missing: number | undefined;
      readonly phase: Phase;
      readonly runs: 'started' | 'refused' | 'not-asked';
    }
  | { readonly kind: 'uncertain'; readonly named: Named; readonly act: 'approval' | 'rejection' | 'run' }
  | { readonly kind: 'run-started'; readonly named: Named; readonly job: string; readonly again: boolean }
  | {
      readonly kind: 'choose-rule';
      readonly named: Named;
      readonly card: { readonly id: CardId; readonly revision: Revision } | undefined;
      readonly labels: readonly string[];
    }
  | { readonly kind: 'watch-set'; readonly watch: Watch; readonly replaced: boolean }
  | { readonly kind: 'watch-removed'; readonly projectPath: string }
  | { readonly kind: 'watches'; readonly channel: ChannelId; readonly watches: readonly Watch[] };

/** What a channel is told outside its cards. */
export type Announcement = {
  readonly kind: 'watch-started';
  readonly watch: Watch;
  readonly by: SlackUserId;
};

/** A line in a card's thread. */
export type ThreadNote = {
  readonly kind: 'vote';
  readonly status: string;
  readonly name: string;
  readonly rule: string | undefined;
  readonly comment: string | null;
  /** Approvals still missing; `undefined` where GitLab does not say. */
  readonly missing: number | undefined;
};
