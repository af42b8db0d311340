import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeploymentSchema } from '../../../src/gitlab/deployment-schema.ts';
import { EnvironmentSchema } from '../../../src/gitlab/environment-schema.ts';
import { JobSchema } from '../../../src/gitlab/job-schema.ts';
import { MergeRequestSchema } from '../../../src/gitlab/merge-request-schema.ts';
import { ProjectSchema } from '../../../src/gitlab/project-schema.ts';
import { UserSchema } from '../../../src/gitlab/user-schema.ts';
import {
  approvalRow,
  deploymentRow,
  environmentRow,
  jobRow,
  mergeRequestRow,
  projectRow,
  ruleRow,
  userRow,
} from './rows.ts';

const without = (row: object, ...names: string[]) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

const approvals = {
  pending_approval_count: 1,
  approvals: [approvalRow],
  approval_summary: { rules: [ruleRow] },
};

describe('a deployment as GitLab sends it', () => {
  it('is read with ids beyond 32 bit and without the fields nobody uses', () => {
    expect(DeploymentSchema.parse(deploymentRow)).toEqual({
      id: 1503250272,
      iid: 12,
      ref: 'main',
      sha: 'a'.repeat(40),
      status: 'blocked',
      createdAt: '2026-08-02T10:41:35.000Z',
      updatedAt: '2026-08-02T10:42:35.000Z',
      requestedBy: { id: 7, username: 'kim', name: 'Kim' },
      environment: { id: 3, name: 'production', externalUrl: 'https://shop.example' },
      job: {
        id: 15663409982,
        name: 'deploy',
        status: 'manual',
        failureReason: null,
        webUrl: 'https://gitlab.example/acme/shop/-/jobs/15663409982',
        startedAt: null,
        finishedAt: null,
        duration: null,
        commitTitle: 'Blue',
        isTag: false,
      },
      approval: undefined,
    });
  });

  it('carries approvals, and the rules they count for', () => {
    const vote = {
      user: { id: 7, username: 'kim', name: 'Kim' },
      status: 'approved',
      createdAt: '2026-08-02T11:00:00.000Z',
      comment: 'fine',
    };
    expect(DeploymentSchema.parse({ ...deploymentRow, ...approvals }).approval).toEqual({
      pending: 1,
      approvals: [vote],
      rules: [
        {
          id: 5,
          userId: null,
          groupId: 9,
          accessLevel: null,
          label: 'Security',
          required: 2,
          inherited: false,
          approvals: [vote],
        },
      ],
    });
  });

  it.each([
    ['the count alone', { pending_approval_count: 0 }, { pending: 0, approvals: [], rules: [] }],
    ['the list alone', { approvals: [] }, { pending: undefined, approvals: [], rules: [] }],
    ['a summary without rules', { approval_summary: {} }, { pending: undefined, approvals: [], rules: [] }],
    ['none of them', {}, undefined],
  ])('knows of approvals from %s', (_what, fields, expected) => {
    expect(DeploymentSchema.parse({ ...deploymentRow, ...fields }).approval).toEqual(expected);
  });

  it('leaves out the vote of a deleted account', () => {
    const row = { ...deploymentRow, approvals: [{ ...approvalRow, user: null }, approvalRow] };
    expect(DeploymentSchema.parse(row).approval?.approvals).toHaveLength(1);
  });

  it.each([
    ['no status', without(deploymentRow, 'status'), { status: '' }],
    ['no updated_at', without(deploymentRow, 'updated_at'), { updatedAt: deploymentRow.created_at }],
    ['no job', { ...deploymentRow, deployable: null }, { job: null }],
    ['no user', { ...deploymentRow, user: null }, { requestedBy: null }],
    [
      'a job without status',
      { ...deploymentRow, deployable: without(jobRow, 'status') },
      { job: { status: '' } },
    ],
    ['an unknown status', { ...deploymentRow, status: 'paused' }, { status: 'paused' }],
    [
      'a user without a name',
      { ...deploymentRow, user: { id: 7, username: 'kim' } },
      { requestedBy: { name: 'kim' } },
    ],
    [
      'an address that is none',
      { ...deploymentRow, environment: { id: 3, name: 'x', external_url: 'javascript:alert(1)' } },
      { environment: { externalUrl: null } },
    ],
    [
      'nonsense in what is only shown',
      { ...deploymentRow, deployable: { ...jobRow, duration: 'long', commit: 4, web_url: [], tag: null } },
      { job: { duration: null, commitTitle: null, webUrl: null, isTag: false } },
    ],
  ])('is read with %s', (_what, row, expected) => {
    expect(DeploymentSchema.parse(row)).toMatchObject(expected);
  });

  it.each([
    ['no environment', { environment: null }],
    ['an id that is text', { id: '41' }],
    ['an id no number can hold', { id: 2 ** 60 }],
    ['a status that is a number', { status: 3 }],
    ['no sha', { sha: null }],
    ['an empty sha', { sha: '' }],
    ['a requester without an id', { user: { username: 'kim' } }],
    ['a job status that is a number', { deployable: { ...jobRow, status: 1 } }],
    ['a count below nothing', { pending_approval_count: -1 }],
    ['a vote by nobody known', { approvals: [{ ...approvalRow, user: { id: 'x' } }] }],
    ['a rule without a count', { approval_summary: { rules: [without(ruleRow, 'required_approvals')] } }],
  ])('is refused with %s', (_what, fields) => {
    expect(DeploymentSchema.safeParse({ ...deploymentRow, ...fields }).success).toBe(false);
  });
});

describe('an environment', () => {
  it('is read without a tier and without a last deployment', () => {
    expect(
      EnvironmentSchema.parse(without(environmentRow, 'tier', 'last_deployment', 'state')),
    ).toMatchObject({
      tier: null,
      state: null,
      lastDeployment: null,
    });
  });

  it('is refused with a tier of the wrong type, which must not pass for harmless', () => {
    expect(EnvironmentSchema.safeParse({ ...environmentRow, tier: 1 }).success).toBe(false);
  });
});

const schemas = [
  ['deployment', DeploymentSchema, { ...deploymentRow, ...approvals }],
  ['environment', EnvironmentSchema, environmentRow],
  ['job', JobSchema, jobRow],
  ['merge request', MergeRequestSchema, mergeRequestRow],
  ['project', ProjectSchema, projectRow],
  ['user', UserSchema, userRow],
] as const;

describe.each(schemas)('the schema of a %s', (_name, schema, row) => {
  it('never throws, and its strings stay strings, whatever replaces a field', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(row)), fc.jsonValue(), (field, value) => {
        const parsed = schema.safeParse({ ...row, [field]: value });
        if (parsed.success) expect(Number.isSafeInteger(Object.values(parsed.data)[0])).toBe(true);
      }),
    );
  });

  it('does not mind fields it does not know', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ minLength: 1 }).map((name) => `x_${name}`),
          fc.jsonValue(),
        ),
        (extra) => {
          expect(schema.parse({ ...row, ...extra })).toEqual(schema.parse(row));
        },
      ),
    );
  });
});
