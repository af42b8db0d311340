import { Server } from 'node:http';
import { App, LogLevel } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { buttons, overflow } from '../../../sandbox/slack/elements.ts';
import { type SandboxSlack, startSandboxSlack } from '../../../sandbox/slack/sandbox-slack.ts';

const open: { slack: SandboxSlack; stop: () => Promise<void> }[] = [];

afterEach(async () => {
  for (const { slack, stop } of open.splice(0)) {
    await stop();
    await slack.stop();
  }
});

const card = (count: number) => [
  { type: 'header', text: { type: 'plain_text', text: `Approved by ${count}` } },
  {
    type: 'actions',
    block_id: 'votes',
    elements: [
      {
        type: 'button',
        action_id: 'approve',
        text: { type: 'plain_text', text: 'Approve' },
        value: 'card-1',
        style: 'primary',
      },
      {
        type: 'overflow',
        action_id: 'more',
        options: [{ text: { type: 'plain_text', text: 'Reject…' }, value: 'reject' }],
      },
    ],
  },
];

const reasonView = {
  type: 'modal' as const,
  callback_id: 'reason',
  private_metadata: 'card-1',
  title: { type: 'plain_text' as const, text: 'Reject' },
  submit: { type: 'plain_text' as const, text: 'Send' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'why',
      label: { type: 'plain_text' as const, text: 'Reason' },
      element: { type: 'plain_text_input' as const, action_id: 'text', multiline: true },
    },
  ],
};

/** A small app that does one of everything, on the real Bolt. */
async function startBot(mode: 'http' | 'socket') {
  const slack = await startSandboxSlack();
  const common = {
    token: slack.botToken,
    clientOptions: { slackApiUrl: slack.apiUrl },
    logLevel: LogLevel.ERROR,
  };
  const app =
    mode === 'http'
      ? new App({ ...common, signingSecret: slack.signingSecret })
      : new App({ ...common, appToken: slack.appToken, socketMode: true });
  app.command('/deploy', async ({ ack, command, client, respond }) => {
    await ack(command.text === 'help' ? 'Help is on its way' : undefined);
    if (command.text === 'post')
      await client.chat.postMessage({ channel: command.channel_id, text: 'A card', blocks: card(0) });
    if (command.text === 'private') await respond({ text: 'Just for you' });
  });
  app.command('/late', async () => {});
  app.action('approve', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions' || body.container.type !== 'message') return;
    await client.chat.update({
      channel: String(body.container.channel_id),
      ts: String(body.container.message_ts),
      text: 'Approved',
      blocks: card(1),
    });
  });
  app.action('more', async ({ ack, body, client }) => {
    await ack();
    if (body.type === 'block_actions')
      await client.views.open({ trigger_id: body.trigger_id, view: reasonView });
  });
  app.view('reason', async ({ ack, view }) => {
    const reason = view.state.values.why?.text?.value ?? '';
    await (reason === 'no' ? ack({ response_action: 'errors', errors: { why: 'Say more' } }) : ack());
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Welcome *home*' } }] },
    });
  });
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const address = server instanceof Server ? server.address() : null;
  if (address !== null && typeof address === 'object')
    slack.connectTo(`http://127.0.0.1:${address.port}/slack/events`);
  open.push({ slack, stop: async () => void (await app.stop()) });
  const kim = slack.addUser({ name: 'kim', realName: 'Kim Lee' });
  const channel = slack.addChannel({ name: 'deploys' });
  return { slack, kim: slack.as(kim.id), userId: kim.id, channel: channel.id };
}

async function postCard(world: Awaited<ReturnType<typeof startBot>>) {
  await world.kim.command('/deploy', 'post', world.channel);
  return await world.slack.waitFor(() => world.slack.messages(world.channel)[0], { what: 'the card' });
}

describe.each(['http', 'socket'] as const)('a real Bolt app over %s', (mode) => {
  it('answers a command in its ack', async () => {
    const { slack, kim, userId, channel } = await startBot(mode);
    const delivery = await kim.command('/deploy', 'help', channel);
    expect(delivery.ackedInTime).toBe(true);
    expect(slack.ephemerals(userId, channel).map(({ text }) => text)).toEqual(['Help is on its way']);
  });

  it('answers a command through its response URL', async () => {
    const { slack, kim, userId, channel } = await startBot(mode);
    await kim.command('/deploy', 'private', channel);
    const [answer] = await slack.waitFor(
      () => slack.ephemerals(userId).length > 0 && slack.ephemerals(userId),
    );
    expect(answer?.text).toBe('Just for you');
  });

  it('posts a card and rewrites it after a click', async () => {
    const world = await startBot(mode);
    const posted = await postCard(world);
    expect([buttons(posted), overflow(posted)]).toEqual([['Approve'], ['Reject…']]);
    await world.kim.click(posted, 'Approve');
    const text = (): string =>
      world.slack.visibleText(world.slack.messages(world.channel)[0] ?? { blocks: [] });
    await world.slack.waitFor(() => text().includes('Approved by 1'), { what: 'the vote on the card' });
    expect(world.slack.unknown).toEqual([]);
  });

  it('opens a dialog, keeps it open on errors and closes it when the form is good', async () => {
    const world = await startBot(mode);
    await world.kim.click(await postCard(world), 'Reject…');
    await world.slack.waitFor(() => world.slack.view(world.userId), { what: 'the dialog' });
    await expect(world.kim.submit()).rejects.toThrow('Please complete this required field.');
    await world.kim.submit({ Reason: 'no' });
    expect(world.slack.view(world.userId)?.errors).toEqual({ why: 'Say more' });
    await world.kim.submit({ why: 'The tests are red' });
    expect(world.slack.view(world.userId)).toBeUndefined();
  });

  it('publishes a Home tab when a person opens it', async () => {
    const { slack, kim, userId } = await startBot(mode);
    await kim.openHome();
    const home = await slack.waitFor(() => slack.home(userId), { what: 'the Home tab' });
    expect(slack.visibleText(home)).toBe('Welcome home');
  });
});

describe('what a person sees of an app that is not well', () => {
  it('is told when a command is not acknowledged in three seconds', async () => {
    const { slack, kim, userId, channel } = await startBot('socket');
    const delivery = await kim.command('/late', '', channel);
    expect([delivery.ackedInTime, delivery.status]).toEqual([false, 0]);
    const [notice] = slack.ephemerals(userId);
    expect(notice?.slackNotice).toBe(true);
    expect(notice?.text).toBe('/late failed with the error "operation_timeout"');
  });

  it('is refused by the app when the signature is wrong, and a replay carries the very same bytes', async () => {
    const { kim, channel } = await startBot('http');
    const good = await kim.command('/deploy', 'help', channel);
    expect((await good.replay()).request).toEqual(good.request);
    const { 'x-slack-signature': _, ...unsigned } = good.request.headers;
    const forged = await kim.raw(good.request.body, { ...unsigned, 'x-slack-signature': 'v0=00' });
    expect(forged.status).toBe(401);
    const nothing = await kim.raw(good.request.body, { ...unsigned, 'x-slack-signature': '' });
    expect(nothing.status).toBe(401);
    const old = await kim.raw(good.request.body, { 'x-slack-request-timestamp': '1000000000' });
    expect(old.status).toBe(401);
  });
});
