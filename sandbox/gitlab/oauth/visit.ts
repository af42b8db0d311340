import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from '../api/route.ts';

export type Form = Readonly<Record<string, unknown>>;

/** A request to a page or an OAuth endpoint. */
export interface Visit {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Form;
}

/** A form field as text; undefined when absent or empty. */
export function textOf(form: Form, name: string): string | undefined {
  const value = form[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** 302 as after a form, or to an application's callback. */
export function redirect(location: string, headers: Record<string, string> = {}): Answer {
  return { status: 302, headers: { Location: location, ...headers } };
}

/** A return address that stays on this site; anything else leads home. */
export function localPath(path: string | undefined): string {
  return path && /^\/(?![/\\])/.test(path) ? path : '/';
}
