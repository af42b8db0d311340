import type { Core } from '../core.ts';
import { encodeBody } from '../courier.ts';
import type { JsonObject } from '../json.ts';
import type { Delivery } from '../model.ts';

function typeOf(body: JsonObject): 'slash_commands' | 'events_api' | 'interactive' {
  if (body.command !== undefined) return 'slash_commands';
  return body.type === 'event_callback' || body.type === 'url_verification' ? 'events_api' : 'interactive';
}

/** Sends anything at all, signed unless the headers say otherwise; a header of `''` is left out. */
export async function sendRaw(
  core: Core,
  body: JsonObject | string,
  headers: Record<string, string>,
): Promise<Delivery> {
  const encoded =
    typeof body === 'string'
      ? { contentType: 'application/x-www-form-urlencoded', body }
      : encodeBody(typeOf(body), body);
  const given = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const signed = core.courier.signedHeaders(
    encoded.contentType,
    encoded.body,
    given['x-slack-request-timestamp'] || undefined,
  );
  const kept = Object.entries({ ...signed, ...given }).filter(([, value]) => value !== '');
  return await core.courier.post(encoded.body, Object.fromEntries(kept));
}
