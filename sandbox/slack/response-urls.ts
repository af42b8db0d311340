import type { StoredMessage } from './model.ts';
import type { World } from './world.ts';

const USES = 5;
const LIFE_MS = 30 * 60_000;

export interface ResponseUrl {
  userId: string;
  channel: string;
  threadTs?: string;
  /** The message `replace_original` replaces: the clicked one, or what this address answered before. */
  original?: StoredMessage;
  born: number;
  used: number;
}

/** The addresses Slack hands out with commands and clicks: five uses within thirty minutes. */
export class ResponseUrls {
  private readonly world: World;
  private readonly known = new Map<string, ResponseUrl>();
  private base = '';

  constructor(world: World) {
    this.world = world;
  }

  /** Tells under which address this server answers; before that no response URL can be made. */
  serveAt(base: string): void {
    this.base = base;
  }

  /** Makes an address for what this person just did. @returns the full URL. */
  issue(userId: string, channel: string, original?: StoredMessage): string {
    const id = `${this.world.identity.team.id}/${this.world.nextSecret(16)}`;
    const entry: ResponseUrl = { userId, channel, born: this.world.now(), used: 0 };
    if (original !== undefined) entry.original = original;
    if (original?.threadTs !== undefined) entry.threadTs = original.threadTs;
    this.known.set(id, entry);
    return `${this.base}/response/${id}`;
  }

  /** The address by the path after `/response/`, or by the whole URL. */
  find(idOrUrl: string): ResponseUrl | undefined {
    return this.known.get(idOrUrl.replace(`${this.base}/response/`, ''));
  }

  /** Counts one use. @returns Slack's refusal when the address is spent or too old. */
  use(entry: ResponseUrl): string | undefined {
    if (this.world.now() - entry.born > LIFE_MS) return 'expired_url';
    if (entry.used >= USES) return 'used_url';
    entry.used += 1;
    return undefined;
  }
}
