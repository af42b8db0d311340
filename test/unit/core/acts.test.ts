import { describe, expect, it } from 'vitest';
import { Act, COMMENT_LIMIT, commentFits } from '../../../src/core/acts.ts';
import { CardId, DeploymentId, MessageTs, ProjectId, Revision, SlackUserId } from '../../../src/core/ids.ts';
import { CHANNEL, TEAM } from '../../support/builders.ts';

const person = { team: TEAM, user: 'U0KIM' };
const reply = { ...person, channel: CHANNEL };
const named = { project: 'acme/shop', deployment: 4711 };

describe('a comment', () => {
  it.each([
    ['none', '', true],
    ['as many letters as GitLab takes', 'x'.repeat(COMMENT_LIMIT), true],
    ['as many emoji', '🚀'.repeat(COMMENT_LIMIT), true],
    ['one letter more', 'x'.repeat(COMMENT_LIMIT + 1), false],
    ['one emoji more', '🚀'.repeat(COMMENT_LIMIT + 1), false],
  ])('of %s fits: %s', (_what, comment, answer) => {
    expect(commentFits(comment)).toBe(answer);
  });
});

describe('an act read back from the queue', () => {
  it.each<[string, object]>([
    [
      'an approval from a card',
      {
        kind: 'decide',
        person,
        reply,
        decision: 'approved',
        target: {
          card: '0'.repeat(20),
          revision: '0'.repeat(12),
          channel: CHANNEL,
          message: '1763724000.000100',
        },
      },
    ],
    [
      'a rejection by name',
      {
        kind: 'decide',
        person,
        reply,
        decision: 'rejected',
        target: named,
        comment: 'no',
        representedAs: 'Security',
      },
    ],
    [
      'an approval by address',
      {
        kind: 'decide',
        person,
        reply,
        decision: 'approved',
        target: { project: 7, environment: 3, iid: 12 },
        runWhenComplete: true,
      },
    ],
    ['a run', { kind: 'run', person, reply: { ...reply, sealedUrl: 'x' }, target: named, again: false }],
    ['a click', { kind: 'click', person, reply, control: 'list:next', value: '{}' }],
    ['a command', { kind: 'command', person, reply, command: '/deploy', text: '' }],
  ])('is whole: %s', (_what, act) => {
    expect(Act.parse(act)).toEqual(act);
  });

  it.each<[string, object]>([
    ['of no kind', { person, reply, target: named }],
    ['of another kind', { kind: 'delete', person, reply, target: named }],
    [
      'with a decision GitLab does not know',
      { kind: 'decide', person, reply, decision: 'maybe', target: named },
    ],
    ['without anybody', { kind: 'run', reply, target: named, again: false }],
    [
      'with a comment GitLab refuses',
      { kind: 'decide', person, reply, decision: 'approved', target: named, comment: 'x'.repeat(256) },
    ],
    ['on no deployment', { kind: 'run', person, reply, target: { project: 'acme/shop' }, again: false }],
    [
      'on a deployment without a project',
      { kind: 'run', person, reply, target: { project: '', deployment: 1 }, again: false },
    ],
    [
      'on the deployment 0',
      { kind: 'run', person, reply, target: { project: 7, deployment: 0 }, again: false },
    ],
    [
      'on a card of another making',
      {
        kind: 'run',
        person,
        reply,
        target: { card: 'x', revision: '0'.repeat(12), channel: CHANNEL },
        again: false,
      },
    ],
  ])('is refused: %s', (_what, act) => {
    expect(Act.safeParse(act).success).toBe(false);
  });
});

describe('ids', () => {
  it.each([
    ['a project', ProjectId, 15_663_409_982],
    ['a deployment', DeploymentId, 1],
    ['a Slack user', SlackUserId, 'U012ABC'],
    ['an enterprise user', SlackUserId, 'W012ABC'],
    ['a message', MessageTs, '1763724000.000100'],
    ['a card', CardId, '0123456789abcdef0123'],
    ['a revision', Revision, 'abcdef012345'],
  ])('%s may be %s', (_what, schema, value) => {
    expect(schema.parse(value)).toBe(value);
  });

  it.each([
    ['a project', ProjectId, 0],
    ['a project', ProjectId, -1],
    ['a project', ProjectId, 1.5],
    ['a project', ProjectId, 2 ** 53],
    ['a project', ProjectId, '7'],
    ['a Slack user', SlackUserId, ''],
    ['a Slack user', SlackUserId, 'U1 U2'],
    ['a Slack user', SlackUserId, 'U1>\n<!channel'],
    ['a Slack user', SlackUserId, '{slipway}:x'],
    ['a message', MessageTs, '1763724000'],
    ['a message', MessageTs, '1763724000.000100\n'],
    ['a card', CardId, '0123456789ABCDEF0123'],
    ['a card', CardId, `${'0'.repeat(20)}\n`],
    ['a revision', Revision, 'abcdef01234'],
  ])('%s cannot be %j', (_what, schema, value) => {
    expect(schema.safeParse(value).success).toBe(false);
  });
});
