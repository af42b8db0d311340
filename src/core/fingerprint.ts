import type { Deployment } from './deployment.ts';
import { sha256 } from './sha256.ts';

/** Text that changes whenever GitLab's list row of a deployment tells something new. */
export const rowFingerprint = (row: Deployment): string =>
  [row.updatedAt, row.status, row.job?.status, row.job?.failureReason].join('|');

/** What polling remembers of a row, so that it knows news from what it has seen. */
export interface SeenRow {
  /** GitLab's `updated_at`, epoch ms; 0 where it is no time. */
  readonly updatedAt: number;
  /** Differs wherever the fingerprint does. Short, since it is kept for every project. */
  readonly digest: string;
}

export const seenRow = (row: Deployment): SeenRow => ({
  updatedAt: Date.parse(row.updatedAt) || 0,
  digest: sha256(rowFingerprint(row)).slice(0, 10),
});

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
