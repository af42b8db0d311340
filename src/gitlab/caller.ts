import type { z } from 'zod';
import { GitLabError } from '../core/gitlab-error.ts';
import type { Credential, CredentialSource } from '../core/ports/gitlab.ts';
import type { Clock, Log } from '../core/ports/time.ts';
import type { Client, HttpAnswer } from './client.ts';
import { type Asked, refusalOf, requestIdOf, unusableAnswer } from './failures.ts';
import type { Gate } from './gate.ts';
import type { Path } from './path.ts';
import { type Query, queryText } from './query.ts';
import { sendWithin } from './send-within.ts';

/** What every caller of one GitLab host shares. */
export interface Host {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly client: Client;
  readonly gate: Gate;
  readonly clock: Clock;
  readonly log: Log;
  readonly timeoutMs: number;
  readonly userAgent: string;
  /** From 0 (included) to 1 (excluded): spreads retries. */
  readonly fraction: () => number;
}

export interface ApiRequest<T> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: Path;
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly schema: z.ZodType<T>;
  /** Milliseconds for the whole request: waits, retries and reading the body included. */
  readonly deadlineMs?: number;
}

export interface ApiAnswer<T> {
  readonly value: T;
  readonly header: HttpAnswer['header'];
}

/** Calls GitLab's API v4 with one credential. */
export interface Caller {
  readonly log: Log;
  /** @throws GitLabError, or what the credential source throws */
  request<T>(request: ApiRequest<T>): Promise<ApiAnswer<T>>;
}

/** A caller that takes its credential from `source`, and renews it once when GitLab answers 401. */
export function createCaller(host: Host, source: CredentialSource): Caller {
  return {
    log: host.log,
    async request<T>(request: ApiRequest<T>) {
      const credential = await source.current();
      try {
        return await attempt(host, request, credential);
      } catch (error) {
        if (!(error instanceof GitLabError) || error.code !== 'gitlab-unauthorized') throw error;
        const renewed = await source.renewed(credential);
        if (renewed.token === credential.token) throw error;
        // A 401 comes before anything is done, so that a write may be sent again as well.
        return attempt(host, request, renewed);
      }
    },
  };
}

async function attempt<T>(host: Host, request: ApiRequest<T>, credential: Credential): Promise<ApiAnswer<T>> {
  const asked = { method: request.method, pathTemplate: request.path.template };
  const started = host.clock.now();
  const answer = await sendWithin(host, {
    asked,
    token: credential.token,
    url: `${host.baseUrl}/api/v4${request.path.encoded}${queryText(request.query)}`,
    headers: headersOf(host, credential, request.body !== undefined),
    body: request.body === undefined ? undefined : JSON.stringify(request.body),
    deadlineMs: request.deadlineMs ?? host.timeoutMs,
  });
  const now = host.clock.now();
  host.log.debug(
    { ...asked, status: answer.status, ms: now - started, requestId: requestIdOf(answer) },
    'gitlab answered',
  );
  if (answer.status < 200 || answer.status > 299) throw refusalOf(asked, answer, now);
  return { value: readAnswer(asked, answer, request.schema), header: answer.header };
}

function headersOf(host: Host, credential: Credential, hasBody: boolean): Record<string, string> {
  const headers = {
    accept: 'application/json',
    'user-agent': host.userAgent,
    ...authorization(credential),
  };
  return hasBody ? { ...headers, 'content-type': 'application/json' } : headers;
}

function authorization({ kind, token }: Credential): Record<string, string> {
  switch (kind) {
    case 'private':
      return { 'private-token': token };
    case 'oauth':
      return { authorization: `Bearer ${token}` };
    case 'job':
      return { 'job-token': token };
  }
}

function readAnswer<T>(asked: Asked, answer: HttpAnswer, schema: z.ZodType<T>): T {
  if (answer.body.kind !== 'whole') throw unusableAnswer(asked, answer, `the body is ${answer.body.kind}`);
  let json: unknown;
  try {
    json = JSON.parse(answer.body.text);
  } catch {
    throw unusableAnswer(asked, answer, 'the body is not JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw unusableAnswer(asked, answer, `${issue?.path.join('.') ?? ''} ${issue?.code ?? ''}`);
}
