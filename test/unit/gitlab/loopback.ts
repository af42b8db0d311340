import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import type { Credential, GitLabApi } from '../../../src/core/ports/gitlab.ts';
import type { Log } from '../../../src/core/ports/time.ts';
import { createGitLab, type GitLabOptions } from '../../../src/gitlab/gitlab.ts';
import { staticCredential } from '../../../src/gitlab/static-credential.ts';

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  /** With the query, still encoded. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Loopback {
  readonly url: string;
  readonly arrived: Arrived[];
}

export type Reply = (response: ServerResponse, request: Arrived) => void;

/** An HTTP server for one test; the nth request gets the nth reply, and the last reply serves all further ones. */
export async function loopback(...replies: Reply[]): Promise<Loopback> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const seen = { method, url, headers, body: Buffer.concat(chunks).toString() };
      arrived.push(seen);
      replies[Math.min(arrived.length, replies.length) - 1]?.(response, seen);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, arrived };
}

/** A reply with JSON. */
export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };

/** A reply with any text. */
export const text =
  (body: string, status = 200, headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/plain', ...headers });
    response.end(body);
  };

/** A log that keeps its lines. */
export function keptLog(): Log & { readonly lines: { level: string; facts: unknown; message: string }[] } {
  const lines: { level: string; facts: unknown; message: string }[] = [];
  const at = (level: string) => (facts: Record<string, unknown>, message: string) => {
    lines.push({ level, facts, message });
  };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

export const bot: Credential = { kind: 'private', token: 'glpat-secret-0123456789' };

/** The adapter against a server; retries wait their shortest. */
export function apiAt(url: string, options: Partial<GitLabOptions> = {}, credential = bot): GitLabApi {
  return createGitLab({
    baseUrl: url,
    log: keptLog(),
    clock: { now: Date.now },
    fraction: () => 0,
    ...options,
  }).as(staticCredential(credential));
}
