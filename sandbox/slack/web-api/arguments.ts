import type { IncomingHttpHeaders } from 'node:http';
import { isObject, type JsonObject, parseJson } from '../json.ts';

/** The arguments that travel as JSON text inside a form. */
const STRUCTURED = ['blocks', 'attachments', 'metadata', 'view'];

/**
 * Reads the arguments of a Web API call from its query, form or JSON body, as Slack does.
 * @returns the token apart from the arguments: it comes in a header or as an argument, and is never recorded.
 */
export function readArguments(
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
  body: string,
): { token: string; args: JsonObject } {
  const args: JsonObject = Object.fromEntries(query);
  const type = headers['content-type'] ?? '';
  const parsed = type.startsWith('application/json') ? parseJson(body) : undefined;
  if (isObject(parsed)) Object.assign(args, parsed);
  else if (type.startsWith('application/x-www-form-urlencoded'))
    Object.assign(args, Object.fromEntries(new URLSearchParams(body)));
  for (const name of STRUCTURED) {
    const text = args[name];
    if (typeof text === 'string') args[name] = parseJson(text) ?? text;
  }
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  const inline = typeof args.token === 'string' ? args.token : '';
  delete args.token;
  return { token: bearer ?? inline, args };
}
