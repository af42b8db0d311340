import { describe, expect, it } from 'vitest';
import type { DeploymentJob } from '../../../src/core/deployment.ts';
import { DeploymentId } from '../../../src/core/ids.ts';
import { tookMs } from '../../../src/core/took.ts';
import { approvalCard } from '../../../src/slack/cards/approval-card.ts';
import { brokenLimits } from '../../../src/slack/limits.ts';
import { logModal } from '../../../src/slack/modals/log.ts';
import { rejectOlderModal } from '../../../src/slack/modals/reject-older.ts';
import { renderPost } from '../../../src/slack/render.ts';
import { commandNames } from '../../../src/slack/words/commands.ts';
import { durationWords } from '../../../src/slack/words/durations.ts';
import { failureReason } from '../../../src/slack/words/failure-reasons.ts';
import { CHANNEL } from '../../support/builders.ts';
import {
  CARD_ID,
  cardView,
  deployment,
  GITLAB_HOST,
  job,
  person,
  REVISION,
  slackUser,
} from './card-builder.ts';
import { controls, textOf } from './reading.ts';

const draw = (...args: Parameters<typeof cardView>) =>
  approvalCard(cardView(...args), { gitlabHost: GITLAB_HOST });

const ran = (status: string, changes: Partial<DeploymentJob> = {}) =>
  deployment({
    status,
    job: job({
      status,
      startedAt: '2026-11-21T10:00:00.000Z',
      finishedAt: '2026-11-21T10:03:12.400Z',
      ...changes,
    }),
  });

describe('how long something took', () => {
  it.each([
    [0, '1 s'],
    [900, '1 s'],
    [45_400, '45 s'],
    [59_600, '1 min'],
    [192_000, '3 min 12 s'],
    [3_600_000, '1 h'],
    [7_525_000, '2 h 5 min'],
    [97_200_000, '1 d 3 h'],
  ])('%i ms is "%s"', (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });

  it('is unknown of what never ran, has not ended, or ended before it began', () => {
    expect(tookMs(deployment({ job: null }))).toBeUndefined();
    expect(
      tookMs(deployment({ job: job({ startedAt: null, finishedAt: '2026-11-21T10:00:00Z' }) })),
    ).toBeUndefined();
    expect(tookMs(ran('running', { finishedAt: null, duration: 5 }))).toBeUndefined();
    expect(tookMs(ran('success', { finishedAt: '2026-11-21T09:00:00Z' }))).toBeUndefined();
    expect(tookMs(ran('success', { startedAt: null, duration: 12.5 }))).toBe(12_500);
  });
});

describe('the card at its end', () => {
  it('says how long a success took, in the header and for people who hear it', () => {
    const card = draw('success', { deployment: ran('success') });
    expect(textOf(card)).toMatch(/^Deployed in 3 min 12 s: acme\/shop → production/u);
    expect(card.text).toMatch(/^Deployed in 3 min 12 s: acme\/shop to production/u);
  });

  it('says of a success without times only that it is deployed', () => {
    expect(textOf(draw('success', { deployment: deployment({ status: 'success' }) }))).toMatch(
      /^Deployed: /u,
    );
  });

  it('says where a failure happened, after how long, and why', () => {
    const text = textOf(
      draw('failed', { deployment: ran('failed', { failureReason: 'job_execution_timeout' }) }),
    );
    expect(text).toMatch(/^Failed at deploy:prod · acme\/shop → production/u);
    expect(text).toContain('failed after 3 min 12 s: it ran longer than its timeout allows.');
  });

  it('keeps a job of a hostile name from formatting or mentioning anything', () => {
    const card = draw('failed', { deployment: ran('failed', { name: '<!channel> *x* `y`' }) });
    // The header is plain text, which Slack parses for nothing.
    expect(JSON.stringify(card.blocks.slice(1))).not.toContain('<!channel>');
    expect(card.text).not.toContain('<!channel>');
  });

  it('says of a run that was canceled half-way that part of it may be deployed', () => {
    expect(textOf(draw('canceled', { deployment: ran('canceled') }))).toContain(
      'canceled in GitLab after 3 min 12 s: part of it may be deployed.',
    );
    expect(textOf(draw('canceled', { deployment: ran('canceled', { finishedAt: null }) }))).toContain(
      'while it ran',
    );
    expect(textOf(draw('canceled'))).toContain('Nothing was deployed.');
  });

  it('has each reader’s own app count how long it has been running', () => {
    const card = draw('running', { deployment: ran('running', { finishedAt: null }) });
    expect(textOf(card)).toContain('It began <!date^1795255200^{ago}|2026-11-21 10:00 UTC>.');
  });

  it('names the version before it, with its page', () => {
    const url = `https://${GITLAB_HOST}/acme/shop/-/environments/3/deployments/11`;
    const previous = { ref: 'v2.13.0', sha: '99aa88bb7766', url };
    expect(textOf(draw('success', { deployment: ran('success'), previous }))).toContain(
      `*Previous version*\n<${url}|v2.13.0 · 99aa88bb>`,
    );
  });

  it('shows GitLab’s own word for a reason that is new, and none where there is none', () => {
    expect(failureReason('moon_phase_failure')).toBe('moon phase failure');
    expect(failureReason('unknown_failure')).toBe('');
    expect(failureReason(null)).toBe('');
  });
});

describe('a card with older ones behind it', () => {
  const older = [4700, 4699, 4698, 4697, 4696, 4695, 4694].map((id) => ({
    id: DeploymentId.parse(id),
    url: `https://${GITLAB_HOST}/acme/shop/-/environments/3/deployments/${id - 4600}`,
  }));

  it('links five of them, counts the rest, and offers to reject them', () => {
    const card = draw('awaiting-approval', { older });
    expect(textOf(card)).toContain(
      `It replaces <https://${GITLAB_HOST}/acme/shop/-/environments/3/deployments/100|#4700>,`,
    );
    expect(textOf(card)).toContain('and 2 more, which still wait in GitLab.');
    expect(controls(card)).toContain('Reject older…');
    expect(controls(draw('ready', { older: older.slice(0, 1) }))).toContain('Reject older…');
    expect(textOf(draw('ready', { older: older.slice(0, 1) }))).toContain(
      '|#4700>, which still waits in GitLab.',
    );
  });

  it('offers nothing of the kind where there are none', () => {
    expect(controls(draw('awaiting-approval'))).not.toContain('Reject older…');
    expect(textOf(draw('awaiting-approval', { older: [] }))).not.toContain('replaces');
  });

  it('lists as many in the dialog as Slack takes, and says how many more there are', () => {
    const reference = { card: CARD_ID, revision: REVISION, channel: CHANNEL };
    const many = Array.from({ length: 12 }, (_, at) => deployment({ id: DeploymentId.parse(100 + at) }));
    const modal = rejectOlderModal(reference, 4711, many);
    expect(brokenLimits(modal.blocks)).toEqual([]);
    expect(textOf(modal)).toContain('and 2 more, which you can reject afterwards the same way.');
    expect(modal.submit).toBeDefined();
    const none = rejectOlderModal(reference, 4711, []);
    expect(none.submit).toBeUndefined();
    expect(textOf(none)).toContain('No older deployment');
  });
});

describe('the log in a dialog', () => {
  it('shows the newest lines that fit, letter by letter', () => {
    const lines = Array.from({ length: 40 }, (_, at) => `${at} <!channel> *bold* ${'x'.repeat(400)}`);
    const modal = logModal({ deployment: 4711, job: job(), lines }, GITLAB_HOST);
    expect(brokenLimits(modal.blocks)).toEqual([]);
    const json = JSON.stringify(modal.blocks);
    expect(json).toContain('39 <!channel> *bold*');
    expect(json).toContain('"rich_text_preformatted"');
    expect(json.length).toBeLessThan(4_000);
    expect(textOf(modal)).toContain('The last 8 lines of the job');
  });

  it('says when GitLab keeps none', () => {
    expect(textOf(logModal({ deployment: 4711, job: job(), lines: [] }, GITLAB_HOST))).toContain(
      'GitLab keeps no log of the job',
    );
  });
});

describe('words about the end', () => {
  const settings = { gitlabHost: GITLAB_HOST, commands: commandNames() };

  it('come to the requester with the site, the page, and a way not to get them', () => {
    const message = renderPost(
      { kind: 'end', view: cardView('success', { deployment: ran('success') }) },
      settings,
    );
    expect(textOf(message)).toContain(
      '*Deployed in 3 min 12 s*: acme/shop → production, `v2.14.0` · `a1b2c3d4`',
    );
    expect(controls(message)).toEqual([
      'Open site (shop.example.org)',
      'Open in GitLab',
      'Stop these messages',
    ]);
    expect(JSON.stringify(message)).not.toContain('<@');
  });

  it('set the job of a failure apart from the rest', () => {
    const message = renderPost(
      { kind: 'end', view: cardView('failed', { deployment: ran('failed') }) },
      settings,
    );
    expect(textOf(message)).toContain('*Failed at* `deploy:prod`: acme/shop → production');
    expect(message.text).toContain('Failed at deploy:prod · acme/shop to production');
  });

  it('mention the requester once, in the thread, where it failed', () => {
    const note = {
      kind: 'failure',
      user: slackUser('UDANA'),
      name: person(1, 'Dana <!here> Ruiz').name,
      job: 'deploy:prod',
      reason: 'script_failure',
    } as const;
    const message = renderPost({ kind: 'note', note }, settings);
    expect(JSON.stringify(message).split('<@UDANA>')).toHaveLength(2);
    expect(JSON.stringify(message)).not.toContain('<!here>');
    expect(textOf(message)).toContain(
      'this deployment failed at `deploy:prod`: its script ended with an error.',
    );
    expect(textOf(renderPost({ kind: 'note', note: { ...note, job: undefined } }, settings))).toBe(
      '<@UDANA>, this deployment failed.',
    );
  });
});
