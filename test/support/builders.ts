import type { Reading } from '../../src/core/decision-policy.ts';
import type {
  Approval,
  ApprovalRule,
  Deployment,
  DeploymentJob,
  GitLabUser,
  Project,
} from '../../src/core/deployment.ts';
import {
  ChannelId,
  DeploymentId,
  EnvironmentId,
  GitLabUserId,
  JobId,
  ProjectId,
  SlackUserId,
  TeamId,
} from '../../src/core/ids.ts';
import { phaseOf } from '../../src/core/phase.ts';
import { revisionOf } from '../../src/core/revision.ts';
import type { Watch } from '../../src/core/watch.ts';

/** What may differ from the valid default; ids are plain numbers. */
type But<T extends { id: number | undefined }> = Partial<Omit<T, 'id'>> & { readonly id?: number };

export const TEAM = TeamId.parse('T0ACME');
export const CHANNEL = ChannelId.parse('C0DEPLOYS');

/** Somebody GitLab knows, named by their id unless the test names them. */
export const aUser = (id = 1, name = `Person ${id}`): GitLabUser => ({
  id: GitLabUserId.parse(id),
  username: `person-${id}`,
  name,
});

/** A vote: approved, unless the test says otherwise. */
export const anApproval = (changes: Partial<Approval> = {}): Approval => ({
  user: aUser(2),
  status: 'approved',
  createdAt: '2026-11-21T10:42:00.000Z',
  comment: null,
  ...changes,
});

/** A rule that one person of a group can meet. */
export const aRule = (changes: Partial<ApprovalRule> = {}): ApprovalRule => ({
  id: 1,
  userId: null,
  groupId: 9,
  accessLevel: null,
  label: 'Security',
  required: 1,
  approvals: [],
  ...changes,
});

/** The manual job of a deployment that waits. */
export const aJob = ({ id = 55, ...changes }: But<DeploymentJob> = {}): DeploymentJob => ({
  id: JobId.parse(id),
  name: 'deploy:prod',
  status: 'manual',
  failureReason: null,
  webUrl: 'https://gitlab.example.com/acme/shop/-/jobs/55',
  startedAt: null,
  finishedAt: null,
  duration: null,
  commitTitle: 'Checkout retries',
  isTag: true,
  ...changes,
});

/** A deployment to production that waits for the one approval of one rule. */
export const aDeployment = ({ id = 4711, ...changes }: But<Deployment> = {}): Deployment => ({
  id: DeploymentId.parse(id),
  iid: 12,
  ref: 'v2.14.0',
  sha: 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334',
  status: 'blocked',
  createdAt: '2026-11-21T10:00:00.000Z',
  updatedAt: '2026-11-21T10:05:00.000Z',
  requestedBy: aUser(1, 'Dana Ruiz'),
  environment: anEnvironment(),
  job: aJob(),
  approval: { pending: 1, approvals: [], rules: [aRule()] },
  ...changes,
});

export const anEnvironment = (name = 'production', id = 3): Deployment['environment'] => ({
  id: EnvironmentId.parse(id),
  name,
  externalUrl: null,
});

/** A deployment's approvals, each attached to the rule it was given under, as GitLab does. */
export const votedUnder = (
  rules: readonly { readonly rule: ApprovalRule; readonly votes: readonly Approval[] }[],
): NonNullable<Deployment['approval']> => ({
  pending: rules.reduce((sum, { rule, votes }) => sum + Math.max(0, rule.required - votes.length), 0),
  approvals: rules.flatMap(({ votes }) => votes),
  rules: rules.map(({ rule, votes }) => ({ ...rule, approvals: [...rule.approvals, ...votes] })),
});

export const aProject = ({ id = 7, ...changes }: But<Project> = {}): Project => ({
  id: ProjectId.parse(id),
  path: 'acme/shop',
  name: 'Shop',
  webUrl: 'https://gitlab.example.com/acme/shop',
  archived: false,
  ...changes,
});

/** What the bot makes of a deployment when it reads it. */
export function aReading(deployment: Deployment = aDeployment(), newer?: Deployment): Reading {
  const phase = phaseOf(deployment, newer?.id);
  return { deployment, phase, supersededBy: newer, revision: revisionOf(deployment, phase) };
}

/** A channel's watch of `acme/shop` with the default events. */
export const aWatch = (changes: Partial<Watch> = {}): Watch => ({
  team: TEAM,
  channel: CHANNEL,
  project: ProjectId.parse(7),
  projectPath: 'acme/shop',
  environments: [],
  on: ['approvals', 'failed'],
  madeBy: SlackUserId.parse('U0DANA'),
  madeAt: Date.parse('2026-11-20T09:00:00Z'),
  ...changes,
});
