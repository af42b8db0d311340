import type { Core } from '../core.ts';
import { type Json, type JsonObject, stringOf } from '../json.ts';
import type { SocketMode } from '../socket-mode.ts';

/** What a method runs with. */
export interface Call {
  core: Core;
  socketMode: SocketMode;
  /** Where this server listens, without a slash at the end. */
  baseUrl: string;
  args: JsonObject;
}

/** Slack's refusal of a call: `{ok: false, error}`. */
export class SlackError extends Error {
  readonly error: string;
  readonly messages: string[];

  constructor(error: string, messages: string[] = []) {
    super(error);
    this.error = error;
    this.messages = messages;
  }
}

export interface Method {
  /** Every argument the method knows; any other is noted as unknown. */
  args: string[];
  required?: string[];
  /** The scope the token needs. */
  scope?: string;
  /** The kind of token it takes; the bot's when left out. */
  token?: 'bot' | 'app' | 'none';
  run(call: Call): JsonObject;
}

/** A string argument, or `''`. */
export function arg(call: Call, name: string): string {
  const value: Json | undefined = call.args[name];
  return typeof value === 'number' ? String(value) : stringOf(value);
}

/** A yes-or-no argument in any of the spellings Slack takes. */
export function flag(call: Call, name: string): boolean {
  const value: Json | undefined = call.args[name];
  return value === true || value === 'true' || value === '1' || value === 1;
}

/** A number argument, or the fallback. */
export function count(call: Call, name: string, fallback: number): number {
  const value = Number(call.args[name] ?? fallback);
  return Number.isInteger(value) && value > 0 ? value : fallback;
}

/** One page of a list. The cursor is the place of the next item, in base64, opaque to apps. */
export function page<T>(items: T[], call: Call, limit: number): { items: T[]; next: string } {
  const cursor = arg(call, 'cursor');
  const start = cursor === '' ? 0 : Number(Buffer.from(cursor, 'base64').toString().replace('next:', ''));
  if (!Number.isInteger(start)) throw new SlackError('invalid_cursor');
  const end = start + limit;
  const next = end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '';
  return { items: items.slice(start, end), next };
}
