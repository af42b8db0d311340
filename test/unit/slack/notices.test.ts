import { describe, expect, it } from 'vitest';
import { SlipwayError } from '../../../src/core/errors.ts';
import { ChannelId, SlackUserId, TeamId } from '../../../src/core/ids.ts';
import type { Notice } from '../../../src/core/notice.ts';
import { createSlackClients } from '../../../src/slack/client.ts';
import { createSlackNotices } from '../../../src/slack/notices.ts';
import { isReplyAddress } from '../../../src/slack/reply-url.ts';
import { commandNames } from '../../../src/slack/words/commands.ts';
import { GITLAB_HOST } from './card-builder.ts';
import { type Answer, type Call, json, loopbackSlack, lost, recordingLog } from './loopback-slack.ts';

const reply = {
  team: TeamId.parse('T1'),
  user: SlackUserId.parse('U1'),
  channel: ChannelId.parse('C1'),
  sealedUrl: 'sealed',
};
const notice: Notice = { kind: 'watch-removed', projectPath: 'acme/shop' };

function noticesAt(apiUrl: string, openUrl: (sealed: string) => string | undefined, log = recordingLog()) {
  const { notify } = createSlackClients({
    token: 'xoxb-1',
    apiUrl,
    log,
  });
  const settings = { gitlabHost: GITLAB_HOST, commands: commandNames() };
  return createSlackNotices({ client: notify, settings, apiUrl, openUrl, log });
}

/** Answers by method; anything not named is refused. */
const byMethod =
  (table: Record<string, Answer>): Answer =>
  (call, response, request) =>
    (table[call.method] ?? json({ ok: false, error: 'not_allowed' }))(call, response, request);
const methods = (calls: readonly Call[]): string[] => calls.map((call) => call.method);
const opened = json({ ok: true, channel: { id: 'D1' } });
const ok = json({ ok: true, ts: '1.1' });

describe('telling one person', () => {
  it('answers through the reply address, privately and without touching the card', async () => {
    await using slack = await loopbackSlack(byMethod({ 'hook/1': (_c, r) => r.end('ok') }));
    await noticesAt(slack.apiUrl, () => `http://localhost:${slack.port}/hook/1`).tell(reply, notice);
    expect(methods(slack.calls)).toEqual(['hook/1']);
    expect(slack.calls[0]?.args).toMatchObject({ response_type: 'ephemeral', replace_original: false });
    expect(slack.calls[0]?.authorization).toBeUndefined();
  });

  it.each<[string, Answer]>([
    ['has expired', (_c, r) => r.writeHead(404).end('expired_url')],
    ['was used up', (_c, r) => r.writeHead(404).end('used_url')],
    ['leads elsewhere', (_c, r) => r.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()],
    ['breaks', lost],
  ])('falls back to an ephemeral message when the address %s', async (_name, hook) => {
    await using slack = await loopbackSlack(byMethod({ hook, 'chat.postEphemeral': json({ ok: true }) }));
    await noticesAt(slack.apiUrl, () => `http://127.0.0.1:${slack.port}/hook`).tell(reply, notice);
    expect(methods(slack.calls)).toEqual(['hook', 'chat.postEphemeral']);
    expect(slack.calls[1]?.args).toMatchObject({ channel: 'C1', user: 'U1' });
  });

  it('never calls an address that is not Slack’s', async () => {
    await using evil = await loopbackSlack(ok);
    await using slack = await loopbackSlack(byMethod({ 'chat.postEphemeral': json({ ok: true }) }));
    const log = recordingLog();
    const address = `http://evil.localhost.example:${evil.port}/steal-me`;
    await noticesAt(slack.apiUrl, () => address, log).tell(reply, notice);
    expect(evil.calls).toEqual([]);
    expect(methods(slack.calls)).toEqual(['chat.postEphemeral']);
    expect(log.lines.join()).not.toContain('steal-me');
  });

  it('skips an address that cannot be decrypted, and a reply without one', async () => {
    await using slack = await loopbackSlack(byMethod({ 'chat.postEphemeral': json({ ok: true }) }));
    const { sealedUrl: _sealed, ...bare } = reply;
    await noticesAt(slack.apiUrl, () => undefined).tell(reply, notice);
    await noticesAt(slack.apiUrl, () => 'http://127.0.0.1/').tell(bare, notice);
    expect(methods(slack.calls)).toEqual(['chat.postEphemeral', 'chat.postEphemeral']);
  });

  it('reaches whoever left the channel by a direct message', async () => {
    await using slack = await loopbackSlack(
      byMethod({ 'conversations.open': opened, 'chat.postMessage': ok }),
    );
    await noticesAt(slack.apiUrl, () => undefined).tell(reply, notice);
    expect(methods(slack.calls)).toEqual(['chat.postEphemeral', 'conversations.open', 'chat.postMessage']);
    expect(slack.calls[2]?.args.channel).toBe('D1');
  });

  it('does not throw when nothing works, and says so in the log', async () => {
    const log = recordingLog();
    await using slack = await loopbackSlack(json({ ok: false, error: 'internal_error' }));
    await noticesAt(slack.apiUrl, () => undefined, log).tell(reply, notice);
    expect(log.lines.join('\n')).toContain('could not be delivered');
  });

  it('throws when a direct message fails, by the code of the failure', async () => {
    await using slack = await loopbackSlack(json({ ok: false, error: 'cannot_dm_bot' }));
    await expect(noticesAt(slack.apiUrl, () => undefined).direct(reply, notice)).rejects.toEqual(
      new SlipwayError('channel-unreachable', { reason: 'cannot_dm_bot' }),
    );
  });
});

describe('a reply address', () => {
  const SLACK = 'https://slack.com/api/';
  it.each([
    ['https://hooks.slack.com/actions/T/1/x', SLACK, true],
    ['https://hooks.slack-gov.com/actions/T/1/x', SLACK, true],
    ['http://hooks.slack.com/actions/T/1/x', SLACK, false],
    ['https://hooks.slack.com:8443/x', SLACK, false],
    ['https://hooks.slack.com@evil.example/x', SLACK, false],
    ['https://user:pw@hooks.slack.com/x', SLACK, false],
    ['https://hooks.slack.com.evil.example/x', SLACK, false],
    ['https://slack.com/x', SLACK, false],
    ['http://127.0.0.1:1234/x', SLACK, false],
    ['file:///etc/passwd', SLACK, false],
    ['', SLACK, false],
    ['http://127.0.0.1:1234/x', 'http://localhost:99/api/', true],
    ['http://localhost:1234/x', 'http://127.0.0.1:99/api/', true],
    ['http://10.0.0.1:1234/x', 'http://127.0.0.1:99/api/', false],
    ['ftp://127.0.0.1/x', 'http://127.0.0.1:99/api/', false],
  ])('%s with Slack at %s may be called: %s', (address, apiUrl, expected) => {
    expect(isReplyAddress(address, apiUrl)).toBe(expected);
  });
});
