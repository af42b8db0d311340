// The floor: what the same exchange costs with node:http and nothing else.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import { Redis } from 'ioredis';
import { variable } from './environment.ts';

const gitlab = variable('GITLAB_URL');
const secret = variable('SLACK_SIGNING_SECRET');
const agent = new Agent({ keepAlive: true });
const redis = new Redis(variable('REDIS_URL'));

function call(method: string, url: string, body?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'private-token': variable('GITLAB_TOKEN'), 'content-type': 'application/json' };
    const outgoing = request(url, { method, agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => resolve(text));
    });
    outgoing.on('error', reject).end(body);
  });
}

function isSigned(timestamp: string, body: string, signature: string): boolean {
  const wanted = Buffer.from(
    `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`,
  );
  const given = Buffer.from(signature);
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

async function work(form: URLSearchParams): Promise<void> {
  const payload: { response_url?: string } = JSON.parse(form.get('payload') ?? '{}');
  const url = payload.response_url ?? form.get('response_url') ?? '';
  await call('POST', url, JSON.stringify({ text: await textFor(form) }));
}

async function textFor(form: URLSearchParams): Promise<string> {
  if (form.get('command') === '/slipway') {
    return JSON.stringify(await redis.hgetall(`minimal-bolt:${form.get('channel_id')}`));
  }
  if (form.get('command') === '/deploy') {
    const project = encodeURIComponent(form.get('text')?.split(' ')[1] ?? '');
    const list = `${gitlab}/api/v4/projects/${project}/deployments?order_by=id&sort=desc&per_page=10`;
    return String(JSON.parse(await call('GET', list)).length);
  }
  const deployment = `${gitlab}/api/v4/projects/1/deployments/${variable('DEPLOYMENT')}`;
  JSON.parse(await call('GET', deployment));
  return call('POST', `${deployment}/approval`, JSON.stringify({ status: 'approved' }));
}

createServer((incoming, response) => {
  let body = '';
  incoming.setEncoding('utf8').on('data', (part: string) => {
    body += part;
  });
  incoming.on('end', () => {
    const { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } = incoming.headers;
    const signed = isSigned(String(timestamp), body, String(signature));
    response.writeHead(signed ? 200 : 401).end();
    if (signed) void work(new URLSearchParams(body));
  });
}).listen(Number(variable('PORT')), '127.0.0.1');
