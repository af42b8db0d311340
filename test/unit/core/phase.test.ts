import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../../src/core/deployment.ts';
import { DeploymentId } from '../../../src/core/ids.ts';
import { isFinal, isWaiting, type Phase, phaseOf, supersededBy } from '../../../src/core/phase.ts';
import { aDeployment, aJob, anApproval, anEnvironment, aRule } from '../../support/builders.ts';

const PHASES: readonly Phase[] = [
  'awaiting-approval',
  'ready',
  'manual',
  'queued',
  'running',
  'success',
  'failed',
  'rejected',
  'canceled',
  'skipped',
  'superseded',
  'unknown',
];
const complete = { pending: 0, approvals: [anApproval()], rules: [aRule()] };
const none = { pending: 0, approvals: [], rules: [] };
const rejection = { pending: 1, approvals: [anApproval({ status: 'rejected' })], rules: [aRule()] };

describe('the phase of a deployment', () => {
  it.each<[Phase, string, Deployment]>([
    ['awaiting-approval', 'that is blocked with approvals missing', aDeployment()],
    ['awaiting-approval', 'without a job and with approvals missing', aDeployment({ job: null })],
    ['ready', 'whose approvals are complete', aDeployment({ approval: complete })],
    [
      'ready',
      'approved where the server sends no rules',
      aDeployment({ approval: { ...complete, rules: [] } }),
    ],
    [
      'ready',
      'with rules that ask for nobody',
      aDeployment({ approval: { ...none, rules: [aRule({ required: 0 })] } }),
    ],
    ['manual', 'without approval rules', aDeployment({ approval: none })],
    ['manual', 'on a server without approvals', aDeployment({ approval: undefined })],
    ['manual', 'without rules and without a job', aDeployment({ approval: none, job: null })],
    ['queued', 'whose job is pending', aDeployment({ job: aJob({ status: 'pending' }) })],
    [
      'queued',
      'whose job waits for a resource',
      aDeployment({ approval: complete, job: aJob({ status: 'waiting_for_resource' }) }),
    ],
    [
      'queued',
      'whose job is in a state nobody knows',
      aDeployment({ job: aJob({ status: 'paused_by_moon' }) }),
    ],
    ['queued', 'that was only created', aDeployment({ status: 'created', job: aJob({ status: 'created' }) })],
    ['queued', 'that was created without a job', aDeployment({ status: 'created', job: null })],
    ['manual', 'whose job is manual, on servers that know no blocked', aDeployment({ status: 'created' })],
    ['running', 'that runs', aDeployment({ status: 'running' })],
    ['success', 'that succeeded', aDeployment({ status: 'success' })],
    ['canceled', 'that was canceled', aDeployment({ status: 'canceled' })],
    ['skipped', 'that was skipped', aDeployment({ status: 'skipped' })],
    [
      'failed',
      'that failed',
      aDeployment({ status: 'failed', job: aJob({ failureReason: 'script_failure' }) }),
    ],
    [
      'failed',
      'that failed without a job',
      aDeployment({ status: 'failed', job: null, approval: undefined }),
    ],
    [
      'rejected',
      'whose job was dropped for a rejection',
      aDeployment({
        status: 'failed',
        job: aJob({ failureReason: 'deployment_rejected' }),
        approval: undefined,
      }),
    ],
    ['rejected', 'that failed after a rejection', aDeployment({ status: 'failed', approval: rejection })],
    [
      'success',
      'that succeeded although somebody rejected it',
      aDeployment({ status: 'success', approval: rejection }),
    ],
    ['unknown', 'in a state nobody knows', aDeployment({ status: 'paused_by_moon' })],
    ['unknown', 'without a status, on old servers', aDeployment({ status: '' })],
  ])('is %s of one %s', (phase, _what, deployment) => {
    expect(phaseOf(deployment)).toBe(phase);
  });

  it.each<[Phase, Deployment]>([
    ['superseded', aDeployment()],
    ['superseded', aDeployment({ approval: complete })],
    ['superseded', aDeployment({ approval: none })],
    ['queued', aDeployment({ job: aJob({ status: 'pending' }) })],
    ['running', aDeployment({ status: 'running' })],
    ['success', aDeployment({ status: 'success' })],
    ['failed', aDeployment({ status: 'failed' })],
    ['unknown', aDeployment({ status: 'paused_by_moon' })],
  ])('is %s once a newer one is there', (phase, deployment) => {
    expect(phaseOf(deployment, DeploymentId.parse(4720))).toBe(phase);
  });
});

describe('whatever GitLab sends', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'blocked',
      'created',
      'running',
      'success',
      'failed',
      'canceled',
      'skipped',
      'manual',
      '',
    ),
    fc.string({ maxLength: 12 }),
  );
  const vote = fc.constantFrom('approved', 'rejected', 'odd').map((status) => anApproval({ status }));
  const deployment = fc
    .record({
      status: word,
      job: fc.option(
        fc
          .record({ status: word, failureReason: fc.option(fc.constantFrom('deployment_rejected', 'x')) })
          .map((changes) => aJob(changes)),
      ),
      approval: fc.option(
        fc.record({
          pending: fc.option(fc.integer({ min: -1, max: 9 }), { nil: undefined }),
          approvals: fc.array(vote, { maxLength: 3 }),
          rules: fc.array(
            fc.integer({ min: 0, max: 3 }).map((required) => aRule({ required })),
            { maxLength: 3 },
          ),
        }),
        { nil: undefined },
      ),
    })
    .map((fields) => aDeployment(fields));

  it('has a phase, and is superseded only where somebody would have to act', () => {
    fc.assert(
      fc.property(deployment, (one) => {
        const own = phaseOf(one);
        expect(PHASES).toContain(own);
        expect(own).not.toBe('superseded');
        const beside = phaseOf(one, DeploymentId.parse(9_999));
        expect(beside).toBe(isWaiting(own) ? 'superseded' : own);
      }),
      { numRuns: 500 },
    );
  });
});

it.each(PHASES)('%s waits for somebody, is final, or neither; never both', (phase) => {
  expect(isWaiting(phase)).toBe(['awaiting-approval', 'ready', 'manual'].includes(phase));
  expect(isFinal(phase)).toBe(['success', 'failed', 'rejected', 'canceled', 'skipped'].includes(phase));
});

describe('the newer deployment that makes one pointless', () => {
  const own = aDeployment();

  it.each<[string, Deployment]>([
    ['succeeded', aDeployment({ id: 4720, status: 'success' })],
    ['waits for approval', aDeployment({ id: 4720 })],
    ['waits to be run, as a list row shows it', aDeployment({ id: 4720, approval: undefined })],
  ])('is one that %s', (_what, newer) => {
    expect(supersededBy(own, [own, newer])).toBe(newer);
  });

  it.each<[string, Deployment]>([
    ['failed', aDeployment({ id: 4720, status: 'failed' })],
    ['was canceled', aDeployment({ id: 4720, status: 'canceled' })],
    ['was skipped', aDeployment({ id: 4720, status: 'skipped' })],
    ['still runs', aDeployment({ id: 4720, status: 'running' })],
    ['is queued', aDeployment({ id: 4720, job: aJob({ status: 'pending' }) })],
    ['goes elsewhere', aDeployment({ id: 4720, status: 'success', environment: anEnvironment('staging') })],
    ['is older', aDeployment({ id: 4700, status: 'success' })],
    ['is itself', own],
  ])('is none that %s', (_what, other) => {
    expect(supersededBy(own, [other])).toBeUndefined();
  });

  it('is the newest of several, in whatever order they come', () => {
    const rows = [4720, 4730, 4725].map((id) => aDeployment({ id, status: 'success' }));
    expect(supersededBy(own, rows)?.id).toBe(4730);
    expect(rows.map((row) => row.id)).toEqual([4720, 4730, 4725]);
    expect(supersededBy(own, [])).toBeUndefined();
  });
});
