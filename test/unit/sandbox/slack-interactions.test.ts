import { createServer, type Server } from 'node:http';
import { LogLevel, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type SandboxSlack,
  type SandboxSlackOptions,
  startSandboxSlack,
} from '../../../sandbox/slack/sandbox-slack.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Lets a server listen, closes it after the test and makes it the app's address. */
async function listen(server: Server, slack: SandboxSlack): Promise<void> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  slack.connectTo(`http://127.0.0.1:${address.port}/slack/events`);
}

/** An app that notes what it is sent and answers with what it is told to. */
async function startApp(slack: SandboxSlack, answer: (fields: URLSearchParams) => string = () => '') {
  const received: URLSearchParams[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      const fields = new URLSearchParams(body);
      received.push(fields);
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer(fields));
    });
  });
  await listen(server, slack);
  return received;
}

async function start(options: SandboxSlackOptions = {}, answer?: (fields: URLSearchParams) => string) {
  const clock = { now: Date.parse('2026-05-04T10:00:00Z') };
  const slack = await startSandboxSlack({ now: () => clock.now, ...options });
  closing.push(() => slack.stop());
  const received = await startApp(slack, answer);
  const user = slack.addUser({ name: 'kim', realName: 'Kim Lee' });
  const channel = slack.addChannel({ name: 'deploys' }).id;
  const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
  return { slack, received, clock, userId: user.id, kim: slack.as(user.id), channel, client };
}

const view = {
  type: 'modal' as const,
  title: { type: 'plain_text' as const, text: 'Hi' },
  blocks: [{ type: 'divider' }],
};

const post = (url: string, body: object): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

describe('a trigger', () => {
  it('opens one dialog and no second one', async () => {
    const { slack, kim, received, channel, client, userId } = await start();
    await kim.command('/deploy', 'show', channel);
    const trigger_id = received[0]?.get('trigger_id') ?? '';
    await client.views.open({ trigger_id, view });
    expect(slack.view(userId)?.title).toBe('Hi');
    await expect(client.views.open({ trigger_id, view })).rejects.toThrow('exchanged_trigger_id');
  });

  it('is dead after three seconds', async () => {
    const { kim, received, channel, client, clock } = await start();
    await kim.command('/deploy', 'show', channel);
    clock.now += 3001;
    const trigger_id = received[0]?.get('trigger_id') ?? '';
    await expect(client.views.open({ trigger_id, view })).rejects.toThrow('expired_trigger_id');
  });
});

describe('a response URL', () => {
  it('takes five answers and no sixth', async () => {
    const { slack, kim, received, channel, userId } = await start();
    await kim.command('/deploy', 'list', channel);
    const url = received[0]?.get('response_url') ?? '';
    for (let use = 0; use < 5; use += 1)
      expect((await post(url, { text: `answer ${use}` })).status).toBe(200);
    const sixth = await post(url, { text: 'too many' });
    expect([sixth.status, await sixth.json()]).toEqual([404, { ok: false, error: 'used_url' }]);
    expect(slack.ephemerals(userId, channel).length).toBe(5);
  });

  it('is closed after thirty minutes', async () => {
    const { kim, received, channel, clock } = await start();
    await kim.command('/deploy', 'list', channel);
    clock.now += 30 * 60_000 + 1;
    expect((await post(received[0]?.get('response_url') ?? '', { text: 'late' })).status).toBe(404);
  });

  it('replaces and deletes the message it belongs to, and can speak to the channel', async () => {
    const { slack, kim, received, channel, userId } = await start();
    await kim.command('/deploy', 'list', channel);
    const url = received[0]?.get('response_url') ?? '';
    await post(url, { text: 'first' });
    await post(url, { text: 'second', replace_original: true });
    expect(slack.ephemerals(userId).map(({ text }) => text)).toEqual(['second']);
    await post(url, { delete_original: true });
    await post(url, { text: 'for all', response_type: 'in_channel' });
    expect([slack.ephemerals(userId).length, slack.messages(channel).map(({ text }) => text)]).toEqual([
      0,
      ['for all'],
    ]);
  });

  it('refuses blocks over the limits', async () => {
    const { kim, received, channel } = await start();
    await kim.command('/deploy', 'list', channel);
    const answer = await post(received[0]?.get('response_url') ?? '', { blocks: [{ type: 'banner' }] });
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: 'invalid_blocks' }]);
  });
});

describe('a click', () => {
  const blocks = [
    {
      type: 'actions',
      block_id: 'b',
      elements: [{ type: 'button', action_id: 'go', value: 'v1', text: { type: 'plain_text', text: 'Go' } }],
    },
  ];

  it('carries the message, the place and the value, or a forged one', async () => {
    const { slack, kim, received, channel, client } = await start();
    await client.chat.postMessage({ channel, text: 'card', blocks });
    const [card] = slack.messages(channel);
    if (card === undefined) throw new Error('no card');
    await kim.click(card, 'Go');
    await kim.click(card, { actionId: 'go' }, { value: 'forged' });
    const sent = received.map((fields) => JSON.parse(fields.get('payload') ?? '{}'));
    expect(sent[0]).toMatchObject({
      type: 'block_actions',
      team: { id: slack.teamId },
      container: { type: 'message', message_ts: card.ts, channel_id: channel, is_ephemeral: false },
      message: { ts: card.ts, bot_id: 'B0SANDBOX' },
      actions: [{ type: 'button', action_id: 'go', block_id: 'b', value: 'v1' }],
    });
    expect(sent[1].actions[0].value).toBe('forged');
  });

  it('meets the message as it is now, or as it was seen when asked to', async () => {
    const { slack, kim, received, channel, client } = await start();
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'card', blocks });
    const [card] = slack.messages(channel);
    if (card === undefined) throw new Error('no card');
    await client.chat.update({ channel, ts, text: 'done', blocks: [] });
    await expect(kim.click(card, 'Go')).rejects.toThrow('No "Go" to click');
    await kim.click(card, 'Go', { asSeen: true });
    expect(received.length).toBe(1);
  });
});

describe('a form', () => {
  const form = {
    ...view,
    submit: { type: 'plain_text' as const, text: 'Send' },
    blocks: [
      {
        type: 'input',
        block_id: 'why',
        label: { type: 'plain_text', text: 'Why' },
        element: { type: 'plain_text_input', action_id: 'text' },
      },
    ],
  };

  async function opened(answer: (fields: URLSearchParams) => string) {
    const world = await start({}, (fields) => (fields.has('payload') ? answer(fields) : ''));
    await world.kim.command('/deploy', 'ask', world.channel);
    await world.client.views.open({ trigger_id: world.received[0]?.get('trigger_id') ?? '', view: form });
    return world;
  }

  it.each([
    [
      'update',
      { response_action: 'update', view: { ...view, title: { type: 'plain_text', text: 'Next' } } },
      'Next',
    ],
    [
      'push',
      { response_action: 'push', view: { ...view, title: { type: 'plain_text', text: 'Above' } } },
      'Above',
    ],
    ['clear', { response_action: 'clear' }, undefined],
  ])('does what the ack says: %s', async (_, answer, title) => {
    const { slack, kim, userId } = await opened(() => JSON.stringify(answer));
    await kim.submit({ Why: 'because' });
    expect([slack.view(userId)?.title, slack.unknown]).toEqual([title, []]);
  });

  it('stays open with a notice when the ack makes no sense', async () => {
    const { slack, kim, userId } = await opened(() =>
      JSON.stringify({ response_action: 'errors', errors: { other: 'x' } }),
    );
    await kim.submit({ Why: 'because' });
    expect(slack.view(userId)?.notice).toContain('trouble connecting');
    expect(slack.unknown).toEqual(['view_submission ack: errors name no input block: other']);
  });

  it('is refused by a stale hash and by a view that is gone', async () => {
    const { slack, kim, client, userId } = await opened(() => '');
    const before = slack.view(userId);
    if (before === undefined) throw new Error('no view');
    await client.views.update({ view_id: before.id, hash: before.hash, view: form });
    await expect(client.views.update({ view_id: before.id, hash: before.hash, view: form })).rejects.toThrow(
      'hash_conflict',
    );
    await kim.closeView();
    await expect(client.views.update({ view_id: before.id, view: form })).rejects.toThrow('not_found');
  });
});

describe('Socket Mode', () => {
  it('greets the real client, hands it envelopes and asks it to reconnect', async () => {
    const slack = await startSandboxSlack();
    closing.push(() => slack.stop());
    const user = slack.addUser({ name: 'kim', realName: 'Kim Lee' });
    const channel = slack.addChannel({ name: 'deploys' }).id;
    const installerOptions = { clientOptions: { slackApiUrl: slack.apiUrl } };
    const { client } = new SocketModeReceiver({
      appToken: slack.appToken,
      logLevel: LogLevel.ERROR,
      installerOptions,
    });
    client.on('slash_commands', ({ ack, body }) => void ack({ text: `You said ${body.text}` }));
    await client.start();
    expect(slack.connections).toBe(1);
    const delivery = await slack.as(user.id).command('/deploy', 'hello', channel);
    expect([delivery.ackedInTime, slack.ephemerals(user.id)[0]?.text]).toEqual([true, 'You said hello']);
    const closed = new Promise<void>((resolve) => {
      client.once('close', () => resolve());
    });
    slack.disconnectSockets();
    await closed;
    await slack.waitFor(() => slack.connections === 0, { what: 'the socket to close' });
    await client.disconnect();
  });

  it('turns away a socket without a ticket', async () => {
    const slack = await startSandboxSlack();
    closing.push(() => slack.stop());
    const response = await fetch(`${slack.url}/socket-mode`, {
      headers: { connection: 'upgrade', upgrade: 'websocket' },
    }).catch(() => ({ status: 401 }));
    expect(response.status).not.toBe(101);
  });
});

describe('an event', () => {
  it('is sent once more, marked as a retry, when the app refuses it', async () => {
    const seen: (string | undefined)[] = [];
    const slack = await startSandboxSlack();
    closing.push(() => slack.stop());
    const server = createServer((request, response) => {
      seen.push(request.headersDistinct['x-slack-retry-num']?.[0]);
      request.resume().on('end', () => response.writeHead(seen.length === 1 ? 500 : 200).end());
    });
    await listen(server, slack);
    const delivery = await slack.emit({ type: 'team_rename', name: 'New' });
    expect([delivery.ackedInTime, seen]).toEqual([true, [undefined, '1']]);
  });
});

describe('the page', () => {
  it('answers this page and no foreign one', async () => {
    const { slack, userId } = await start();
    const state = `${slack.url}/page/api/state?as=${userId}`;
    expect((await fetch(state)).status).toBe(200);
    expect((await fetch(state, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
    const act = { act: 'write', as: userId, channel: 'C', text: 'hi' };
    const foreign = await fetch(`${slack.url}/page/api/act`, { method: 'POST', body: JSON.stringify(act) });
    expect(foreign.status).toBe(400);
  });

  it('builds its script in memory', async () => {
    const { slack } = await start();
    const script = await fetch(`${slack.url}/page/main.js`);
    expect([script.status, (await script.text()).length > 100_000]).toEqual([200, true]);
  });
});
