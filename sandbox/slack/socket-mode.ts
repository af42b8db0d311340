import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { ACK_MS, type EnvelopeType } from './courier.ts';
import { type JsonObject, objectOf, parseJson, stringOf } from './json.ts';
import type { Delivery } from './model.ts';
import type { World } from './world.ts';

type Answer = { status: number; body: string };

/** Slack's side of Socket Mode: tickets, greeting, envelopes and their acks. */
export class SocketMode {
  private readonly world: World;
  private readonly server = new WebSocketServer({ noServer: true });
  private readonly tickets = new Set<string>();
  private readonly sockets = new Set<WebSocket>();
  private readonly waiting = new Map<string, (answer: Answer) => void>();

  constructor(world: World) {
    this.world = world;
  }

  /** How many sockets the app holds open. */
  get connections(): number {
    return this.sockets.size;
  }

  /** A one-time ticket, as `apps.connections.open` hands it out. */
  issueTicket(): string {
    const ticket = this.world.nextSecret(16);
    this.tickets.add(ticket);
    return ticket;
  }

  /** Takes over an HTTP upgrade that carries a good ticket; any other is cut off. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    if (!this.tickets.delete(ticket)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n');
      return;
    }
    this.server.handleUpgrade(request, socket, head, (webSocket) => this.greet(webSocket));
  }

  private greet(socket: WebSocket): void {
    this.sockets.add(socket);
    socket.on('message', (data) => this.readAck(Buffer.isBuffer(data) ? data.toString('utf8') : ''));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.sockets.delete(socket);
      this.world.changed();
    });
    const hello = {
      type: 'hello',
      num_connections: this.sockets.size,
      debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 3600 },
      connection_info: { app_id: this.world.identity.appId },
    };
    socket.send(JSON.stringify(hello));
    this.world.changed();
  }

  private readAck(text: string): void {
    const message = objectOf(parseJson(text));
    const settle = this.waiting.get(stringOf(message.envelope_id));
    if (settle === undefined) return;
    const payload = message.payload;
    const isEmpty = payload === undefined || payload === null || Object.keys(objectOf(payload)).length === 0;
    const body = typeof payload === 'string' ? payload : isEmpty ? '' : JSON.stringify(payload);
    settle({ status: 200, body });
  }

  /** Sends an envelope through one of the sockets and waits for its ack. Status 0 stands for none in time. */
  async deliver(type: EnvelopeType, payload: JsonObject): Promise<Delivery> {
    const envelope = {
      envelope_id: randomUUID(),
      type,
      accepts_response_payload: type !== 'events_api',
      payload,
    };
    return await this.sendEnvelope(envelope.envelope_id, JSON.stringify(envelope));
  }

  private async sendEnvelope(id: string, text: string): Promise<Delivery> {
    const open = [...this.sockets].filter((socket) => socket.readyState === socket.OPEN);
    // Any connection may get any envelope; taking turns makes a test with two of them see both.
    const socket = open[this.waiting.size % Math.max(1, open.length)];
    if (socket === undefined) throw new Error('No address and no open socket: the app is not reachable.');
    const started = performance.now();
    const answer = await new Promise<Answer>((resolve) => {
      const timer = setTimeout(() => resolve({ status: 0, body: '' }), ACK_MS);
      this.waiting.set(id, (acked) => {
        clearTimeout(timer);
        resolve(acked);
      });
      socket.send(text);
    });
    this.waiting.delete(id);
    return {
      ...answer,
      ms: performance.now() - started,
      ackedInTime: answer.status === 200,
      request: { url: 'socket-mode', headers: {}, body: text },
      replay: () => this.sendEnvelope(id, text),
    };
  }

  /** Asks the app to reconnect, as Slack does when it recycles a host, and closes the sockets. */
  disconnectAll(reason: string): void {
    for (const socket of this.sockets) {
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
      socket.close(1000);
    }
  }

  /** Closes every socket: with a goodbye first, so that a client that is leaving too sees no error. */
  async close(): Promise<void> {
    for (const settle of this.waiting.values()) settle({ status: 0, body: '' });
    await Promise.all([...this.sockets].map(closeSocket));
    this.server.close();
  }
}

const GOODBYE_MS = 250;

function closeSocket(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => socket.terminate(), GOODBYE_MS);
    socket.once('close', () => {
      clearTimeout(cut);
      resolve();
    });
    socket.close(1001);
  });
}
