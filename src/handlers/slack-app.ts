import type { IncomingMessage, ServerResponse } from 'node:http';
import { App, HTTPReceiver, type Logger, SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../core/ports/time.ts';

/** Where Slack's requests come in, over HTTP or Socket Mode. */
export interface SlackIngress {
  readonly app: App;
  /** Answers `POST /slack/events`; `undefined` in Socket Mode. */
  readonly listener: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  /** Opens the socket; nothing to do over HTTP. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface IngressSettings {
  readonly botToken: string;
  readonly signingSecret: string | undefined;
  readonly appToken: string | undefined;
  readonly apiUrl: string;
  readonly logger: Logger;
  readonly log: Log;
}

/** Larger than any body Slack sends. */
const BODY_LIMIT = 1_000_000;

/** Builds Bolt on the receiver the configuration asks for. An app-level token means Socket Mode. */
export function createSlackIngress(settings: IngressSettings): SlackIngress {
  return settings.appToken === undefined ? overHttp(settings) : overSocket(settings, settings.appToken);
}

/** One workspace, one token: nothing to look up for each request. */
const appWith = (settings: IngressSettings, receiver: HTTPReceiver | SocketModeReceiver): App =>
  new App({
    receiver,
    authorize: () => Promise.resolve({ botToken: settings.botToken }),
    logger: settings.logger,
    clientOptions: { slackApiUrl: settings.apiUrl, retryConfig: { retries: 0 } },
    ignoreSelf: false,
  });

function overHttp(settings: IngressSettings): SlackIngress {
  const receiver = new HTTPReceiver({
    signingSecret: settings.signingSecret ?? '',
    endpoints: '/slack/events',
    bodyLimit: BODY_LIMIT,
    logger: settings.logger,
    customPropertiesExtractor: (request) => ({ signature: headerOf(request, 'x-slack-signature') }),
  });
  return {
    app: appWith(settings, receiver),
    listener: (request, response) => receiver.requestListener(request, response),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

function overSocket(settings: IngressSettings, appToken: string): SlackIngress {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: settings.logger,
    installerOptions: { clientOptions: { slackApiUrl: settings.apiUrl } },
  });
  return {
    app: appWith(settings, receiver),
    listener: undefined,
    start: async () => {
      await receiver.start();
    },
    stop: async () => {
      await receiver.stop();
    },
  };
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
