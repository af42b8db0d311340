import { z } from 'zod';

/** Ids of GitLab and Slack are branded, so that one kind can never be passed where another is meant. */
const positive = z.int().positive();

export const ProjectId = positive.brand<'ProjectId'>();
export type ProjectId = z.infer<typeof ProjectId>;

/** The API id of a deployment, unique on the GitLab instance (not the `iid` shown in its page's address). */
export const DeploymentId = positive.brand<'DeploymentId'>();
export type DeploymentId = z.infer<typeof DeploymentId>;

export const JobId = positive.brand<'JobId'>();
export type JobId = z.infer<typeof JobId>;

export const EnvironmentId = positive.brand<'EnvironmentId'>();
export type EnvironmentId = z.infer<typeof EnvironmentId>;

export const GitLabUserId = positive.brand<'GitLabUserId'>();
export type GitLabUserId = z.infer<typeof GitLabUserId>;

const slackId = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,40}$/);

export const TeamId = slackId.brand<'TeamId'>();
export type TeamId = z.infer<typeof TeamId>;

export const SlackUserId = slackId.brand<'SlackUserId'>();
export type SlackUserId = z.infer<typeof SlackUserId>;

/** A user group of Slack, such as `@sec-approvers`. */
export const UserGroupId = z
  .string()
  .regex(/^S[A-Z0-9]{2,40}$/)
  .brand<'UserGroupId'>();
export type UserGroupId = z.infer<typeof UserGroupId>;

export const ChannelId = slackId.brand<'ChannelId'>();
export type ChannelId = z.infer<typeof ChannelId>;

/** An open modal. */
export const ViewId = slackId.brand<'ViewId'>();
export type ViewId = z.infer<typeof ViewId>;

/** A Slack message's timestamp: its id within a channel, e.g. `1763724000.000100`. */
export const MessageTs = z
  .string()
  .regex(/^\d{1,12}\.\d{1,9}$/)
  .brand<'MessageTs'>();
export type MessageTs = z.infer<typeof MessageTs>;

/** Names the one card of a deployment in a channel. Opaque: it carries no authority. */
export const CardId = z
  .string()
  .regex(/^[a-f0-9]{20}$/)
  .brand<'CardId'>();
export type CardId = z.infer<typeof CardId>;

/** Digest of what a person decides on (see `revisionOf`). */
export const Revision = z
  .string()
  .regex(/^[a-f0-9]{12}$/)
  .brand<'Revision'>();
export type Revision = z.infer<typeof Revision>;
