import type { GroupRef, ProjectRef } from './gitlab.ts';

/** Whose webhooks: a project's or a group's. */
export type HookOwner = { readonly project: ProjectRef } | { readonly group: GroupRef };

/** A webhook as GitLab tells of it; its secrets are never told. */
export interface Webhook {
  readonly id: number;
  readonly url: string;
  /** Whether its events are signed; `undefined` before GitLab 19.0, which cannot. */
  readonly signed: boolean | undefined;
}

/** What a webhook is to be: events of deployments, jobs and pipelines, and no others. */
export interface WebhookWish {
  readonly url: string;
  readonly secret: string | undefined;
  /** Ignored by GitLab before 19.0. */
  readonly signingToken: string | undefined;
}

/** Webhooks (https://docs.gitlab.com/api/project_webhooks/, https://docs.gitlab.com/api/group_webhooks/). */
export interface WebhookCalls {
  /** All of them; `gitlab-forbidden` below Maintainer, of a group below Owner. */
  list(owner: HookOwner): Promise<readonly Webhook[]>;
  /** `gitlab-refused` for an address GitLab may not call. */
  create(owner: HookOwner, wish: WebhookWish): Promise<Webhook>;
  update(owner: HookOwner, hook: number, wish: WebhookWish): Promise<Webhook>;
  delete(owner: HookOwner, hook: number): Promise<void>;
  /**
   * Has GitLab deliver a made-up push, and resolves when it was answered with a success. `gitlab-refused` when it was
   * not, `gitlab-not-found` before 16.11 (groups: 17.1), `gitlab-rate-limited` after five a minute.
   */
  test(owner: HookOwner, hook: number): Promise<void>;
}
