import { type JsonObject, stringOf } from '../json.ts';

/** Calls a minute Slack grants at least, by method. Posting counts per channel and second instead. */
const PER_MINUTE: { [method: string]: number } = {
  'chat.update': 50,
  'chat.delete': 50,
  'conversations.history': 50,
  'conversations.replies': 50,
  'conversations.info': 50,
  'conversations.members': 100,
  'conversations.open': 50,
  'users.info': 100,
  'users.list': 20,
  'usergroups.list': 20,
  'usergroups.users.list': 20,
  'views.open': 100,
  'views.update': 100,
  'views.push': 100,
  'views.publish': 100,
  'apps.connections.open': 1,
};

const MINUTE_MS = 60_000;
const POST_EVERY_MS = 1000;

/** Slack's rate limits, when switched on: one post a second a channel, and each method's calls a minute. */
export class Pacing {
  enabled = false;
  private readonly now: () => number;
  private readonly hits = new Map<string, number[]>();

  constructor(now: () => number) {
    this.now = now;
  }

  /** Counts a call. @returns milliseconds it must wait; 0 when it may go ahead. */
  waitFor(method: string, args: JsonObject): number {
    if (!this.enabled) return 0;
    if (method === 'chat.postMessage')
      return this.count(`${method} ${stringOf(args.channel)}`, 1, POST_EVERY_MS);
    const limit = PER_MINUTE[method];
    return limit === undefined ? 0 : this.count(method, limit, MINUTE_MS);
  }

  private count(key: string, limit: number, windowMs: number): number {
    const now = this.now();
    const recent = (this.hits.get(key) ?? []).filter((at) => now - at < windowMs);
    this.hits.set(key, recent);
    const [oldest] = recent;
    if (recent.length >= limit && oldest !== undefined) return windowMs - (now - oldest);
    recent.push(now);
    return 0;
  }
}
