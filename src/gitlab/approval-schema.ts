import { z } from 'zod';
import type { Approval, ApprovalRule, ApprovalState } from '../core/deployment.ts';
import { GitLabUserId } from '../core/ids.ts';
import { shown, shownText } from './shown.ts';
import { UserSchema } from './user-schema.ts';

const vote = { status: z.string(), created_at: z.string(), comment: shown };

/** The answer to a vote, and an element of a deployment's `approvals`. */
export const ApprovalSchema = z.object({ user: UserSchema, ...vote }).transform(
  ({ user, status, created_at, comment }): Approval => ({
    user,
    status,
    createdAt: created_at,
    comment: shownText(comment),
  }),
);

const Unowned = z.object({ user: z.null() }).transform(() => undefined);

/** Votes of deleted accounts have no user; they can be matched to nobody and are left out. */
const Approvals = z
  .array(z.union([ApprovalSchema, Unowned]))
  .transform((approvals) => approvals.filter((approval) => approval !== undefined));

const id = z.number().int().nullish();

/** A rule in a deployment's summary, or of a protected environment. */
export const RuleSchema = z
  .object({
    id,
    user_id: GitLabUserId.nullish(),
    group_id: id,
    access_level: id,
    access_level_description: shown,
    group_inheritance_type: id.catch(undefined),
    required_approvals: z.number().int().nonnegative(),
    deployment_approvals: Approvals.nullish(),
  })
  .transform(
    (rule): ApprovalRule => ({
      id: rule.id ?? undefined,
      userId: rule.user_id ?? null,
      groupId: rule.group_id ?? null,
      inherited: rule.group_inheritance_type == null ? undefined : rule.group_inheritance_type === 1,
      accessLevel: rule.access_level ?? null,
      label: shownText(rule.access_level_description),
      required: rule.required_approvals,
      approvals: rule.deployment_approvals ?? [],
    }),
  );

/** The approval fields of a single deployment (https://docs.gitlab.com/api/deployments/#retrieve-a-deployment). */
export const approvalFields = {
  pending_approval_count: z.number().int().nonnegative().nullish(),
  approvals: Approvals.nullish(),
  approval_summary: z.object({ rules: z.array(RuleSchema).nullish() }).nullish(),
};

const ApprovalFields = z.object(approvalFields);

/** `undefined` where none of the fields came: in lists, on GitLab CE and before 14.8. */
export function approvalStateOf(fields: z.output<typeof ApprovalFields>): ApprovalState | undefined {
  const { pending_approval_count: pending, approvals, approval_summary: summary } = fields;
  if (pending === undefined && approvals === undefined && summary === undefined) return undefined;
  return { pending: pending ?? undefined, approvals: approvals ?? [], rules: summary?.rules ?? [] };
}
