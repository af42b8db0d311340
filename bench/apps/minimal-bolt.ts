// The app a careful team writes in an afternoon: Bolt, a kept connection to GitLab, the work inline in the handler.
// Nothing is checked, stored or retried. Slipway is measured against it.
import { Agent } from 'node:http';
import { App, HTTPReceiver } from '@slack/bolt';
import { Redis } from 'ioredis';
import fetch from 'node-fetch';
import { variable } from './environment.ts';

const gitlab = variable('GITLAB_URL');
const agent = new Agent({ keepAlive: true });
const headers = { 'private-token': variable('GITLAB_TOKEN'), 'content-type': 'application/json' };
const redis = new Redis(variable('REDIS_URL'));

const app = new App({
  token: variable('SLACK_BOT_TOKEN'),
  clientOptions: { slackApiUrl: variable('SLACK_API_URL') },
  receiver: new HTTPReceiver({ signingSecret: variable('SLACK_SIGNING_SECRET'), endpoints: '/slack/events' }),
});

app.command('/slipway', async ({ command, ack, respond }) => {
  await ack();
  const watched = await redis.hgetall(`minimal-bolt:${command.channel_id}`);
  await respond(`This channel watches: ${Object.keys(watched).join(', ')}`);
});

app.command('/deploy', async ({ command, ack, respond }) => {
  await ack();
  const project = encodeURIComponent(command.text.split(' ')[1] ?? '');
  const url = `${gitlab}/api/v4/projects/${project}/deployments?order_by=id&sort=desc&per_page=10`;
  const answer = await fetch(url, { agent, headers });
  const rows: { id: number; status: string; ref: string; environment: { name: string } }[] = JSON.parse(
    await answer.text(),
  );
  const blocks = rows.map(({ id, status, ref, environment }) => ({
    type: 'section' as const,
    text: { type: 'mrkdwn' as const, text: `#${id} ${environment.name} ${ref}: *${status}*` },
  }));
  await respond({ text: `${rows.length} deployments`, blocks });
});

app.action('card-approve', async ({ ack, respond }) => {
  await ack();
  const url = `${gitlab}/api/v4/projects/1/deployments/${variable('DEPLOYMENT')}`;
  const deployment: { status: string } = JSON.parse(await (await fetch(url, { agent, headers })).text());
  if (deployment.status !== 'blocked') return void (await respond('This deployment no longer waits.'));
  const body = JSON.stringify({ status: 'approved' });
  const answer = await fetch(`${url}/approval`, { method: 'POST', agent, headers, body });
  await answer.text();
  await respond(answer.ok ? 'Approved.' : 'GitLab refused.');
});

await app.start(Number(variable('PORT')));
