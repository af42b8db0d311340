import type { IncomingHttpHeaders } from 'node:http';
import type { Token, User } from '../state/people-records.ts';
import type { State } from '../state/state.ts';
import type { ParamRule, Params } from './params.ts';

export interface Answer {
  readonly status: number;
  /** JSON unless `contentType` says otherwise; undefined for an empty body */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** One authenticated API request whose parameters passed validation. */
export interface Call {
  readonly state: State;
  readonly user: User;
  readonly token: Token;
  readonly params: Params;
  readonly headers: IncomingHttpHeaders;
  readonly url: URL;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** below /api/v4; a `:name` stands for one segment */
  readonly path: string;
  readonly params?: readonly ParamRule[];
  /** Takes page and per_page. */
  readonly paged?: true;
  /** First server version that has the route. */
  readonly since?: string;
  /** Absent from CE. */
  readonly enterprise?: true;
  /** Accepts a CI job token. */
  readonly jobToken?: true;
  /** Besides api (all) and read_api (reads) also these scopes. */
  readonly scopes?: readonly string[];
  readonly run: (call: Call) => Answer | Promise<Answer>;
}

/** 200 with a JSON body. */
export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** 201 with a JSON body. */
export function created(body: unknown): Answer {
  return { status: 201, body };
}

/** 204, empty. */
export function noContent(): Answer {
  return { status: 204 };
}
