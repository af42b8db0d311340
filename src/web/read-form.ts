import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 10_000;

/**
 * The fields of a submitted form.
 * @returns `undefined` when it is larger than 10 kB
 */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const chunk = Buffer.from(part);
    size += chunk.length;
    if (size > MOST_BYTES) return undefined;
    parts.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}
