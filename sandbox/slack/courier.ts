import type { JsonObject } from './json.ts';
import type { Delivery } from './model.ts';
import { signRequest } from './signature.ts';
import type { SocketMode } from './socket-mode.ts';
import type { World } from './world.ts';

/** Slack waits this long for an ack. */
export const ACK_MS = 3000;

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';

/** Puts a payload into the body that carries it over HTTP. */
export function encodeBody(type: EnvelopeType, payload: JsonObject): { contentType: string; body: string } {
  if (type === 'events_api') return { contentType: 'application/json', body: JSON.stringify(payload) };
  const fields = new URLSearchParams();
  if (type === 'interactive') fields.set('payload', JSON.stringify(payload));
  else
    for (const [name, value] of Object.entries(payload))
      fields.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  return { contentType: 'application/x-www-form-urlencoded', body: fields.toString() };
}

/** Brings what people do to the app: signed over HTTP, or through an open socket when no address is known. */
export class Courier {
  eventsUrl: string | undefined;
  private readonly world: World;
  private readonly socketMode: SocketMode;

  constructor(world: World, socketMode: SocketMode, eventsUrl: string | undefined) {
    this.world = world;
    this.socketMode = socketMode;
    this.eventsUrl = eventsUrl;
  }

  /** Sends one payload and waits for the ack, three seconds at most. Never rejects for the app's faults. */
  async send(type: EnvelopeType, payload: JsonObject): Promise<Delivery> {
    if (this.eventsUrl === undefined) return await this.socketMode.deliver(type, payload);
    const { contentType, body } = encodeBody(type, payload);
    const delivery = await this.post(body, this.signedHeaders(contentType, body));
    if (type !== 'events_api' || delivery.ackedInTime) return delivery;
    // Only events are tried again: at once, and (not here) after one and five minutes.
    const reason = delivery.status === 0 ? 'http_timeout' : 'http_error';
    const retry = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': reason };
    return await this.post(body, { ...this.signedHeaders(contentType, body), ...retry });
  }

  /** The headers Slack sends. @param timestamp seconds since 1970; now when left out. */
  signedHeaders(contentType: string, body: string, timestamp?: string): Record<string, string> {
    const at = timestamp ?? String(Math.floor(this.world.now() / 1000));
    return {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': at,
      'x-slack-signature': signRequest(this.world.identity.signingSecret, at, body),
    };
  }

  /** Posts exactly these bytes under exactly these headers. */
  async post(body: string, headers: Record<string, string>): Promise<Delivery> {
    const url = this.eventsUrl;
    if (url === undefined) throw new Error('No address to send to: give eventsUrl, or call connectTo().');
    const started = performance.now();
    const answer = await exchange(url, body, headers);
    const ms = performance.now() - started;
    const ackedInTime = answer.status >= 200 && answer.status < 300 && ms <= ACK_MS;
    const replay = (): Promise<Delivery> => this.post(body, headers);
    return { ...answer, ms, ackedInTime, request: { url, headers, body }, replay };
  }
}

async function exchange(
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: string }> {
  try {
    const signal = AbortSignal.timeout(ACK_MS);
    const response = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'manual' });
    return { status: response.status, body: await response.text() };
  } catch {
    // Late, refused or cut off: to the person it is all one, nothing came back.
    return { status: 0, body: '' };
  }
}
