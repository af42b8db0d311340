import { ErrorCode, LogLevel, WebClient } from '@slack/web-api';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type SandboxSlack,
  type SandboxSlackOptions,
  startSandboxSlack,
} from '../../../sandbox/slack/sandbox-slack.ts';

const running: SandboxSlack[] = [];

afterEach(async () => {
  for (const slack of running.splice(0)) await slack.stop();
});

/** A stand-in with one person, one channel and the real client; its clock stands still until it is moved. */
async function start(options: SandboxSlackOptions = {}) {
  const clock = { now: Date.parse('2026-05-04T10:00:00Z') };
  const slack = await startSandboxSlack({ now: () => clock.now, ...options });
  running.push(slack);
  const client = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
  const kim = slack.addUser({ name: 'kim', realName: 'Kim Lee' });
  const channel = slack.addChannel({ name: 'deploys' });
  return { slack, client, kim, channel: channel.id, clock };
}

/** Slack's error word for a call that is refused. */
async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error && 'data' in error && typeof error.data === 'object' && error.data !== null)
      return 'error' in error.data ? String(error.data.error) : 'no error word';
    throw error;
  }
  return 'accepted';
}

describe('posting', () => {
  it('keeps order, threads, metadata and edits', async () => {
    const { slack, client, channel } = await start();
    const metadata = { event_type: 'card', event_payload: { id: '1' } };
    const posted = await client.chat.postMessage({ channel, text: 'one', metadata });
    await client.chat.postMessage({ channel, text: 'two' });
    await client.chat.postMessage({ channel, text: 'answer', thread_ts: posted.ts ?? '' });
    await client.chat.update({ channel, ts: posted.ts ?? '', text: 'uno' });
    expect(slack.messages(channel).map(({ text, replyCount }) => [text, replyCount])).toEqual([
      ['uno', 1],
      ['two', 0],
    ]);
    expect(slack.thread(channel, posted.ts ?? '').map(({ text }) => text)).toEqual(['answer']);
    const history = await client.conversations.history({ channel, include_all_metadata: true, limit: 1 });
    expect([history.messages?.[0]?.text, history.has_more]).toEqual(['two', true]);
    const next = await client.conversations.history({
      channel,
      include_all_metadata: true,
      cursor: history.response_metadata?.next_cursor ?? '',
    });
    expect(next.messages?.[0]?.metadata).toEqual(metadata);
    expect(slack.unknown).toEqual([]);
  });

  it('makes a message of the channel of an answer to what is gone, and says so only by what it leaves out', async () => {
    const { slack, client, channel } = await start();
    const gone = await client.chat.postMessage({ channel, text: 'one' });
    await client.chat.delete({ channel, ts: gone.ts ?? '' });
    const answer = await client.chat.postMessage({ channel, text: 'answer', thread_ts: gone.ts ?? '' });
    expect(answer.message).not.toHaveProperty('thread_ts');
    expect(slack.messages(channel).map(({ text }) => text)).toEqual(['answer']);
    expect(await refusal(client.conversations.replies({ channel, ts: gone.ts ?? '' }))).toBe(
      'thread_not_found',
    );
  });

  it('leaves a tombstone of a deleted message that has answers, which can be answered and not edited', async () => {
    const { slack, client, channel } = await start();
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'one' });
    await client.chat.postMessage({ channel, text: 'answer', thread_ts: ts });
    await client.chat.delete({ channel, ts });
    const { messages } = await client.conversations.replies({ channel, ts });
    expect((messages ?? []).map((one) => ['subtype' in one ? one.subtype : undefined, one.text])).toEqual([
      ['tombstone', 'This message was deleted.'],
      [undefined, 'answer'],
    ]);
    await client.chat.postMessage({ channel, text: 'another', thread_ts: ts });
    expect(slack.thread(channel, ts).map(({ text }) => text)).toEqual(['answer', 'another']);
    expect(await refusal(client.chat.update({ channel, ts, text: 'uno' }))).toBe('cant_update_message');
  });

  it('points at the place where blocks break a limit', async () => {
    const { slack, client, channel } = await start();
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }];
    expect(await refusal(client.chat.postMessage({ channel, text: 't', blocks }))).toBe('invalid_blocks');
    expect(slack.calls.at(-1)?.responseBody.response_metadata).toEqual({
      messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
    });
    expect(slack.messages(channel)).toEqual([]);
  });

  it('refuses where the bot has no business', async () => {
    const { slack, client, channel, kim } = await start();
    const secret = slack.addChannel({ name: 'secret', isPrivate: true, botIsMember: false });
    const open = slack.addChannel({ name: 'open', botIsMember: false });
    const text = 't';
    expect(await refusal(client.chat.postMessage({ channel: secret.id, text }))).toBe('channel_not_found');
    expect(await refusal(client.chat.postMessage({ channel: open.id, text }))).toBe('not_in_channel');
    expect(await refusal(client.chat.postMessage({ channel, text: '' }))).toBe('no_text');
    expect(await refusal(client.chat.postMessage({ channel, text: 'x'.repeat(40_001) }))).toBe(
      'msg_too_long',
    );
    expect(await refusal(client.chat.update({ channel, ts: '1.2', text }))).toBe('message_not_found');
    await slack.as(kim.id).say('mine', channel);
    const ts = slack.messages(channel)[0]?.ts ?? '';
    expect(await refusal(client.chat.update({ channel, ts, text }))).toBe('cant_update_message');
    expect(await refusal(client.users.info({ user: 'U404' }))).toBe('user_not_found');
    slack.archive(channel);
    expect(await refusal(client.chat.postMessage({ channel, text }))).toBe('is_archived');
  });

  it('refuses a wrong token and a missing scope', async () => {
    const { slack, channel } = await start({ scopes: ['users:read'] });
    const options = { slackApiUrl: slack.apiUrl };
    expect(await refusal(new WebClient('xoxb-wrong', options).auth.test())).toBe('invalid_auth');
    expect(
      await refusal(new WebClient(slack.botToken, options).chat.postMessage({ channel, text: 't' })),
    ).toBe('missing_scope');
  });

  it('asks for the scope of the kind of channel and names the scopes it has', async () => {
    const { slack, channel } = await start({ scopes: ['channels:history'] });
    const secret = slack.addChannel({ name: 'secret', isPrivate: true }).id;
    const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
    const open = await client.conversations.history({ channel });
    expect(open.response_metadata?.scopes).toEqual(['channels:history']);
    expect(await refusal(client.conversations.history({ channel: secret }))).toBe('missing_scope');
    expect(slack.calls.at(-1)?.responseBody.needed).toBe('groups:history');
  });

  it('notes methods and arguments Slack does not have', async () => {
    const { slack, client, channel } = await start();
    expect(await refusal(client.apiCall('chat.shout', {}))).toBe('unknown_method');
    await client.apiCall('chat.postMessage', { channel, text: 't', volume: 11 });
    expect(slack.unknown).toEqual(['chat.shout', 'chat.postMessage: argument volume']);
  });
});

describe('the history', () => {
  it('can lag behind what was posted', async () => {
    const { client, channel, clock } = await start({ historyLagMs: 2000 });
    await client.chat.postMessage({ channel, text: 'new' });
    expect((await client.conversations.history({ channel })).messages).toEqual([]);
    clock.now += 2000;
    expect((await client.conversations.history({ channel })).messages?.length).toBe(1);
  });
});

describe('faults', () => {
  it('can take effect and lose the answer', async () => {
    const { slack, client, channel } = await start();
    slack.faults.add({ method: 'chat.postMessage', kind: 'lost-response', times: 1 });
    await expect(client.chat.postMessage({ channel, text: 'lost' })).rejects.toThrow();
    slack.faults.add({ method: 'chat.postMessage', kind: 'error', after: true, times: 1 });
    expect(await refusal(client.chat.postMessage({ channel, text: 'lied' }))).toBe('internal_error');
    slack.faults.add({ method: 'chat.postMessage', kind: 'status', status: 503, times: 1 });
    await expect(client.chat.postMessage({ channel, text: 'never' })).rejects.toThrow();
    expect(slack.messages(channel).map(({ text }) => text)).toEqual(['lost', 'lied']);
  });

  it('can limit the rate until they are taken away', async () => {
    const { slack, client, channel } = await start();
    const remove = slack.faults.add({ method: 'chat.postMessage', kind: 'rate-limit', retryAfter: 7 });
    const limited = expect.objectContaining({ code: ErrorCode.RateLimitedError, retryAfter: 7 });
    await expect(client.chat.postMessage({ channel, text: 't' })).rejects.toEqual(limited);
    remove();
    await client.chat.postMessage({ channel, text: 't' });
  });

  it('paces posts a channel by Slack’s own rule when that is switched on', async () => {
    const { client, channel, clock } = await start({ pacing: true });
    await client.chat.postMessage({ channel, text: '1' });
    await expect(client.chat.postMessage({ channel, text: '2' })).rejects.toMatchObject({ retryAfter: 1 });
    clock.now += 1000;
    await client.chat.postMessage({ channel, text: '2' });
  });
});

describe('mentions', () => {
  it('are found in what Slack would parse, and not in verbatim, escaped or plain text', async () => {
    const { slack, client, channel } = await start();
    const texts = [
      {
        type: 'mrkdwn',
        text: 'ask <@U1> or <!subteam^S1>, @here, see https://evil.example and <https://a.example|b>',
      },
      { type: 'mrkdwn', text: '@channel &lt;!everyone&gt; https://quiet.example', verbatim: true },
      { type: 'plain_text', text: '<!channel> @everyone' },
    ];
    await client.chat.postMessage({
      channel,
      text: 't',
      blocks: texts.map((text) => ({ type: 'section', text })),
    });
    const [message] = slack.messages(channel);
    expect(slack.mentions(message ?? { blocks: [] })).toEqual({
      users: ['U1'],
      usergroups: ['S1'],
      channels: [],
      broadcasts: ['here'],
      links: [{ url: 'https://a.example', label: 'b' }, { url: 'https://evil.example' }],
    });
  });
});
