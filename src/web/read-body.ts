import type { IncomingMessage } from 'node:http';

/**
 * A request's whole body, of at most `mostBytes` and read within `withinMs` milliseconds.
 * @returns why there is none: it is larger, or somebody sends it byte by byte or goes away
 */
export function readBody(
  request: IncomingMessage,
  mostBytes: number,
  withinMs: number,
): Promise<Buffer | 'too-large' | 'too-slow'> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let size = 0;
    const end = (result: Buffer | 'too-large' | 'too-slow'): void => {
      clearTimeout(timer);
      request.removeAllListeners('data');
      resolve(result);
    };
    const timer = setTimeout(() => end('too-slow'), withinMs);
    if (Number(request.headers['content-length'] ?? 0) > mostBytes) return end('too-large');
    request.on('data', (part: Buffer) => {
      size += part.length;
      if (size > mostBytes) end('too-large');
      else parts.push(part);
    });
    request.once('end', () => end(Buffer.concat(parts)));
    request.once('error', () => end('too-slow'));
    request.once('close', () => end('too-slow'));
  });
}
