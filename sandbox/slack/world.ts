import { randomBytes } from 'node:crypto';
import type {
  ChannelRecord,
  Identity,
  OpenView,
  RecordedCall,
  SlackUser,
  StoredMessage,
  UserGroup,
} from './model.ts';

type Listener = () => void;

/** Everything the stand-in knows. All parts share one world; whoever changes it calls `changed()`. */
export class World {
  readonly identity: Identity;
  readonly now: () => number;
  readonly users = new Map<string, SlackUser>();
  readonly channels = new Map<string, ChannelRecord>();
  readonly groups: UserGroup[] = [];
  /** All messages that everybody in the channel sees, thread replies included, oldest first. */
  messages: StoredMessage[] = [];
  /** Messages one person sees. */
  ephemerals: StoredMessage[] = [];
  /** Open dialogs per person, the visible one last. */
  readonly views = new Map<string, OpenView[]>();
  readonly homes = new Map<string, OpenView>();
  readonly calls: RecordedCall[] = [];
  readonly unknown: string[] = [];
  historyLagMs = 0;
  private lastTs = 0;
  private counter = 0;
  private readonly listeners = new Set<Listener>();

  constructor(identity: Identity, now: () => number) {
    this.identity = identity;
    this.now = now;
  }

  /** Tells everyone who waits that something is different now. */
  changed(): void {
    for (const listener of [...this.listeners]) listener();
  }

  onChange(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** A fresh message timestamp: unique and rising even under a frozen clock. */
  nextTs(): string {
    this.lastTs = Math.max(this.now() * 1000, this.lastTs + 1);
    return `${Math.floor(this.lastTs / 1e6)}.${String(this.lastTs % 1e6).padStart(6, '0')}`;
  }

  /** A fresh id in Slack's style: a letter, then ten upper-case characters. */
  nextId(prefix: string): string {
    this.counter += 1;
    const random = randomBytes(6).toString('hex').toUpperCase().slice(0, 6);
    return `${prefix}0${random}${this.counter.toString(36).toUpperCase().padStart(3, '0')}`;
  }

  /** Opaque text for view hashes, block ids and response addresses. */
  nextSecret(bytes = 12): string {
    return randomBytes(bytes).toString('base64url');
  }

  /** The direct message between the app and a person, opened on first use. */
  directMessage(userId: string): ChannelRecord {
    for (const channel of this.channels.values()) if (channel.imUser === userId) return channel;
    const id = this.nextId('D');
    const channel: ChannelRecord = {
      id,
      name: 'directmessage',
      isPrivate: true,
      archived: false,
      members: new Set([userId, this.identity.botUserId]),
      botIsMember: true,
      created: Math.floor(this.now() / 1000),
      imUser: userId,
    };
    this.channels.set(id, channel);
    return channel;
  }

  find(channel: string, ts: string): StoredMessage | undefined {
    return this.messages.find((message) => message.channel === channel && message.ts === ts);
  }

  /** The dialog a person sees now. */
  topView(userId: string): OpenView | undefined {
    return this.views.get(userId)?.at(-1);
  }

  viewById(id: string): OpenView | undefined {
    for (const stack of this.views.values()) {
      const found = stack.find(
        (view) => view.id === id || (view.external_id !== '' && view.external_id === id),
      );
      if (found !== undefined) return found;
    }
    return [...this.homes.values()].find(
      (view) => view.id === id || (view.external_id !== '' && view.external_id === id),
    );
  }
}
