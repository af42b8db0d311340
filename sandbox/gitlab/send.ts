import type { ServerResponse } from 'node:http';
import type { Answer } from './api/route.ts';
import type { Fault } from './faults.ts';
import { Refusal } from './rules/refusal.ts';

const OVERSIZED = 20 * 1024 * 1024;

/** An answer as bytes: JSON unless it names another type. */
function encode(answer: Answer): { body: Buffer; contentType: string | null } {
  if (answer.body === undefined) return { body: Buffer.alloc(0), contentType: null };
  const contentType = answer.contentType ?? 'application/json';
  const isText = answer.contentType !== undefined && typeof answer.body === 'string';
  const text = isText ? answer.body : JSON.stringify(answer.body);
  return { body: Buffer.from(text), contentType };
}

/** The answer a thrown error stands for; anything but a Refusal is the sandbox's own mistake and says so. */
export function answerOf(error: unknown): Answer {
  if (error instanceof Refusal) return { status: error.status, body: error.body, headers: error.headers };
  const detail = error instanceof Error ? error.stack : String(error);
  console.error(`sandbox GitLab broke: ${detail}`);
  return { status: 500, body: { message: '500 Internal Server Error', sandbox: detail } };
}

/** The answer a fault gives before GitLab does anything; null when the request goes through first. */
export function answerInstead(fault: Fault): Answer | null {
  const headers = fault.headers ?? {};
  if (fault.kind === 'html') {
    const page =
      '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';
    return { status: fault.status ?? 502, body: fault.body ?? page, contentType: 'text/html', headers };
  }
  if (fault.kind !== undefined && fault.kind !== 'status') return null;
  const status = fault.status ?? 500;
  const body = fault.body ?? { message: `${status} from a fault` };
  return typeof body === 'string'
    ? { status, body, contentType: 'text/plain', headers }
    : { status, body, headers };
}

async function drip(response: ServerResponse, body: Buffer, delayMs: number): Promise<void> {
  for (const byte of body) {
    if (response.destroyed) return;
    response.write(Buffer.from([byte]));
    await new Promise((resolve) => setTimeout(resolve, delayMs));
  }
  response.end();
}

/** Writes the answer, spoilt where the fault says so. */
export async function send(
  response: ServerResponse,
  answer: Answer,
  fault: Fault | undefined,
): Promise<void> {
  if (fault?.kind === 'lost-response') return void response.destroy();
  if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? 0));
  if (response.destroyed) return;
  const encoded = encode(answer);
  const body = fault?.kind === 'oversized' ? Buffer.from(`["${'x'.repeat(OVERSIZED)}"]`) : encoded.body;
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    response.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  if (encoded.contentType) response.setHeader('Content-Type', encoded.contentType);
  if (fault?.kind !== 'drip') response.setHeader('Content-Length', body.length);
  response.writeHead(answer.status);
  if (fault?.kind === 'drip') return drip(response, body, fault.delayMs ?? 1);
  if (fault?.kind !== 'truncate') return void response.end(body);
  response.write(body.subarray(0, Math.ceil(body.length / 2)), () => response.destroy());
}
