import { describe, expect, it } from 'vitest';
import type { Ships } from '../../../src/core/card.ts';
import { DeploymentId, UserGroupId } from '../../../src/core/ids.ts';
import type { Phase } from '../../../src/core/phase.ts';
import { approvalCard } from '../../../src/slack/cards/approval-card.ts';
import { decodeControl, decodeMenu } from '../../../src/slack/ids.ts';
import { brokenLimits } from '../../../src/slack/limits.ts';
import {
  CARD_ID,
  cardView,
  deployment,
  GITLAB_HOST,
  job,
  person,
  REVISION,
  rule,
  ships,
  slackUser,
  vote,
} from './card-builder.ts';
import { buttonNamed, controls, textOf } from './reading.ts';

const draw = (view: Parameters<typeof approvalCard>[0]) => approvalCard(view, { gitlabHost: GITLAB_HOST });
const kim = person(2, 'Kim Lee');

describe('the approval card', () => {
  const phases: Phase[] = [
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

  it.each(phases)('says %s in words first and stays within Slack’s limits', (phase) => {
    const newer = {
      id: DeploymentId.parse(4720),
      url: `https://${GITLAB_HOST}/acme/shop/-/environments/3/deployments/13`,
    };
    const card = draw(
      cardView(phase, { ships: ships(), supersededBy: phase === 'superseded' ? newer : undefined }),
    );
    expect(brokenLimits(card.blocks)).toEqual([]);
    expect(card.blocks.length).toBeLessThanOrEqual(20);
    expect(JSON.stringify(card.blocks).length).toBeLessThan(12_000);
    expect(textOf(card)).toMatch(/^[A-Z][^\n]+(?:: | · )acme\/shop → production/u);
    expect(card.text).toContain('acme/shop to production, v2.14.0');
  });

  it('asks for approval with who, what and how far, and offers the decisions', () => {
    const own = deployment({
      approval: { pending: 1, approvals: [vote(kim)], rules: [rule('Security', 2, [vote(kim)])] },
    });
    const card = draw(cardView('awaiting-approval', { deployment: own, ships: ships() }));
    const text = textOf(card);
    expect(text).toContain('Approval needed: acme/shop → production');
    expect(text).toContain('`v2.14.0` · `a1b2c3d4`');
    expect(text).toContain('Dana Ruiz');
    expect(text).toContain(`<https://${GITLAB_HOST}/acme/shop/-/environments/3/deployments/12|#4711>`);
    expect(text).toContain('*Waiting since*\n<!date^');
    expect(text).toContain('Security: 1 of 2 (Kim Lee)');
    expect(text).toContain('6 merge requests, 14 commits by 4 people');
    expect(text).toContain('and 3 more');
    expect(text).toContain('1 commit without a merge request');
    expect(card.text).toBe(
      'Approval needed: acme/shop to production, v2.14.0, requested by Dana Ruiz (1 of 2 approvals)',
    );
    expect(controls(card)).toEqual([
      'Show all',
      'Approve',
      'Reject…',
      'Approve with a comment…',
      'What ships',
      'Who can approve?',
      'Open in GitLab',
    ]);
  });

  it('puts nothing but the card and its revision into the buttons', () => {
    const card = draw(cardView('awaiting-approval'));
    expect(decodeControl(String(buttonNamed(card, 'Approve')?.value))).toEqual({
      card: CARD_ID,
      revision: REVISION,
    });
    expect(decodeMenu(String(buttonNamed(card, 'What ships')?.value))).toEqual({
      entry: 'ships',
      value: { card: CARD_ID, revision: REVISION },
    });
  });

  it('asks once more before acting on production, naming project, environment and sha', () => {
    const confirm = JSON.stringify(
      buttonNamed(draw(cardView('awaiting-approval', { ships: ships() })), 'Approve')?.confirm,
    );
    expect(confirm).toContain('acme/shop → production, v2.14.0 · a1b2c3d4');
    const staging = deployment({ environment: { ...deployment().environment, name: 'staging' } });
    const card = draw(
      cardView('awaiting-approval', { deployment: staging, ships: ships({ tier: 'staging' }) }),
    );
    expect(buttonNamed(card, 'Approve')?.confirm).toBeUndefined();
  });

  it('goes by GitLab’s tier, not by the name, where GitLab tells it', () => {
    const odd = deployment({ environment: { ...deployment().environment, name: 'kiosk' } });
    const card = draw(cardView('ready', { deployment: odd, ships: ships({ tier: 'production' }) }));
    expect(buttonNamed(card, 'Run')?.confirm).toBeDefined();
  });

  it('says clearly that an approved deployment does not start by itself', () => {
    const card = draw(cardView('ready'));
    expect(textOf(card)).toContain("It doesn't start by itself: somebody with deploy permission must run it");
    expect(controls(card)).toEqual(['Run', 'What ships', 'Open in GitLab']);
  });

  it('offers no approval for a manual job without rules', () => {
    const own = deployment({ approval: { pending: 0, approvals: [], rules: [] } });
    const card = draw(cardView('manual', { deployment: own }));
    expect(controls(card)).toEqual(['Run', 'What ships', 'Open in GitLab']);
    expect(textOf(card)).not.toContain('Approvals');
  });

  it.each<[Phase, string[]]>([
    ['queued', ['Open in GitLab']],
    ['running', ['Open in GitLab']],
    ['rejected', ['Open in GitLab']],
    ['canceled', ['Open in GitLab']],
    ['skipped', ['Open in GitLab']],
    ['superseded', ['Open in GitLab']],
    ['unknown', ['Open in GitLab']],
    ['failed', ['Retry', 'Show log', 'Open in GitLab']],
    ['success', ['Open site (shop.example.org)', 'Open in GitLab']],
  ])('when %s offers %j', (phase, expected) => {
    expect(controls(draw(cardView(phase)))).toEqual(expected);
  });

  it('offers no site whose address is not a web page', () => {
    const own = deployment({
      environment: { ...deployment().environment, externalUrl: 'javascript:alert(1)' },
    });
    expect(controls(draw(cardView('success', { deployment: own })))).toEqual(['Open in GitLab']);
  });

  it('offers no run or retry where there is no job', () => {
    const own = deployment({ job: null });
    expect(controls(draw(cardView('ready', { deployment: own })))).toEqual(['Open in GitLab']);
    expect(controls(draw(cardView('failed', { deployment: own })))).toEqual(['Open in GitLab']);
  });

  it('names who rejected it and why', () => {
    const own = deployment({
      status: 'failed',
      approval: {
        pending: 1,
        approvals: [vote(kim, 'rejected', 'Not before\nthe sale')],
        rules: [rule('Security', 2)],
      },
    });
    const text = textOf(draw(cardView('rejected', { deployment: own })));
    expect(text).toContain('*Rejected* by Kim Lee, <!date^');
    expect(text).toContain(': Not before the sale');
  });

  it('names the job that failed and GitLab’s reason', () => {
    const own = deployment({
      status: 'failed',
      job: job({ status: 'failed', failureReason: 'script_failure' }),
    });
    expect(textOf(draw(cardView('failed', { deployment: own })))).toContain(
      '|deploy:prod> failed: its script ended with an error.',
    );
  });

  it('links the newer deployment and its own when superseded', () => {
    const url = `https://${GITLAB_HOST}/acme/shop/-/environments/3/deployments/13`;
    const card = draw(cardView('superseded', { supersededBy: { id: DeploymentId.parse(4720), url } }));
    expect(textOf(card)).toContain('Superseded by #4720: acme/shop → production');
    expect(textOf(card)).toContain(`<${url}|#4720>`);
    expect(textOf(card)).toContain('deployments/12|#4711>');
  });

  it('shows GitLab’s own word for a status it does not know, and says so of none', () => {
    const odd = draw(cardView('unknown', { deployment: deployment({ status: 'paused_by_moon' }) }));
    expect(textOf(odd)).toContain('GitLab says "paused_by_moon": acme/shop → production');
    expect(textOf(draw(cardView('unknown', { deployment: deployment({ status: '' }) })))).toContain(
      'State unknown',
    );
  });

  it('adds GitLab’s total where the rules add up to something else', () => {
    const own = deployment({ approval: { pending: 3, approvals: [], rules: [rule('Security', 2)] } });
    expect(textOf(draw(cardView('awaiting-approval', { deployment: own })))).toContain(
      'GitLab counts 3 approvals still missing in all.',
    );
    expect(textOf(draw(cardView('awaiting-approval')))).not.toContain('GitLab counts');
  });

  it('names at most five approvers of a rule', () => {
    const votes = Array.from({ length: 7 }, (_, index) => vote(person(10 + index, `P${index}`)));
    const own = deployment({ approval: { pending: 2, approvals: votes, rules: [rule('All', 9, votes)] } });
    expect(textOf(draw(cardView('awaiting-approval', { deployment: own })))).toContain(
      'All: 7 of 9 (P0, P1, P2, P3, P4 and 2 more)',
    );
  });

  it('says what ships with the names of those who wrote it, and what an older version takes away', () => {
    const words = (changes: Partial<Ships>) =>
      textOf(draw(cardView('awaiting-approval', { ships: ships(changes) })));
    const names = ['Dana Ruiz', 'Kim Berg', 'Ana *Costa*', 'Bo', 'Cy'];
    expect(words({ names: names.slice(0, 2), authors: 2 })).toContain('14 commits by Dana Ruiz and Kim Berg');
    expect(words({ names, authors: 9 })).toContain('by Dana Ruiz, Kim Berg, Ana ∗Costa∗, Bo, Cy and 4 more');
    expect(words({ requests: 240 })).toContain('240 merge requests, 14 commits');
    expect(words({ requests: 240 })).toContain('and 237 more');
    expect(words({ commits: 0, behind: 3 })).toContain('an older version, 3 commits behind what runs now');
    expect(words({ behind: 3 })).toContain('It lacks 3 commits that run there now.');
    expect(words({ uncertain: true })).toContain('1 commit without a known merge request');
    expect(words({ unreadable: true, since: null })).toContain('GitLab does not show Slipway what changed.');
  });

  it('says when nothing is deployed there yet', () => {
    const card = draw(cardView('awaiting-approval', { ships: ships({ since: null }) }));
    expect(textOf(card)).toContain('Nothing is deployed there yet');
  });

  it('mentions exactly the people asked, and the requester never', () => {
    const card = draw(
      cardView('awaiting-approval', {
        mention: [slackUser('U1'), slackUser('U2')],
        asked: { groups: [UserGroupId.parse('S0SEC')], names: ['Ana *Costa*'], more: 3 },
        slackUsers: new Map([[1, slackUser('UDANA')]]),
      }),
    );
    expect(textOf(card)).toContain('Asked: <!subteam^S0SEC>, <@U1>, <@U2>, Ana ∗Costa∗ and 3 more');
    expect(JSON.stringify(card)).not.toContain('UDANA');
    expect(JSON.stringify(draw(cardView('awaiting-approval')))).not.toContain('<@');
  });

  it('links nothing that is not on the configured GitLab', () => {
    const view = cardView('awaiting-approval', { ships: ships() });
    const card = approvalCard(view, { gitlabHost: 'git.other.example' });
    expect(JSON.stringify(card)).not.toContain('https://');
    expect(textOf(card)).toContain('#4711');
  });
});
