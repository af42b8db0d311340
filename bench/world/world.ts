// The process around the apps: a small Slack, a small GitLab, and whoever types and clicks.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { seededRandom } from '../measure/random.ts';
import { serveCalls } from '../run/calls.ts';
import { Drive, drive, firstAck, Start, type Surroundings } from './driver.ts';
import { DriveHooks, driveHooks } from './hook-driver.ts';
import { createTinyGitLab } from './tiny-gitlab.ts';
import { answerSlack } from './tiny-slack.ts';

const gitlab = createTinyGitLab(seededRandom(1));
const unknown = new Set<string>();
const replies = new Map<string, () => void>();
let lastRequest = 0;
let onPost: () => void = () => undefined;

function answer(request: IncomingMessage, response: ServerResponse): void {
  lastRequest = performance.now();
  if (request.url?.startsWith('/reply/') === true) {
    request.resume();
    response.end('ok');
    replies.get(request.url)?.();
    replies.delete(request.url);
    return;
  }
  if (gitlab.answer(request, response) || answerSlack(request, response, () => onPost())) return;
  unknown.add(`${request.method} ${request.url}`);
  request.resume();
  response.writeHead(404).end();
}

const server = createServer(answer);
// No connection ends while somebody is about to use it.
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1');

const url = (): string => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
};

const around: Surroundings = {
  get url() {
    return url();
  },
  nextApproval: () =>
    new Promise((resolve) => {
      gitlab.onApproval = resolve;
    }),
  replyTo: (path) => new Promise((resolve) => replies.set(path, resolve)),
  lastRequest: () => lastRequest,
};

const Delay = z.object({ ms: z.number(), spreadMs: z.number() });

serveCalls({
  address: () => url(),
  delay: (argument) => {
    gitlab.delay = Delay.parse(argument);
  },
  driveHooks: (argument) =>
    driveHooks(
      {
        deploy: () => gitlab.deploy(),
        nextPost: () =>
          new Promise((resolve) => {
            onPost = resolve;
          }),
      },
      DriveHooks.parse(argument),
    ),
  drive: (argument) => drive(around, Drive.parse(argument)),
  firstAck: (argument) => firstAck(around, Start.parse(argument)),
  unknown: () => [...unknown],
});
