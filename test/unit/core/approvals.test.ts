import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelOf, rulesVotedBy, tallyRules, votesOf } from '../../../src/core/approvals.ts';
import type { ApprovalRule } from '../../../src/core/deployment.ts';
import { aDeployment, anApproval, aRule, aUser, votedUnder } from '../../support/builders.ts';

const kim = aUser(2, 'Kim Lee');
const lou = aUser(3, 'Lou Park');

describe('how far a rule is', () => {
  it('is nothing without votes', () => {
    const [tally] = tallyRules(aDeployment());
    expect(tally).toMatchObject({ label: 'Security', required: 1, approvers: [], missing: 1 });
  });

  it('counts the votes given under it, and those alone', () => {
    const security = aRule({ id: 1, required: 2 });
    const release = aRule({ id: 2, label: 'Release', required: 1 });
    const approval = votedUnder([
      { rule: security, votes: [anApproval({ user: kim })] },
      { rule: release, votes: [anApproval({ user: lou, createdAt: '2026-11-21T11:00:00Z' })] },
    ]);
    expect(
      tallyRules(aDeployment({ approval })).map(({ label, approvers, missing }) => ({
        label,
        approvers,
        missing,
      })),
    ).toEqual([
      { label: 'Security', approvers: [kim], missing: 1 },
      { label: 'Release', approvers: [lou], missing: 0 },
    ]);
  });

  it('never falls below nothing missing', () => {
    const votes = [2, 3, 4].map((id) => anApproval({ user: aUser(id) }));
    const approval = votedUnder([{ rule: aRule({ required: 1 }), votes }]);
    expect(tallyRules(aDeployment({ approval }))[0]?.missing).toBe(0);
  });

  it('counts no rejection', () => {
    const approval = votedUnder([{ rule: aRule(), votes: [anApproval({ status: 'rejected' })] }]);
    expect(tallyRules(aDeployment({ approval }))[0]).toMatchObject({ approvers: [], missing: 1 });
  });

  it.each([
    ['of another deployment by the same person', anApproval({ createdAt: '2026-10-01T08:00:00.000Z' })],
    ['of another person at the same moment', anApproval({ user: lou })],
    ['of another deployment at an unreadable time', anApproval({ createdAt: 'yesterday' })],
  ])('leaves out a vote %s, although GitLab attaches it to the rule', (_what, foreign) => {
    for (const own of [anApproval(), anApproval({ createdAt: 'today' })]) {
      const approval = {
        pending: 0,
        approvals: [own],
        rules: [aRule({ required: 2, approvals: [foreign, own] })],
      };
      expect(tallyRules(aDeployment({ approval }))[0]).toMatchObject({ approvers: [own.user], missing: 1 });
    }
  });

  it('knows a moment again however it is written', () => {
    const rule = aRule({ approvals: [anApproval({ createdAt: '2026-11-21T11:42:00.000+01:00' })] });
    const approval = { pending: 0, approvals: [anApproval()], rules: [rule] };
    expect(tallyRules(aDeployment({ approval }))[0]?.missing).toBe(0);
  });

  it('is empty where the server tells nothing of approvals', () => {
    expect(tallyRules(aDeployment({ approval: undefined }))).toEqual([]);
    expect(votesOf(aDeployment({ approval: undefined }), kim)).toEqual([]);
    expect(rulesVotedBy(aDeployment({ approval: undefined }), kim)).toEqual([]);
  });

  const vote = fc
    .record({
      user: fc.integer({ min: 1, max: 4 }).map((id) => aUser(id)),
      status: fc.constantFrom('approved', 'rejected', 'odd'),
      createdAt: fc.constantFrom(
        '2026-11-21T10:00:00Z',
        '2026-11-21T11:00:00Z',
        '2026-11-22T10:00:00Z',
        'never',
        '',
      ),
    })
    .map((changes) => anApproval(changes));

  it('never counts the approvals of other deployments', () => {
    fc.assert(
      fc.property(
        fc.array(vote, { maxLength: 5 }),
        fc.array(fc.array(vote, { maxLength: 8 }), { maxLength: 3 }),
        (own, attached) => {
          const rules = attached.map((approvals, id) => aRule({ id, approvals, required: 2 }));
          const known = own.filter((one) => one.status === 'approved');
          for (const [index, tally] of tallyRules(
            aDeployment({ approval: { pending: 1, approvals: own, rules } }),
          ).entries()) {
            const counted = (attached[index] ?? []).filter(
              (one) =>
                one.status === 'approved' &&
                known.some((mine) => mine.user.id === one.user.id && mine.createdAt === one.createdAt),
            );
            expect(tally.approvers).toEqual(counted.map((one) => one.user));
            expect(tally.missing).toBe(Math.max(0, 2 - counted.length));
          }
        },
      ),
    );
  });
});

describe('the label of a rule', () => {
  it.each<[string, Partial<ApprovalRule>]>([
    ['Security', { label: 'Security' }],
    ['Reporters', { label: null, groupId: null, accessLevel: 20 }],
    ['Developers + Maintainers', { label: null, groupId: null, accessLevel: 30 }],
    ['Maintainers', { label: '', groupId: null, accessLevel: 40 }],
    ['Administrators', { label: null, groupId: null, accessLevel: 60 }],
    ['Access level 35', { label: null, groupId: null, accessLevel: 35 }],
    ['Group 9', { label: null, groupId: 9 }],
    ['Approver', { label: null, groupId: null, userId: kim.id }],
  ])('is %s', (label, changes) => {
    expect(labelOf(aRule(changes))).toBe(label);
  });
});

it('a person’s votes are theirs alone, of any kind and in GitLab’s order', () => {
  const approvals = [
    anApproval({ user: kim, comment: 'first' }),
    anApproval({ user: lou }),
    anApproval({ user: kim, status: 'rejected', comment: 'second' }),
  ];
  const deployment = aDeployment({ approval: { pending: 1, approvals, rules: [aRule({ approvals })] } });
  expect(votesOf(deployment, kim).map((vote) => vote.comment)).toEqual(['first', 'second']);
  expect(rulesVotedBy(deployment, lou).map((tally) => tally.label)).toEqual(['Security']);
  expect(rulesVotedBy(deployment, aUser(9))).toEqual([]);
});
