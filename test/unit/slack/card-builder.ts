import { tallyRules } from '../../../src/core/approvals.ts';
import type { CardView, Ships } from '../../../src/core/card.ts';
import type {
  Approval,
  ApprovalRule,
  Deployment,
  DeploymentJob,
  GitLabUser,
} from '../../../src/core/deployment.ts';
import {
  CardId,
  DeploymentId,
  EnvironmentId,
  GitLabUserId,
  JobId,
  ProjectId,
  Revision,
  SlackUserId,
} from '../../../src/core/ids.ts';
import type { Phase } from '../../../src/core/phase.ts';

export const GITLAB_HOST = 'gitlab.example.com';
export const CARD_ID = CardId.parse('0123456789abcdef0123');
export const REVISION = Revision.parse('abcdef012345');
export const slackUser = (id: string): SlackUserId => SlackUserId.parse(id);

export const person = (id: number, name: string): GitLabUser => ({
  id: GitLabUserId.parse(id),
  username: name.toLowerCase().replaceAll(/\W/gu, '') || 'user',
  name,
});

export const vote = (user: GitLabUser, status = 'approved', comment: string | null = null): Approval => ({
  user,
  status,
  createdAt: '2026-11-21T10:42:00.000Z',
  comment,
});

export const rule = (
  label: string | null,
  required: number,
  approvals: readonly Approval[] = [],
): ApprovalRule => ({
  id: 1,
  userId: null,
  groupId: 9,
  accessLevel: null,
  label,
  required,
  approvals,
});

export const job = (changes: Partial<DeploymentJob> = {}): DeploymentJob => ({
  id: JobId.parse(55),
  name: 'deploy:prod',
  status: 'manual',
  failureReason: null,
  webUrl: `https://${GITLAB_HOST}/acme/shop/-/jobs/55`,
  startedAt: null,
  finishedAt: null,
  duration: null,
  commitTitle: 'Checkout retries',
  isTag: true,
  ...changes,
});

export const deployment = (changes: Partial<Deployment> = {}): Deployment => ({
  id: DeploymentId.parse(4711),
  iid: 12,
  ref: 'v2.14.0',
  sha: 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334',
  status: 'blocked',
  createdAt: '2026-11-21T10:00:00.000Z',
  updatedAt: '2026-11-21T10:05:00.000Z',
  requestedBy: person(1, 'Dana Ruiz'),
  environment: { id: EnvironmentId.parse(3), name: 'production', externalUrl: 'https://shop.example.org/' },
  job: job(),
  approval: { pending: 2, approvals: [], rules: [rule('Security', 2)] },
  ...changes,
});

export const ships = (changes: Partial<Ships> = {}): Ships => ({
  since: '99aa88bb',
  compareUrl: `https://${GITLAB_HOST}/acme/shop/-/compare/99aa88bb...a1b2c3d4`,
  commits: 14,
  authors: 4,
  mergeRequests: [812, 815, 820, 821, 830, 831].map((iid) => ({
    iid,
    title: `Change ${iid}`,
    webUrl: `https://${GITLAB_HOST}/acme/shop/-/merge_requests/${iid}`,
  })),
  loose: 1,
  tier: 'production',
  ...changes,
});

/** A card that is valid without any argument. */
export function cardView(phase: Phase, changes: Partial<CardView> = {}): CardView {
  const own = changes.deployment ?? deployment();
  return {
    id: CARD_ID,
    project: {
      id: ProjectId.parse(7),
      path: 'acme/shop',
      name: 'Shop',
      webUrl: `https://${GITLAB_HOST}/acme/shop`,
      archived: false,
    },
    deployment: own,
    phase,
    revision: REVISION,
    tallies: tallyRules(own),
    supersededBy: undefined,
    ships: undefined,
    slackUsers: new Map(),
    mention: [],
    ...changes,
  };
}
