import type { JsonObject } from '../json.ts';

/** What goes back over the wire; `cut` destroys the socket, `hang` never answers. */
export type Reply =
  | { kind: 'answer'; status: number; headers: Record<string, string>; body: JsonObject }
  | { kind: 'cut' }
  | { kind: 'hang' };

/** An answer over HTTP. */
export const answer = (status: number, body: JsonObject, headers: Record<string, string> = {}): Reply => ({
  kind: 'answer',
  status,
  headers,
  body,
});

/** Slack's `{ok: false}` for a refusal, with the places at fault where it names them. */
export function refusal(error: string, messages: string[] = []): JsonObject {
  if (messages.length === 0) return { ok: false, error };
  return {
    ok: false,
    error,
    errors: messages,
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  };
}
