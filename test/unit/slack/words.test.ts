import { describe, expect, it } from 'vitest';
import { ERROR_TABLE, type ErrorCode } from '../../../src/core/errors.ts';
import { ChannelId, DeploymentId, SlackUserId, TeamId, UserGroupId } from '../../../src/core/ids.ts';
import type { Notice } from '../../../src/core/notice.ts';
import { Watch } from '../../../src/core/watch.ts';
import { decodeControl } from '../../../src/slack/ids.ts';
import { brokenLimits } from '../../../src/slack/limits.ts';
import { announcementMessage } from '../../../src/slack/words/announcements.ts';
import { commandNames } from '../../../src/slack/words/commands.ts';
import { errorWords } from '../../../src/slack/words/errors.ts';
import { watchRule } from '../../../src/slack/words/events.ts';
import { noteMessage } from '../../../src/slack/words/notes.ts';
import { noticeMessage } from '../../../src/slack/words/notices.ts';
import { CARD_ID, GITLAB_HOST, REVISION } from './card-builder.ts';
import { buttonNamed, controls, textOf } from './reading.ts';

// The keys of the table are its codes; `Object.keys` forgets that.
const codes = Object.keys(ERROR_TABLE) as ErrorCode[];
const say = (notice: Notice, prefix = '') =>
  noticeMessage(notice, { gitlabHost: GITLAB_HOST, commands: commandNames(prefix) });
const named = {
  project: 'acme/shop',
  environment: 'production',
  deployment: DeploymentId.parse(4711),
  url: `https://${GITLAB_HOST}/acme/shop/-/environments/3/deployments/12`,
};
const watch = Watch.parse({
  team: 'T1',
  channel: 'C1',
  project: 7,
  projectPath: 'acme/shop',
  environments: ['production', 'staging/*'],
  on: ['approvals', 'failed'],
  madeBy: 'U1',
  madeAt: 0,
});

describe('the words of an error', () => {
  it.each(codes)(
    '%s: one sentence that says what, one that says what next, with or without facts',
    (code) => {
      const { say: what, next } = errorWords(code, {});
      expect(what).toMatch(/^[A-Z#`].*[.?]$/su);
      expect(next ?? '').toMatch(/^[A-Z*`'].*[.`]$/su);
      expect(`${what} ${next}`).not.toMatch(/undefined|\s{2}|\(\)|``|something went wrong/iu);
      expect(what.length + (next ?? '').length).toBeLessThan(400);
    },
  );

  it('give the reference of an unknown problem', () => {
    const error: Notice = { kind: 'error', code: 'internal', facts: {}, reference: '7F3A' };
    expect(textOf(say(error))).toContain('(reference 7F3A)');
  });

  it('never claim that a write which timed out did not count', () => {
    for (const code of [
      'gitlab-timeout',
      'gitlab-unreachable',
      'gitlab-down',
      'outcome-open',
      'run-unconfirmed',
    ] as const)
      expect(errorWords(code, {}).say).not.toMatch(/nothing (was|is)|not (recorded|approved)/iu);
  });

  it('use the commands by the names they have here', () => {
    const error: Notice = { kind: 'error', code: 'not-connected', facts: {}, reference: 'x' };
    expect(textOf(say(error, 'gl-'))).toContain('`/gl-slipway connect`');
  });

  it.each<[ErrorCode, Record<string, string | number | string[]>, string]>([
    [
      'own-deployment',
      { environment: 'production' },
      'You started this deployment, so someone else must approve it',
    ],
    [
      'not-an-approver',
      { environment: 'production', rules: ['Security', 'QA'] },
      'Still missing: Security and QA.',
    ],
    [
      'already-voted',
      { at: '2026-11-21T10:42:00Z', rules: ['Release managers'] },
      '2026-11-21 10:42 UTC>) as Release managers',
    ],
    ['not-waiting', { phase: 'running', deployment: 4711 }, 'Deployment #4711 is running'],
    [
      'not-waiting',
      { phase: 'rejected', deployment: 4711, by: 'Ana' },
      'Ana rejected deployment #4711 already',
    ],
    ['superseded', { deployment: 4711, newer: 4715 }, '#4715 of the same environment came after it'],
    ['unknown-rule', { wanted: 'QA', rules: ['Security'] }, 'Its rules are `Security`.'],
    [
      'unknown-filter',
      { filter: 'envv', known: ['env', 'status'], suggestion: 'env' },
      'Did you mean `env`?',
    ],
    ['usage', { problem: '`env` needs a value' }, '`env` needs a value'],
    ['gitlab-refused', { status: 403, said: 'no <b>' }, 'GitLab refused (403: no &lt;b&gt;)'],
    ['account-refused', { why: 'guest' }, 'Guests cannot act through Slipway'],
    ['channel-unreachable', { channel: 'C1', reason: 'not_in_channel' }, 'Invite me there with `/invite`'],
    ['project-missing', { watched: ['a/b', 'c/d'] }, 'This channel watches `a/b` and `c/d`'],
    ['run-forbidden', { again: 'true' }, 'does not let you retry this job'],
  ])('%s with %j says "%s"', (code, facts, expected) => {
    const { say: what, next } = errorWords(code, facts);
    expect(`${what} ${next}`).toContain(expected);
  });

  it('carry a button to GitLab where they know the address, and only there', () => {
    const error = (url: string): Notice => ({
      kind: 'error',
      code: 'run-unconfirmed',
      facts: { url },
      reference: 'x',
    });
    expect(controls(say(error(named.url)))).toEqual(['Open in GitLab']);
    expect(controls(say(error('https://evil.example/')))).toEqual([]);
  });
});

describe('the words of a notice', () => {
  it('to somebody not connected: a button, and that nothing was done', () => {
    const message = say({
      kind: 'connect',
      url: 'http://localhost:3000/oauth/gitlab/start?state=x',
      minutes: 10,
      continues: true,
    });
    expect(textOf(message)).toContain('Nothing has been done yet');
    expect(buttonNamed(message, 'Connect GitLab')?.url).toBe(
      'http://localhost:3000/oauth/gitlab/start?state=x',
    );
    expect(message.text).not.toContain('state=x');
  });

  it.each<[string, Partial<Extract<Notice, { kind: 'decided' }>>, string]>([
    ['more are needed', { missing: 1 }, 'You approved acme/shop → production'],
    ['more are needed', { missing: 1 }, '1 approval still missing.'],
    ['it was the last', { missing: 0, phase: 'ready' }, "doesn't start by itself"],
    [
      'it was the last and runs',
      { missing: 0, phase: 'queued', runs: 'started' },
      'the job has been started',
    ],
    [
      'GitLab refused the run',
      { missing: 0, phase: 'ready', runs: 'refused' },
      'GitLab did not let you run the job',
    ],
    ['a rule was chosen', { missing: 1, as: 'Security' }, 'as Security.'],
    ['GitLab tells no count', { missing: undefined, phase: 'running' }, 'It now is running.'],
    ['it was a rejection', { decision: 'rejected' }, 'You rejected acme/shop → production'],
  ])('after a decision, when %s', (_when, changes, expected) => {
    const decided: Notice = {
      kind: 'decided',
      decision: 'approved',
      named,
      as: undefined,
      missing: 1,
      phase: 'awaiting-approval',
      runs: 'not-asked',
      ...changes,
    };
    expect(textOf(say(decided))).toContain(expected);
  });

  it('offers one button a rule, each with its own label in the value', () => {
    const labels = ['Security', 'Release managers', 'Ünïcode & <x>'];
    const message = say({ kind: 'choose-rule', named, card: { id: CARD_ID, revision: REVISION }, labels });
    expect(controls(message)).toEqual(labels);
    const values = labels.map((label) => decodeControl(String(buttonNamed(message, label)?.value))?.extra);
    expect(values).toEqual(labels);
    expect(brokenLimits(message.blocks)).toEqual([]);
  });

  it('shows how to name the rule where there is no card', () => {
    const message = say({ kind: 'choose-rule', named, card: undefined, labels: ['Security', 'QA'] });
    expect(textOf(message)).toContain('`/deploy approve acme/shop 4711 as:"Security"`');
    expect(controls(message)).toEqual([]);
  });

  it('states the rule of a watch', () => {
    expect(watchRule(watch)).toBe(
      'You will get: approvals needed and failures, for environments `production` and `staging/*`, in acme/shop. Not: deployments waiting to be run, starts, successes and cancellations.',
    );
    const wide = { ...watch, environments: ['!review/*'] };
    expect(watchRule(wide)).toContain('for every environment except `review/*`');
    expect(textOf(say({ kind: 'watch-set', watch, replaced: true }))).toMatch(/^Changed\. You will get/u);
  });

  it('says what to do where nothing is watched', () => {
    const none = say({ kind: 'watches', channel: ChannelId.parse('C1'), watches: [] });
    expect(textOf(none)).toContain('/slipway watch group/app');
  });

  it('does not claim a revocation that did not happen', () => {
    expect(textOf(say({ kind: 'disconnected', username: 'kim', revoked: false }))).toContain(
      'remove it there',
    );
    expect(textOf(say({ kind: 'disconnected', username: 'kim', revoked: true }))).toContain('has revoked');
    expect(textOf(say({ kind: 'disconnected', username: undefined, revoked: false }))).toContain(
      'not connected',
    );
  });

  const map = {
    team: TeamId.parse('T1'),
    group: 9,
    path: 'acme/security',
    userGroup: UserGroupId.parse('S0SEC'),
    by: SlackUserId.parse('UANA'),
    at: 1,
  };
  const all: Notice[] = [
    { kind: 'connect', url: 'https://bot.example/x', minutes: 10, continues: false },
    { kind: 'already-connected', username: 'kim', url: 'https://bot.example/x' },
    { kind: 'connected', username: 'kim', continues: true },
    { kind: 'connected', username: 'kim', continues: false, from: SlackUserId.parse('UANA') },
    { kind: 'confirm-link', id: 'x', username: 'kim', takenBy: undefined },
    { kind: 'confirm-link', id: 'x', username: 'kim', takenBy: SlackUserId.parse('UANA') },
    { kind: 'link-answered' },
    { kind: 'link-canceled' },
    { kind: 'connection-moved', username: 'kim', to: SlackUserId.parse('UANA') },
    { kind: 'connection-dropped', username: 'kim', why: 'connection-lost' },
    { kind: 'connection-dropped', username: 'kim', why: 'gitlab-account-refused' },
    { kind: 'disconnected', username: 'kim', revoked: true },
    { kind: 'me', username: 'kim', name: 'Kim', host: GITLAB_HOST, since: 1_763_724_000_000, ends: true },
    { kind: 'ends', wanted: true },
    { kind: 'uncertain', named, act: 'approval' },
    { kind: 'run-started', named, job: 'deploy:prod', again: false },
    { kind: 'watch-set', watch, replaced: false },
    { kind: 'watch-removed', projectPath: 'acme/shop' },
    { kind: 'group-mapped', map, before: undefined },
    { kind: 'group-mapped', map, before: UserGroupId.parse('S0OLD') },
    { kind: 'group-unmapped', map },
    { kind: 'group-maps', rows: [] },
    { kind: 'group-maps', rows: Array.from({ length: 40 }, (_, at) => ({ map, isGone: at % 2 === 0 })) },
    { kind: 'watches', channel: watch.channel, watches: Array.from({ length: 40 }, () => watch) },
  ];
  it.each(all)(
    '$kind is complete, within the limits, and reads without markup as a notification',
    (notice) => {
      const message = say(notice);
      expect(brokenLimits(message.blocks)).toEqual([]);
      expect(textOf(message)).not.toMatch(/undefined|NaN/u);
      expect(message.text).not.toMatch(/[*`]|https?:/u);
    },
  );
});

describe('lines in the channel', () => {
  it('a vote names who, the rule, what is missing and the comment', () => {
    const note = {
      kind: 'vote',
      status: 'approved',
      name: 'Kim',
      rule: 'Security',
      comment: 'Looks\ngood',
      missing: 1,
    } as const;
    expect(textOf(noteMessage(note))).toBe(
      'Kim approved as Security (1 approval missing). Comment: Looks good',
    );
    expect(textOf(noteMessage({ ...note, status: 'rejected', comment: null, rule: undefined }))).toBe(
      'Kim rejected.',
    );
    expect(textOf(noteMessage({ ...note, status: 'abstained', comment: '' }))).toContain('voted "abstained"');
  });

  it('an announcement names who set the watch up', () => {
    const message = announcementMessage(
      { kind: 'watch-started', watch, by: SlackUserId.parse('U1') },
      commandNames(),
    );
    expect(textOf(message)).toContain('<@U1> set up deployment notices for *acme/shop*');
    expect(message.text).not.toContain('<@');
  });
});
