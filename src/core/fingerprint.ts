import type { Deployment } from './deployment.ts';

/** Text that changes whenever GitLab's list row of a deployment tells something new. */
export const rowFingerprint = (row: Deployment): string =>
  [row.updatedAt, row.status, row.job?.status, row.job?.failureReason].join('|');

/**
 * Text that changes whenever GitLab's whole answer tells something a card shows. Approvals are part of it because they
 * leave `updated_at` as it was. Whether a newer deployment supersedes it is no part of it: that shows in the newer one's
 * own row.
 */
export const wholeFingerprint = (deployment: Deployment): string =>
  JSON.stringify([
    rowFingerprint(deployment),
    deployment.job?.id,
    deployment.approval?.pending,
    (deployment.approval?.approvals ?? []).map((vote) => [vote.user.id, vote.status, vote.createdAt]),
  ]);
