import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../../src/core/deployment.ts';
import { rowFingerprint, seenRow, wholeFingerprint } from '../../../src/core/fingerprint.ts';
import { compareUrl, deploymentUrl } from '../../../src/core/links.ts';
import { aDeployment, aJob, anApproval, aProject, aRule, aUser } from '../../support/builders.ts';

const own = aDeployment();
const withVotes = (...approvals: ReturnType<typeof anApproval>[]): Deployment =>
  aDeployment({ approval: { pending: 1, approvals, rules: [aRule()] } });

describe('what GitLab last said', () => {
  it.each<[string, Deployment]>([
    ['the moment it was touched', aDeployment({ updatedAt: '2026-11-21T10:06:00.000Z' })],
    ['the status', aDeployment({ status: 'running' })],
    ['the job’s status', aDeployment({ job: aJob({ status: 'pending' }) })],
    ['why the job failed', aDeployment({ job: aJob({ failureReason: 'script_failure' }) })],
    ['the loss of the job', aDeployment({ job: null })],
  ])('is another thing with %s, in a list row and in the whole answer', (_what, other) => {
    expect(rowFingerprint(other)).not.toBe(rowFingerprint(own));
    expect(seenRow(other).digest).not.toBe(seenRow(own).digest);
    expect(wholeFingerprint(other)).not.toBe(wholeFingerprint(own));
  });

  it.each<[string, Deployment]>([
    ['a vote', withVotes(anApproval())],
    ['the vote of somebody else', withVotes(anApproval({ user: aUser(3) }))],
    ['a vote that turned', withVotes(anApproval({ status: 'rejected' }))],
    ['another job', aDeployment({ job: aJob({ id: 56 }) })],
    ['another count', aDeployment({ approval: { pending: 2, approvals: [], rules: [aRule()] } })],
  ])('is another thing with %s in the whole answer alone: a list row shows none', (_what, other) => {
    expect(rowFingerprint(other)).toBe(rowFingerprint(own));
    expect(wholeFingerprint(other)).not.toBe(wholeFingerprint(own));
  });

  it('is the same thing read twice', () => {
    expect(wholeFingerprint(withVotes(anApproval()))).toBe(wholeFingerprint(withVotes(anApproval())));
    expect(rowFingerprint(aDeployment())).toBe(rowFingerprint(aDeployment()));
  });
});

describe('addresses', () => {
  it('of a deployment’s page go by its number in the project', () => {
    expect(deploymentUrl(aProject(), own)).toBe(
      'https://gitlab.example.com/acme/shop/-/environments/3/deployments/12',
    );
  });

  it('of a comparison hold refs of any name', () => {
    expect(compareUrl(aProject(), 'feature/a b', 'v1?x#y')).toBe(
      'https://gitlab.example.com/acme/shop/-/compare/feature%2Fa%20b...v1%3Fx%23y',
    );
  });
});

it('a row with a time nobody can read is remembered all the same, as old', () => {
  expect(seenRow(aDeployment({ updatedAt: 'lately' }))).toMatchObject({ updatedAt: 0 });
});
