import type { IncomingMessage, ServerResponse } from 'node:http';

/** The workspace of the benchmarks. */
export const TEAM = 'T0BENCH001';
export const KIM = 'U0BENCHKIM';
export const CHANNEL = 'C0BENCH001';
const BOT = 'U0BENCHBOT';

const ANSWERS = new Map<string, string>(
  Object.entries({
    'auth.test': { team_id: TEAM, team: 'Bench', user_id: BOT, bot_id: 'B0BENCH001', user: 'slipway' },
    'bots.info': { bot: { id: 'B0BENCH001', app_id: 'A0BENCH001', name: 'slipway' } },
    'users.info': { user: { id: KIM, team_id: TEAM, name: 'kim', real_name: 'Kim Berg' } },
    'chat.postMessage': { channel: CHANNEL, ts: '1786450000.000200' },
    'chat.update': { channel: CHANNEL, ts: '1786450000.000100' },
    'chat.postEphemeral': { message_ts: '1786450000.000300' },
    'conversations.open': { channel: { id: 'D0BENCH001' } },
    'conversations.info': { channel: { id: CHANNEL, is_member: true } },
  }).map(([method, answer]) => [method, JSON.stringify({ ok: true, ...answer })]),
);

/**
 * Answers the few calls the benchmarks cause.
 * @param onPost called when a message arrives
 * @returns `false` for a call it does not know
 */
export function answerSlack(request: IncomingMessage, response: ServerResponse, onPost: () => void): boolean {
  const method = /^\/api\/([\w.]+)/u.exec(request.url ?? '')?.[1];
  const text = method === undefined ? undefined : ANSWERS.get(method);
  if (text === undefined) return false;
  request.resume();
  if (method === 'chat.postMessage') onPost();
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
  return true;
}
