/** Rows about webhooks of projects and groups. */

export const HOOK_EVENTS = [
  'push_events',
  'tag_push_events',
  'issues_events',
  'confidential_issues_events',
  'merge_requests_events',
  'note_events',
  'confidential_note_events',
  'job_events',
  'pipeline_events',
  'wiki_page_events',
  'deployment_events',
  'feature_flag_events',
  'releases_events',
  'resource_access_token_events',
] as const;
export type HookTrigger = (typeof HOOK_EVENTS)[number];

export interface Hook {
  readonly id: number;
  /** Exactly one of the two is set. */
  readonly projectId: number | null;
  readonly groupId: number | null;
  url: string;
  name: string | null;
  description: string | null;
  token: string | null;
  signingToken: string | null;
  enableSslVerification: boolean;
  readonly events: Set<HookTrigger>;
  readonly createdAt: string;
  /** Deliveries in a row that failed. */
  failures: number;
  /** epoch ms */
  disabledUntil: number | null;
}

/** Something that hooks may want to hear of, with the body they get. */
export interface HookEvent {
  readonly trigger: HookTrigger;
  /** `X-Gitlab-Event` */
  readonly name: string;
  readonly projectId: number;
  readonly body: object;
}

/** One attempt to deliver. */
export interface HookDelivery {
  readonly hookId: number;
  readonly event: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** epoch ms on the sandbox's clock */
  readonly at: number;
  /** What the receiver answered; undefined until then, 0 when no answer came */
  status: number | undefined;
}
