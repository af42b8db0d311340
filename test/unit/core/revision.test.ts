import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../../src/core/deployment.ts';
import { DeploymentId, GitLabUserId, ProjectId, TeamId } from '../../../src/core/ids.ts';
import type { Phase } from '../../../src/core/phase.ts';
import { cardIdOf, revisionOf } from '../../../src/core/revision.ts';
import {
  aDeployment,
  aJob,
  anApproval,
  anEnvironment,
  aRule,
  aUser,
  CHANNEL,
  TEAM,
} from '../../support/builders.ts';

const rules = [aRule({ id: 1, groupId: 9, required: 2 }), aRule({ id: 2, groupId: 10 })];
const approval = { pending: 3, approvals: [], rules };
const own = aDeployment({ approval });
const of = (deployment: Deployment, phase: Phase = 'awaiting-approval') => revisionOf(deployment, phase);

describe('what a button stands for', () => {
  it.each<[string, Deployment]>([
    ['the code', { ...own, sha: 'ffffffffffffffffffffffffffffffffffffffff' }],
    ['the ref', { ...own, ref: 'v2.15.0' }],
    ['the environment', { ...own, environment: anEnvironment('staging') }],
    ['the deployment', aDeployment({ ...own, id: 4712 })],
    ['the job', { ...own, job: aJob({ id: 56 }) }],
    ['the loss of the job', { ...own, job: null }],
    [
      'a rule’s group',
      { ...own, approval: { ...approval, rules: [rules[0] ?? aRule(), aRule({ groupId: 11 })] } },
    ],
    [
      'a rule’s user',
      { ...own, approval: { ...approval, rules: [aRule({ groupId: null, userId: GitLabUserId.parse(9) })] } },
    ],
    [
      'a rule’s number',
      { ...own, approval: { ...approval, rules: rules.map((rule) => ({ ...rule, required: 1 })) } },
    ],
    ['a rule that is gone', { ...own, approval: { ...approval, rules: rules.slice(1) } }],
    ['a rule more', { ...own, approval: { ...approval, rules: [...rules, aRule()] } }],
    ['the loss of all rules', { ...own, approval: undefined }],
  ])('changes with %s', (_what, other) => {
    expect(of(other)).not.toBe(of(own));
  });

  it('changes with the phase', () => {
    const phases: Phase[] = ['awaiting-approval', 'ready', 'manual', 'queued', 'superseded', 'failed'];
    expect(new Set(phases.map((phase) => of(own, phase))).size).toBe(phases.length);
  });

  it.each<[string, Deployment]>([
    ['the moment GitLab touched it', { ...own, updatedAt: '2026-11-22T00:00:00Z' }],
    ['who asked for it', { ...own, requestedBy: null }],
    [
      'a rule’s name',
      { ...own, approval: { ...approval, rules: rules.map((rule) => ({ ...rule, label: 'New' })) } },
    ],
    [
      'the order of the rules, which GitLab does not promise',
      { ...own, approval: { ...approval, rules: rules.toReversed() } },
    ],
    [
      'the address of the site',
      { ...own, environment: { ...own.environment, externalUrl: 'https://a.example' } },
    ],
  ])('stays with another %s', (_what, other) => {
    expect(of(other)).toBe(of(own));
  });

  const vote = fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom('approved', 'rejected'), fc.option(fc.string()))
    .map(([id, status, comment]) => anApproval({ user: aUser(id), status, comment }));

  it('stays whatever votes are given, so that two who click at once both count', () => {
    fc.assert(
      fc.property(fc.array(vote, { maxLength: 4 }), fc.nat(9), (votes, pending) => {
        const voted = rules.map((rule) => ({ ...rule, approvals: votes }));
        expect(of({ ...own, approval: { pending, approvals: votes, rules: voted } })).toBe(of(own));
      }),
    );
  });

  it('differs for any two commits', () => {
    const sha = fc.string({
      minLength: 40,
      maxLength: 40,
      unit: fc.constantFrom(...'0123456789abcdef'.split('')),
    });
    fc.assert(
      fc.property(sha, sha, (a, b) => {
        expect(of({ ...own, sha: a }) === of({ ...own, sha: b })).toBe(a === b);
      }),
    );
  });
});

describe('the id of a card', () => {
  const place = {
    team: TEAM,
    channel: CHANNEL,
    project: ProjectId.parse(7),
    deployment: DeploymentId.parse(4711),
  };

  it('is the same for ever and opaque', () => {
    expect(cardIdOf(place)).toBe(cardIdOf({ ...place }));
    expect(cardIdOf(place)).toMatch(/^[a-f0-9]{20}$/u);
  });

  it.each([
    ['deployment', { deployment: DeploymentId.parse(4712) }],
    ['project', { project: ProjectId.parse(8) }],
    ['team', { team: TeamId.parse('T0OTHER') }],
  ])('is another one for another %s', (_what, changes) => {
    expect(cardIdOf({ ...place, ...changes })).not.toBe(cardIdOf(place));
  });
});
