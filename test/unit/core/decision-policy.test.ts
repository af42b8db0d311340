import { describe, expect, it } from 'vitest';
import { assertDecidable, assertRunnable, explainRefusal } from '../../../src/core/decision-policy.ts';
import type { Deployment } from '../../../src/core/deployment.ts';
import { Revision } from '../../../src/core/ids.ts';
import { aDeployment, aJob, anApproval, aReading, aRule, aUser, votedUnder } from '../../support/builders.ts';
import { refusalOf } from '../../support/refusal.ts';

const OTHER = Revision.parse('0123456789ab');
const newer = aDeployment({ id: 4720 });
const complete = { pending: 0, approvals: [anApproval()], rules: [aRule()] };
const ready = aDeployment({ approval: complete });
const manual = aDeployment({ approval: undefined });
const failed = aDeployment({
  status: 'failed',
  job: aJob({ status: 'failed', failureReason: 'script_failure' }),
});
const rejected = aDeployment({
  status: 'failed',
  approval: {
    pending: 1,
    approvals: [anApproval({ status: 'rejected', user: aUser(2, 'Kim Lee') })],
    rules: [],
  },
});

const elsewhere: [string, Deployment, string][] = [
  ['queued', aDeployment({ job: aJob({ status: 'pending' }) }), 'queued'],
  ['running', aDeployment({ status: 'running' }), 'running'],
  ['finished', aDeployment({ status: 'success' }), 'success'],
  ['canceled', aDeployment({ status: 'canceled' }), 'canceled'],
  ['skipped', aDeployment({ status: 'skipped' }), 'skipped'],
  ['in a state nobody knows', aDeployment({ status: 'paused_by_moon' }), 'unknown'],
];

describe('a decision', () => {
  it('may be made of a deployment that waits for approval, from its card or from a command', () => {
    const reading = aReading();
    expect(() => assertDecidable(reading)).not.toThrow();
    expect(() => assertDecidable(reading, reading.revision)).not.toThrow();
  });

  it('is refused of a job that only waits to be run, with what is missing there', () => {
    expect(refusalOf(() => assertDecidable(aReading({ ...manual, approval: undefined })))).toEqual({
      code: 'approvals-unavailable',
      facts: {},
    });
    const none = { pending: 0, approvals: [], rules: [] };
    expect(refusalOf(() => assertDecidable(aReading({ ...manual, approval: none })))).toEqual({
      code: 'not-protected',
      facts: { environment: manual.environment.name },
    });
  });

  it.each([
    ...elsewhere,
    ['approved already', ready, 'ready'] as const,
    ['failed', failed, 'failed'] as const,
  ])('is refused of one that is %s, which GitLab would take without effect', (_what, deployment, phase) => {
    const reading = aReading(deployment);
    for (const clicked of [undefined, reading.revision, OTHER]) {
      expect(refusalOf(() => assertDecidable(reading, clicked))).toEqual({
        code: 'not-waiting',
        facts: { phase, deployment: 4711, by: undefined },
      });
    }
  });

  it('is refused of one that somebody rejected, by name', () => {
    expect(refusalOf(() => assertDecidable(aReading(rejected)))).toEqual({
      code: 'not-waiting',
      facts: { phase: 'rejected', deployment: 4711, by: 'Kim Lee' },
    });
  });

  it('is refused of one that a newer one makes pointless, naming the newer', () => {
    expect(refusalOf(() => assertDecidable(aReading(aDeployment(), newer)))).toEqual({
      code: 'superseded',
      facts: { deployment: 4711, newer: 4720 },
    });
  });

  it('is refused from a card that showed something else', () => {
    expect(refusalOf(() => assertDecidable(aReading(), OTHER))).toEqual({
      code: 'card-outdated',
      facts: { deployment: 4711 },
    });
  });
});

describe('a run', () => {
  it.each<[string, Deployment, boolean]>([
    ['approved', ready, false],
    ['manual', manual, false],
    ['failed, again', failed, true],
  ])('may be started of one that is %s', (_what, deployment, again) => {
    const reading = aReading(deployment);
    expect(() => assertRunnable(reading, again)).not.toThrow();
    expect(() => assertRunnable(reading, again, reading.revision)).not.toThrow();
    expect(refusalOf(() => assertRunnable(reading, again, OTHER)).code).toBe('card-outdated');
    expect(refusalOf(() => assertRunnable(reading, !again)).code).toBe('not-runnable');
  });

  it.each([
    ...elsewhere,
    ['waiting for approval', aDeployment(), 'awaiting-approval'] as const,
    ['rejected', rejected, 'rejected'] as const,
  ])(
    'is refused of one that is %s, first or again: GitLab might clone the job',
    (_what, deployment, phase) => {
      for (const again of [false, true]) {
        expect(refusalOf(() => assertRunnable(aReading(deployment), again))).toEqual({
          code: 'not-runnable',
          facts: { phase, deployment: 4711 },
        });
      }
    },
  );

  it.each<[string, Deployment, boolean]>([
    ['first', aDeployment({ approval: complete, job: null }), false],
    ['again', aDeployment({ status: 'failed', job: null }), true],
  ])('is refused where there is no job to run (%s)', (_what, deployment, again) => {
    expect(refusalOf(() => assertRunnable(aReading(deployment), again)).code).toBe('not-runnable');
  });

  it('is refused of one that a newer one makes pointless, naming the newer', () => {
    expect(refusalOf(() => assertRunnable(aReading(ready, newer), false))).toEqual({
      code: 'superseded',
      facts: { deployment: 4711, newer: 4720 },
    });
  });
});

describe('GitLab’s refusal of a decision', () => {
  const me = aUser(2, 'Kim Lee');
  const said = '400 – Nein';
  const explain = (deployment: Deployment, attempt: Partial<Parameters<typeof explainRefusal>[2]> = {}) => {
    const { code, facts } = explainRefusal(aReading(deployment), me, {
      status: 400,
      decision: 'approved',
      said,
      ...attempt,
    });
    return { code, facts };
  };

  it('is explained by a server without approvals', () => {
    expect(explain(manual, { status: 404 })).toEqual({ code: 'approvals-unavailable', facts: {} });
  });

  it('is explained by what happened to the deployment meanwhile', () => {
    expect(explain(rejected)).toEqual({
      code: 'not-waiting',
      facts: { phase: 'rejected', deployment: 4711, by: 'Kim Lee' },
    });
    expect(explain(ready, { status: 404 }).code).toBe('not-waiting');
  });

  it('is explained by the person’s own deployment, for an approval only', () => {
    const own = aDeployment({ requestedBy: me });
    expect(explain(own)).toEqual({ code: 'own-deployment', facts: { environment: 'production' } });
    expect(explain(own, { decision: 'rejected' }).code).toBe('not-an-approver');
  });

  it('is explained by an environment without protection', () => {
    const open = aDeployment({ approval: { pending: 1, approvals: [], rules: [] } });
    expect(explain(open)).toEqual({ code: 'not-protected', facts: { environment: 'production' } });
  });

  it('is explained by the rules still open, which admit others', () => {
    const approval = votedUnder([
      { rule: aRule({ id: 1, label: 'Security' }), votes: [] },
      { rule: aRule({ id: 2, label: 'Release' }), votes: [anApproval()] },
    ]);
    expect(explain(aDeployment({ approval, requestedBy: null }))).toEqual({
      code: 'not-an-approver',
      facts: { environment: 'production', rules: ['Security'] },
    });
  });

  it.each([401, 403, 404, 422, undefined])('is told in GitLab’s own words where it is a %s', (status) => {
    expect(explain(aDeployment(), { status })).toEqual({ code: 'gitlab-refused', facts: { status, said } });
  });
});
