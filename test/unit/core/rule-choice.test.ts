import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rulesVotedBy, tallyRules } from '../../../src/core/approvals.ts';
import type { ApprovalRule, Deployment } from '../../../src/core/deployment.ts';
import { SlipwayError } from '../../../src/core/errors.ts';
import { chooseRule, needsRuleChoice } from '../../../src/core/rule-choice.ts';
import { aDeployment, anApproval, aRule, aUser, votedUnder } from '../../support/builders.ts';
import { refusalOf } from '../../support/refusal.ts';

const me = aUser(2, 'Kim Lee');
const mine = anApproval({ user: me });
const security = aRule({ id: 1, label: 'Security', required: 2 });
const release = aRule({ id: 2, label: 'Release managers' });
const wider = aRule({ id: 5, label: 'Developers + Maintainers', groupId: null, accessLevel: 30 });
const narrower = aRule({ id: 6, label: 'Maintainers', groupId: null, accessLevel: 40 });
const unlabelled = aRule({ id: 3, label: null, groupId: null, accessLevel: 20 });

/** A deployment under these rules; those in `voted` hold my approval. */
const under = (rules: readonly ApprovalRule[], voted: readonly ApprovalRule[] = []): Deployment =>
  aDeployment({
    approval: votedUnder(rules.map((rule) => ({ rule, votes: voted.includes(rule) ? [mine] : [] }))),
  });

/** The choice of somebody whom every rule admits, unless `admitted` says which. */
const choose = (deployment: Deployment, as?: string, admitted?: readonly string[]) =>
  chooseRule(
    deployment,
    me,
    tallyRules(deployment).filter((tally) => admitted === undefined || admitted.includes(tally.label)),
    as,
  );

describe('an approval without a named rule', () => {
  it.each<[string, Deployment, readonly string[] | undefined]>([
    ['there is one rule', under([security]), undefined],
    [
      'there is no rule to be seen',
      aDeployment({ approval: { pending: 1, approvals: [], rules: [] } }),
      undefined,
    ],
    ['none of several rules is known to admit the person', under([security, release]), []],
    ['no open rule has a label', under([unlabelled, aRule({ ...unlabelled, id: 4 })]), undefined],
  ])('is left to GitLab where %s', (_what, deployment, admitted) => {
    expect(choose(deployment, undefined, admitted)).toEqual({ kind: 'gitlab-chooses' });
  });

  it('is left to GitLab where the person’s only vote is under a rule that is gone', () => {
    const deployment = under([security]);
    const approval = { pending: 1, approvals: [mine], rules: deployment.approval?.rules ?? [] };
    expect(choose({ ...deployment, approval })).toEqual({ kind: 'gitlab-chooses' });
  });

  it('goes under the one rule that admits the person', () => {
    expect(choose(under([security, release]), undefined, ['Release managers'])).toEqual({
      kind: 'label',
      label: 'Release managers',
    });
  });

  it('goes under the rule that does not hold the person’s vote yet', () => {
    expect(choose(under([security, release], [security]))).toEqual({
      kind: 'label',
      label: 'Release managers',
    });
  });

  it('goes past a rule that is met already', () => {
    const approval = votedUnder([
      { rule: release, votes: [anApproval({ user: aUser(9) })] },
      { rule: security, votes: [] },
    ]);
    expect(choose(aDeployment({ approval }))).toEqual({ kind: 'label', label: 'Security' });
  });

  it('asks where several open rules admit the person, each label once', () => {
    expect(choose(under([security, release, aRule({ ...security, id: 4 })]))).toEqual({
      kind: 'ask',
      labels: ['Security', 'Release managers'],
    });
  });

  it.each<[string, Deployment, readonly string[]]>([
    ['the only rule', under([security], [security]), ['Security']],
    ['every rule', under([security, release], [security, release]), ['Security', 'Release managers']],
    ['all rules but one that cannot be named', under([security, unlabelled], [security]), ['Security']],
  ])('is refused where the person’s vote stands under %s', (_what, deployment, rules) => {
    expect(refusalOf(() => choose(deployment))).toEqual({
      code: 'already-voted',
      facts: { at: mine.createdAt, rules },
    });
  });

  it('is refused after a vote where the server shows no rules', () => {
    const deployment = aDeployment({ approval: { pending: 1, approvals: [mine], rules: [] } });
    expect(refusalOf(() => choose(deployment)).code).toBe('already-voted');
  });

  it('is not refused for a rejection of the same person', () => {
    const rejection = anApproval({ user: me, status: 'rejected' });
    const deployment = aDeployment({ approval: { pending: 1, approvals: [rejection], rules: [] } });
    expect(choose(deployment)).toEqual({ kind: 'gitlab-chooses' });
  });
});

describe('an approval under a named rule', () => {
  const both = under([security, release]);

  it.each([
    ['Security', 'Security'],
    ['security', 'Security'],
    ['secur', 'Security'],
    ['release', 'Release managers'],
    ['MANAGERS', 'Release managers'],
  ])('%j means %s', (as, label) => {
    expect(choose(both, as)).toEqual({ kind: 'label', label });
  });

  it('means the whole label before a part of another', () => {
    expect(choose(under([wider, narrower]), 'maintainers', ['Maintainers'])).toEqual({
      kind: 'label',
      label: 'Maintainers',
    });
  });

  it('asks back where a part stands in several labels', () => {
    const rules = [aRule({ id: 1, label: 'Team EU' }), aRule({ id: 2, label: 'Team US' })];
    expect(choose(under(rules), 'team')).toEqual({ kind: 'ask', labels: ['Team EU', 'Team US'] });
  });

  it('means the one that is open where a part also stands in one voted under', () => {
    const eu = aRule({ id: 1, label: 'Team EU' });
    const us = aRule({ id: 2, label: 'Team US' });
    expect(choose(under([eu, us], [eu]), 'team')).toEqual({ kind: 'label', label: 'Team US' });
  });

  it('is left to GitLab where the rule has only our own label', () => {
    expect(choose(under([security, unlabelled]), 'Reporters')).toEqual({ kind: 'gitlab-chooses' });
    expect(choose(under([aRule({ ...unlabelled, label: '' })]), 'Reporters')).toEqual({
      kind: 'gitlab-chooses',
    });
  });

  it('is refused where GitLab could only take the vote it already has', () => {
    expect(refusalOf(() => choose(under([security, unlabelled], [security]), 'Reporters')).code).toBe(
      'already-voted',
    );
  });

  it('is refused where it holds the person’s vote', () => {
    expect(refusalOf(() => choose(under([security, release], [security]), 'security'))).toEqual({
      code: 'already-voted',
      facts: { at: mine.createdAt, rules: ['Security'] },
    });
  });

  it('is refused with the labels there are where nothing is called so', () => {
    expect(refusalOf(() => choose(both, 'Legal'))).toEqual({
      code: 'unknown-rule',
      facts: { wanted: 'Legal', rules: ['Security', 'Release managers'] },
    });
    expect(refusalOf(() => choose(aDeployment({ approval: undefined }), 'Legal'))).toEqual({
      code: 'unknown-rule',
      facts: { wanted: 'Legal', rules: [] },
    });
  });
});

describe('a name that GitLab may take for another rule', () => {
  const alike = (rules?: readonly string[]) => ({
    code: 'rules-alike',
    facts: { rule: 'Maintainers', ...(rules === undefined ? {} : { rules }) },
  });

  it('is not sent while that rule lacks the person’s vote', () => {
    expect(refusalOf(() => choose(under([wider, narrower]), 'Maintainers'))).toEqual(
      alike(['Developers + Maintainers']),
    );
    expect(choose(under([wider, narrower]), 'Developers + Maintainers')).toEqual({
      kind: 'label',
      label: 'Developers + Maintainers',
    });
  });

  it('is not sent either where only the other rule admits the person', () => {
    const admitted = ['Developers + Maintainers'];
    expect(refusalOf(() => choose(under([wider, narrower]), 'Maintainers', admitted))).toEqual(
      alike(admitted),
    );
  });

  it('is sent once that rule holds the vote: at worst nothing changes', () => {
    const sent = { kind: 'label', label: 'Maintainers', mayRepeat: true };
    expect(choose(under([wider, narrower], [wider]), 'Maintainers')).toEqual(sent);
    expect(choose(under([wider, narrower], [wider]))).toEqual(sent);
  });

  it('is sent where two open rules of that very name are as good as each other', () => {
    const two = under([security, aRule({ ...security, id: 4, groupId: 11 })]);
    expect(choose(two)).toEqual({ kind: 'label', label: 'Security' });
    expect(choose(two, 'Security')).toEqual({ kind: 'label', label: 'Security' });
  });

  it('is a vote already given where no other rule could take it', () => {
    const admitted = ['Developers + Maintainers'];
    expect(refusalOf(() => choose(under([wider, narrower], [wider]), 'Maintainers', admitted)).code).toBe(
      'already-voted',
    );
  });
});

/** The rule GitLab takes: the first that admits the person and holds the text in its label, letter by letter. */
const takenBy = (own: readonly ApprovalRule[], name: string): ApprovalRule | undefined =>
  own.find(({ label }) => label?.includes(name));

describe('whoever has voted wherever, in whatever order GitLab looks', () => {
  const LABELS = ['Security', 'Security', 'Security EU', 'EU', 'Release', 'Legal', null, ''];
  const rules = fc.shuffledSubarray(LABELS, { minLength: 1 }).chain((labels) =>
    fc.tuple(
      ...labels.map((label, id) =>
        fc.record({
          rule: fc
            .integer({ min: 1, max: 2 })
            .map((required) => aRule({ id, label, required, accessLevel: 30 + id, groupId: null })),
          voted: fc.boolean(),
          admits: fc.boolean(),
        }),
      ),
    ),
  );

  it('an approval counts for a rule of the name it says, or changes nothing and is known to do so', () => {
    fc.assert(
      fc.property(
        rules,
        fc.constantFrom(undefined, 'security', 'Security EU', 'e', 'eu', 'legal', 'x'),
        (rows, as) => {
          const approval = votedUnder(rows.map(({ rule, voted }) => ({ rule, votes: voted ? [mine] : [] })));
          const deployment = aDeployment({ approval });
          const fits = tallyRules(deployment).filter((_, index) => rows[index]?.admits);
          const own = rows.filter(({ admits }) => admits).map(({ rule }) => rule);
          const voted = rulesVotedBy(deployment, me).map((tally) => tally.rule.id);
          try {
            const choice = chooseRule(deployment, me, fits, as);
            if (choice.kind === 'label') {
              for (const order of [own, own.toReversed()]) {
                const taken = takenBy(order, choice.label);
                const changesNothing = taken === undefined || voted.includes(taken.id);
                if (!changesNothing) expect(taken.label).toBe(choice.label);
                else if (taken !== undefined) expect(choice.mayRepeat).toBe(true);
              }
            }
            if (choice.kind === 'ask') expect(choice.labels.length).toBeGreaterThan(1);
            if (choice.kind === 'gitlab-chooses') expect(voted).toEqual([]);
          } catch (error) {
            if (!(error instanceof SlipwayError)) throw error;
            expect(['already-voted', 'unknown-rule', 'rules-alike']).toContain(error.code);
            if (error.code === 'already-voted') expect(voted.length).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

it('who fits is looked up among several rules, and for a name only where another rule holds it', () => {
  expect(needsRuleChoice(under([security]))).toBe(false);
  expect(needsRuleChoice(aDeployment({ approval: undefined }))).toBe(false);
  expect(needsRuleChoice(under([security, release]))).toBe(true);
  expect(needsRuleChoice(under([security, release]), 'Security')).toBe(false);
  expect(needsRuleChoice(under([wider, narrower]), 'Maintainers')).toBe(true);
  expect(needsRuleChoice(under([security, aRule({ ...security, id: 4 })]), 'Security')).toBe(true);
});
