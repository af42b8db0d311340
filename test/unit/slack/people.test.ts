import { describe, expect, it } from 'vitest';
import { ChannelId, SlackUserId, TeamId } from '../../../src/core/ids.ts';
import { isOperator } from '../../../src/flows/operators.ts';
import { createSlackClients } from '../../../src/slack/client.ts';
import { createSlackPeople } from '../../../src/slack/people.ts';
import { type Answer, json, loopbackSlack, lost, recordingLog } from './loopback-slack.ts';

const kim = { team: TeamId.parse('T1'), user: SlackUserId.parse('U1') };
const channel = ChannelId.parse('C1');
const member = { id: 'U1', team_id: 'T1', name: 'kim', profile: { display_name: 'Kim' } };

async function peopleAt(answer: Answer) {
  const slack = await loopbackSlack(answer);
  const { interactive } = createSlackClients({
    token: 'xoxb-1',
    apiUrl: slack.apiUrl,
    log: recordingLog(),
  });
  const clock = { time: 0, now: () => clock.time };
  return {
    slack,
    clock,
    people: createSlackPeople({ client: interactive, clock }),
    [Symbol.asyncDispose]: slack[Symbol.asyncDispose],
  };
}
const user = (changes: Record<string, unknown> = {}): Answer =>
  json({ ok: true, user: { ...member, ...changes } });
const refusal = (error: string): Answer => json({ ok: false, error });

describe('whether a Slack account may act', () => {
  it('lets a full member act', async () => {
    await using world = await peopleAt(user());
    await expect(world.people.assertMayAct(kim)).resolves.toBeUndefined();
  });

  it.each<[string, Answer]>([
    ['guest', user({ is_restricted: true })],
    ['guest', user({ is_restricted: true, is_ultra_restricted: true })],
    ['guest', user({ is_ultra_restricted: true })],
    ['bot', user({ is_bot: true })],
    ['deactivated', user({ deleted: true })],
    ['stranger', user({ is_stranger: true })],
    ['stranger', user({ team_id: 'T2' })],
    ['not-found', refusal('user_not_found')],
    ['not-found', refusal('user_not_visible')],
    ['not-found', refusal('users_not_found')],
  ])('refuses a %s', async (why, answer) => {
    await using world = await peopleAt(answer);
    await expect(world.people.assertMayAct(kim)).rejects.toMatchObject({
      code: 'account-refused',
      facts: { why },
    });
  });

  it('lets a member of an Enterprise Grid act in each of their workspaces', async () => {
    await using world = await peopleAt(user({ team_id: 'T9', enterprise_user: { teams: ['T9', 'T1'] } }));
    await expect(world.people.assertMayAct(kim)).resolves.toBeUndefined();
  });

  it('does not stand in the way where the question is unknown', async () => {
    await using world = await peopleAt(refusal('unknown_method'));
    await expect(world.people.assertMayAct(kim)).resolves.toBeUndefined();
  });

  it.each<[string, Answer]>([
    ['breaks', lost],
    ['hangs', () => undefined],
    ['answers 500', json({}, 500)],
    ['limits us', json({}, 429, { 'retry-after': '3' })],
    ['misses a scope', refusal('missing_scope')],
    ['answers nonsense', json({ ok: true, user: 'kim' })],
  ])('lets nobody act unchecked when Slack %s, and asks again next time', async (_name, answer) => {
    await using world = await peopleAt(answer);
    await expect(world.people.assertMayAct(kim)).rejects.toMatchObject({ code: 'account-unchecked' });
    await expect(world.people.assertMayAct(kim)).rejects.toMatchObject({ code: 'account-unchecked' });
    expect(world.slack.calls).toHaveLength(2);
  });

  it('asks Slack once in five minutes, then again', async () => {
    let deleted = false;
    await using world = await peopleAt((call, response, request) =>
      user({ deleted })(call, response, request),
    );
    await world.people.assertMayAct(kim);
    expect(await world.people.displayName(kim.user)).toBe('Kim');
    deleted = true;
    world.clock.time = 5 * 60_000 - 1;
    await world.people.assertMayAct(kim);
    expect(world.slack.calls).toHaveLength(1);
    world.clock.time += 1;
    await expect(world.people.assertMayAct(kim)).rejects.toMatchObject({ facts: { why: 'deactivated' } });
  });

  it('knows no name where Slack tells none', async () => {
    await using world = await peopleAt(lost);
    expect(await world.people.displayName(kim.user)).toBeUndefined();
  });
});

describe('whether somebody runs Slipway', () => {
  const settings = { operators: [SlackUserId.parse('UOTHER')] };

  it.each<[string, Answer, boolean]>([
    ['an admin', user({ is_admin: true }), true],
    ['an owner', user({ is_owner: true }), true],
    ['a member', user({ is_admin: false, is_owner: false }), false],
    ['a stand-in that cannot tell', refusal('unknown_method'), false],
  ])('%s', async (_name, answer, expected) => {
    await using world = await peopleAt(answer);
    expect(await isOperator({ people: world.people, settings }, kim)).toBe(expected);
  });

  it('lets a member do so who is named', async () => {
    await using world = await peopleAt(user());
    expect(await isOperator({ people: world.people, settings: { operators: [kim.user] } }, kim)).toBe(true);
  });

  it.each<[string, Answer]>([
    ['guest', user({ is_restricted: true, is_admin: true })],
    ['deactivated', user({ deleted: true, is_admin: true })],
    ['stranger', user({ team_id: 'T2', is_admin: true })],
  ])('never lets a %s do so, whoever is named', async (why, answer) => {
    await using world = await peopleAt(answer);
    const named = { people: world.people, settings: { operators: [kim.user] } };
    await expect(isOperator(named, kim)).rejects.toMatchObject({ code: 'account-refused', facts: { why } });
  });

  it('does not guess when Slack does not answer', async () => {
    await using world = await peopleAt(lost);
    await expect(isOperator({ people: world.people, settings }, kim)).rejects.toMatchObject({
      code: 'account-unchecked',
    });
  });
});

describe('whether the bot can post', () => {
  it.each<[string, Answer, boolean]>([
    ['a channel it is in', json({ ok: true, channel: { is_member: true, is_private: true } }), true],
    ['a channel it is not in', json({ ok: true, channel: { is_member: false } }), false],
    ['an archived channel', json({ ok: true, channel: { is_member: true, is_archived: true } }), false],
    ['a direct message', json({ ok: true, channel: { is_im: true } }), true],
    ['a channel hidden from it', refusal('channel_not_found'), false],
    ['a stand-in that cannot tell', refusal('unknown_method'), true],
  ])('%s', async (_name, answer, expected) => {
    await using world = await peopleAt(answer);
    expect(await world.people.canPost(channel)).toBe(expected);
  });

  it('does not guess when Slack does not answer', async () => {
    await using world = await peopleAt(lost);
    await expect(world.people.canPost(channel)).rejects.toMatchObject({ code: 'slack-unreachable' });
  });
});
