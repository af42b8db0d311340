// What an event costs with nothing promised: receive it, read the deployment, post a message. Nothing is checked but the
// secret, nothing is stored, and a repeat posts again.
import { Agent, createServer } from 'node:http';
import fetch from 'node-fetch';
import { variable } from './environment.ts';

const agent = new Agent({ keepAlive: true });
const gitlab = { 'private-token': variable('GITLAB_TOKEN') };
const slack = {
  authorization: `Bearer ${variable('SLACK_BOT_TOKEN')}`,
  'content-type': 'application/json; charset=utf-8',
};

async function work(body: string): Promise<void> {
  const event: { project: { id: number }; deployment_id: number } = JSON.parse(body);
  const url = `${variable('GITLAB_URL')}/api/v4/projects/${event.project.id}/deployments/${event.deployment_id}`;
  const deployment: { id: number; status: string } = JSON.parse(
    await (await fetch(url, { agent, headers: gitlab })).text(),
  );
  const message = { channel: variable('CHANNEL'), text: `#${deployment.id}: ${deployment.status}` };
  const options = { method: 'POST', agent, headers: slack, body: JSON.stringify(message) };
  await (await fetch(`${variable('SLACK_API_URL')}chat.postMessage`, options)).text();
}

createServer((incoming, response) => {
  let body = '';
  incoming.setEncoding('utf8').on('data', (part: string) => {
    body += part;
  });
  incoming.on('end', () => {
    response.end('ok');
    if (incoming.headers['x-gitlab-token'] === variable('GITLAB_WEBHOOK_SECRET')) void work(body);
  });
}).listen(Number(variable('PORT')), '127.0.0.1');
