import type { IncomingMessage } from 'node:http';
import type { RawParams } from './params.ts';

const LIMIT = 5 * 1024 * 1024;

/** The body as text. @throws Error above 5 MiB */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LIMIT) throw new Error('request body too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Rails' reading of names: `a[]=1` makes a list, `a[b]=1` stays one name. */
export function formToParams(form: URLSearchParams): RawParams {
  const params: Record<string, unknown> = {};
  for (const [key, value] of form) {
    if (!key.endsWith('[]')) {
      params[key] = value;
      continue;
    }
    const name = key.slice(0, -2);
    const before = params[name];
    params[name] = Array.isArray(before) ? [...before, value] : [value];
  }
  return params;
}

/**
 * A request's body as parameters, by its content type.
 * @returns null for a body that claims to be JSON and is not
 */
export function bodyToParams(contentType: string | undefined, text: string): RawParams | null {
  if (text === '') return {};
  if (contentType?.includes('application/json')) return jsonToParams(text);
  if (contentType?.includes('multipart/form-data')) return multipartToParams(text);
  return formToParams(new URLSearchParams(text));
}

function jsonToParams(text: string): RawParams | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** Plain fields only: nobody uploads a file here. */
function multipartToParams(text: string): RawParams {
  const form = new URLSearchParams();
  for (const match of text.matchAll(/name="([^"]+)"\r\n(?:[^\r\n]+\r\n)*\r\n([\s\S]*?)\r\n--/g)) {
    form.append(match[1] ?? '', match[2] ?? '');
  }
  return formToParams(form);
}
