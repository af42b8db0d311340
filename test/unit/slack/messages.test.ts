import { describe, expect, it, test } from 'vitest';
import { ERROR_TABLE, SlipwayError } from '../../../src/core/errors.ts';
import { ChannelId, MessageTs } from '../../../src/core/ids.ts';
import type { Post } from '../../../src/core/ports/slack.ts';
import { createSlackClients } from '../../../src/slack/client.ts';
import { createSlackMessages } from '../../../src/slack/messages.ts';
import { commandNames } from '../../../src/slack/words/commands.ts';
import { cardView, deployment, GITLAB_HOST } from './card-builder.ts';
import { type Answer, json, loopbackSlack, lost, recordingLog } from './loopback-slack.ts';

const channel = ChannelId.parse('C123');
const ts = MessageTs.parse('1763724000.000100');
const post = { kind: 'card', view: cardView('awaiting-approval') } as const;
const MARKER = 'slipway-marker-1';
const TOKEN = 'xoxb-1-not-a-real-token';

function messagesAt(apiUrl: string, log = recordingLog()) {
  // Short enough to wait for, long enough for a busy machine to answer within.
  const timeouts = { interactive: 1_500, notify: 1_500 };
  const { notify } = createSlackClients({ token: TOKEN, apiUrl, log, timeouts });
  return createSlackMessages({
    client: notify,
    settings: { gitlabHost: GITLAB_HOST, commands: commandNames() },
  });
}

async function failureOf(work: Promise<unknown>): Promise<SlipwayError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof SlipwayError) return error;
    throw error;
  }
  throw new Error('it succeeded');
}

const thread = MessageTs.parse('1763700000.000100');

/** Slack posts without naming the thread; asked for the message to answer, it answers `looked`. */
const answering =
  (looked: Answer): Answer =>
  (call, response, request) => {
    const posted = json({ ok: true, ts, message: { ts, text: 'Kim approved' } });
    return (call.method === 'conversations.replies' ? looked : posted)(call, response, request);
  };

describe('posting', () => {
  it('sends the marker twice, unfurls nothing and calls no channel', async () => {
    await using slack = await loopbackSlack(json({ ok: true, ts }));
    expect(await messagesAt(slack.apiUrl).post({ channel }, post, MARKER)).toBe(ts);
    const [call] = slack.calls;
    expect(call?.method).toBe('chat.postMessage');
    expect(JSON.parse(call?.args.blocks ?? '')[0].block_id).toBe(MARKER);
    expect(JSON.parse(call?.args.metadata ?? '')).toEqual({
      event_type: 'slipway_post',
      event_payload: { marker: MARKER },
    });
    expect(call?.args).toMatchObject({ channel, unfurl_links: 'false', unfurl_media: 'false' });
    expect(call?.args).not.toHaveProperty('reply_broadcast');
    expect(call?.args).not.toHaveProperty('thread_ts');
  });

  it('takes back what Slack put into the channel because the message to answer is gone', async () => {
    await using slack = await loopbackSlack(answering(json({ ok: false, error: 'thread_not_found' })));
    const failure = await failureOf(messagesAt(slack.apiUrl).post({ channel, thread }, post, MARKER));
    expect(failure).toMatchObject({ code: 'channel-unreachable', facts: { reason: 'thread_not_found' } });
    expect(slack.calls.map(({ method }) => method)).toEqual([
      'chat.postMessage',
      'conversations.replies',
      'chat.delete',
    ]);
    expect(slack.calls[2]?.args).toMatchObject({ channel, ts });
  });

  it.each([
    ['what it answers is there', json({ ok: true, messages: [{ ts: thread }] })],
    ['the bot may not look', json({ ok: false, error: 'missing_scope' })],
    ['Slack does not tell', json({ ok: true })],
  ])('leaves what it posted where the answer only leaves the thread out: %s', async (_what, looked) => {
    await using slack = await loopbackSlack(answering(looked));
    expect(await messagesAt(slack.apiUrl).post({ channel, thread }, post, MARKER)).toBe(ts);
    expect(slack.calls.map(({ method }) => method)).not.toContain('chat.delete');
  });

  it('posts into the thread when there is one', async () => {
    await using slack = await loopbackSlack(json({ ok: true, ts }));
    const note = {
      kind: 'vote',
      status: 'approved',
      name: 'Kim',
      rule: 'Security',
      comment: null,
      missing: 1,
    } as const;
    await messagesAt(slack.apiUrl).post({ channel, thread: ts }, { kind: 'note', note }, MARKER);
    expect(slack.calls[0]?.args.thread_ts).toBe(ts);
  });

  it('finds Slack also where the slash at the end of its address is missing', async () => {
    await using slack = await loopbackSlack(json({ ok: true, ts }));
    await messagesAt(slack.apiUrl.replace(/\/$/u, '')).post({ channel }, post, MARKER);
    expect(slack.calls[0]?.method).toBe('chat.postMessage');
  });

  const refusal = (error: string): Answer => json({ ok: false, error });
  it.each<[string, Answer, string]>([
    ['a lost answer', lost, 'slack-ambiguous'],
    ['a hanging server', () => undefined, 'slack-ambiguous'],
    [
      'a truncated answer',
      (_c, r) => r.writeHead(200, { 'content-length': '99' }).end('{"ok":'),
      'slack-ambiguous',
    ],
    ['HTTP 500', json({}, 500), 'slack-ambiguous'],
    ['HTTP 503', json({}, 503), 'slack-ambiguous'],
    ['HTTP 408', json({}, 408), 'slack-ambiguous'],
    ['an answer that is no JSON', (_c, r) => r.end('<html>Proxy</html>'), 'slack-ambiguous'],
    ['an answer without a ts', json({ ok: true }), 'slack-ambiguous'],
    ['internal_error', refusal('internal_error'), 'slack-ambiguous'],
    ['fatal_error', refusal('fatal_error'), 'slack-ambiguous'],
    ['service_unavailable', refusal('service_unavailable'), 'slack-ambiguous'],
    ['request_timeout', refusal('request_timeout'), 'slack-ambiguous'],
    ['HTTP 403', json({}, 403), 'slack-refused'],
    ['invalid_blocks', refusal('invalid_blocks'), 'slack-refused'],
    ['msg_blocks_too_long', refusal('msg_blocks_too_long'), 'slack-refused'],
    ['invalid_auth', refusal('invalid_auth'), 'slack-refused'],
    ['channel_not_found', refusal('channel_not_found'), 'channel-unreachable'],
    ['not_in_channel', refusal('not_in_channel'), 'channel-unreachable'],
    ['is_archived', refusal('is_archived'), 'channel-unreachable'],
    ['ratelimited', refusal('ratelimited'), 'slack-rate-limited'],
    ['HTTP 429 without a wait', json({}, 429), 'slack-rate-limited'],
  ])('tells %s apart, after exactly one try', async (_name, answer, code) => {
    await using slack = await loopbackSlack(answer);
    const failure = await failureOf(messagesAt(slack.apiUrl).post({ channel }, post, MARKER));
    expect(failure.code).toBe(code);
    expect(slack.calls).toHaveLength(1);
  });

  it('passes on how long Slack asks to wait, at once', async () => {
    await using slack = await loopbackSlack(
      json({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': '7' }),
    );
    const started = performance.now();
    const failure = await failureOf(messagesAt(slack.apiUrl).post({ channel }, post, MARKER));
    expect(failure).toMatchObject({ code: 'slack-rate-limited', retryAfterMs: 7_000 });
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('does not claim that an unreachable Slack took nothing', async () => {
    const slack = await loopbackSlack(json({ ok: true }));
    await slack[Symbol.asyncDispose]();
    expect((await failureOf(messagesAt(slack.apiUrl).post({ channel }, post, MARKER))).code).toBe(
      'slack-ambiguous',
    );
  });

  it('writes neither token nor answer into the log or the error', async () => {
    const log = recordingLog();
    await using slack = await loopbackSlack(json({ echoed: TOKEN }, 500));
    const failure = await failureOf(messagesAt(slack.apiUrl, log).post({ channel }, post, MARKER));
    expect(`${log.lines.join('\n')}${failure.stack}${JSON.stringify(failure)}`).not.toContain(TOKEN);
    expect(slack.calls[0]?.authorization).toBe(`Bearer ${TOKEN}`);
  });
});

describe('updating', () => {
  it('replaces text and blocks of the message', async () => {
    await using slack = await loopbackSlack(json({ ok: true, ts }));
    await messagesAt(slack.apiUrl).update({ channel }, ts, post);
    expect(slack.calls[0]).toMatchObject({ method: 'chat.update', args: { channel, ts } });
    expect(slack.calls[0]?.args.text).toContain('Approval needed');
  });

  it.each(['message_not_found', 'cant_update_message', 'edit_window_closed', 'channel_not_found'])(
    'says why a message can no longer be edited: %s',
    async (reason) => {
      await using slack = await loopbackSlack(json({ ok: false, error: reason }));
      expect(await failureOf(messagesAt(slack.apiUrl).update({ channel }, ts, post))).toMatchObject({
        code: 'channel-unreachable',
        facts: { reason },
      });
    },
  );
});

test('an archived channel is the same trouble for an edit as for a post', async () => {
  await using slack = await loopbackSlack(json({ ok: false, error: 'is_inactive' }));
  expect(await failureOf(messagesAt(slack.apiUrl).update({ channel }, ts, post))).toMatchObject({
    code: 'channel-unreachable',
    facts: { reason: 'is_archived' },
  });
});

describe('finding a message by its marker', () => {
  const other = { ts: '1763724003.000300', blocks: [{ block_id: 'x' }] };
  const byBlock = { ts: '1763724002.000200', blocks: [{ block_id: MARKER }] };
  const byMetadata = {
    ts,
    blocks: [],
    metadata: { event_type: 'slipway_post', event_payload: { marker: MARKER } },
  };

  it('looks from five seconds before, and asks for metadata', async () => {
    await using slack = await loopbackSlack(json({ ok: true, messages: [other, byBlock] }));
    expect(await messagesAt(slack.apiUrl).find({ channel }, MARKER, 1_763_724_005_000)).toBe(byBlock.ts);
    expect(slack.calls[0]).toMatchObject({
      method: 'conversations.history',
      args: { oldest: '1763724000.000000', include_all_metadata: 'true' },
    });
  });

  it('reads all pages and keeps the oldest copy', async () => {
    await using slack = await loopbackSlack((call, response, request) =>
      json(
        call.args.cursor === 'two'
          ? { ok: true, messages: [byMetadata] }
          : { ok: true, messages: [byBlock, other], response_metadata: { next_cursor: 'two' } },
      )(call, response, request),
    );
    expect(await messagesAt(slack.apiUrl).find({ channel }, MARKER, 1_763_724_005_000)).toBe(ts);
    expect(slack.calls).toHaveLength(2);
  });

  it('looks in the thread when there is one', async () => {
    await using slack = await loopbackSlack(json({ ok: true, messages: [] }));
    expect(await messagesAt(slack.apiUrl).find({ channel, thread: ts }, MARKER, 0)).toBeUndefined();
    expect(slack.calls[0]).toMatchObject({ method: 'conversations.replies', args: { ts } });
  });

  it('takes a strange message for none of ours', async () => {
    const strange = [
      { ts: 'x' },
      'text',
      null,
      { ts, blocks: 'no', metadata: { event_type: 'slipway_post', event_payload: {} } },
    ];
    await using slack = await loopbackSlack(json({ ok: true, messages: strange }));
    expect(await messagesAt(slack.apiUrl).find({ channel }, MARKER, 0)).toBeUndefined();
  });

  it('never says "not there" when it could not look', async () => {
    await using slack = await loopbackSlack(json({ ok: false, error: 'internal_error' }));
    const failure = await failureOf(messagesAt(slack.apiUrl).find({ channel }, MARKER, 0));
    expect(failure.code).toBe('slack-unreachable');
    expect(ERROR_TABLE[failure.code].retry).toBe('soon');
  });

  it('gives up rather than guess when the pages never end', async () => {
    await using slack = await loopbackSlack(
      json({ ok: true, messages: [], response_metadata: { next_cursor: 'again' } }),
    );
    expect((await failureOf(messagesAt(slack.apiUrl).find({ channel }, MARKER, 0))).code).toBe(
      'slack-unreachable',
    );
  });
});

describe('whether a message stands', () => {
  it.each([
    ['it is there', json({ ok: true, messages: [{ ts }] }), true],
    ['it left a tombstone', json({ ok: true, messages: [{ ts, subtype: 'tombstone' }] }), false],
    ['it is gone', json({ ok: false, error: 'thread_not_found' }), false],
    ['the bot may not look', json({ ok: false, error: 'missing_scope' }), true],
  ])('%s', async (_what, answer, stands) => {
    await using slack = await loopbackSlack(answer);
    expect(await messagesAt(slack.apiUrl).stands({ channel }, ts)).toBe(stands);
    expect(slack.calls[0]).toMatchObject({ method: 'conversations.replies', args: { ts, limit: '1' } });
  });

  it('is not known where Slack does not answer', async () => {
    await using slack = await loopbackSlack(json({ ok: false, error: 'internal_error' }));
    const failure = await failureOf(messagesAt(slack.apiUrl).stands({ channel }, ts));
    expect(failure.code).toBe('slack-unreachable');
  });
});

describe('the digest', () => {
  it('changes exactly when what is shown changes', () => {
    const messages = messagesAt('http://127.0.0.1:9/api/');
    const digest = (shown: Post): string => messages.digest(shown);
    expect(digest(post)).toBe(digest({ kind: 'card', view: cardView('awaiting-approval') }));
    expect(digest(post)).not.toBe(digest({ kind: 'card', view: cardView('running') }));
    const touched = deployment({ updatedAt: '2026-11-21T11:00:00.000Z' });
    expect(digest(post)).toBe(
      digest({ kind: 'card', view: cardView('awaiting-approval', { deployment: touched }) }),
    );
  });
});
