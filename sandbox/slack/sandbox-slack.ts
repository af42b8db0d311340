import type { Core } from './core.ts';
import { Courier } from './courier.ts';
import { face } from './face.ts';
import { Faults } from './faults.ts';
import { listen } from './http-server.ts';
import type { JsonObject } from './json.ts';
import type { Mentions } from './mentions.ts';
import type {
  Delivery,
  OpenView,
  RecordedCall,
  SlackChannel,
  SlackUser,
  StoredMessage,
  UserGroup,
} from './model.ts';
import { newIdentity } from './new-identity.ts';
import { PageServer } from './page-server.ts';
import type { Persona } from './persona.ts';
import { ResponseUrls } from './response-urls.ts';
import { SocketMode } from './socket-mode.ts';
import { Triggers } from './triggers.ts';
import type { Readable } from './visible-text.ts';
import { Pacing } from './web-api/pacing.ts';
import type { NewChannel, NewUser } from './workspace.ts';
import { World } from './world.ts';

export interface SandboxSlackOptions {
  /** 0 or left out: a free one. */
  port?: number;
  /** Milliseconds since 1970; the wall clock when left out. Acks are always measured in real time. */
  now?: () => number;
  signingSecret?: string;
  botToken?: string;
  appToken?: string;
  appId?: string;
  team?: { id: string; name: string };
  /** The app's name as people see it. */
  botName?: string;
  /** Where the app listens, such as `http://127.0.0.1:3000/slack/events`. Without it, Socket Mode is used. */
  eventsUrl?: string;
  /** How long a trigger lives; Slack's three seconds when left out. */
  triggerLifeMs?: number;
  /** How long a message stays invisible to `conversations.history`. */
  historyLagMs?: number;
  /** The scopes of the bot token: a call beyond them is refused with `missing_scope`. All when left out. */
  scopes?: string[];
  /** Slack's rate limits; off when left out. */
  pacing?: boolean;
  /** Slash commands the page's message box offers. */
  commands?: { name: string; summary: string }[];
  gitlabUrl?: string;
  /** Steps of the page's "Try this" panel. */
  tour?: string[];
}

export interface SandboxSlack {
  readonly url: string;
  /** Ends with `/api/`: what `SLACK_API_URL` takes. */
  readonly apiUrl: string;
  readonly signingSecret: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly teamId: string;
  readonly appId: string;
  readonly botUserId: string;
  /** Every Web API call, oldest first; uses of response URLs are in it as `response_url`. */
  readonly calls: RecordedCall[];
  /** Methods and arguments Slack does not have, and acks it would not take: stays empty for a correct app. */
  readonly unknown: string[];
  readonly faults: Faults;
  /** Open Socket Mode connections. */
  readonly connections: number;
  connectTo(eventsUrl: string): void;
  setGitLabUrl(url: string): void;
  setTour(steps: string[]): void;
  setHistoryLag(ms: number): void;
  setPacing(enabled: boolean): void;
  addUser(user: NewUser): SlackUser;
  /** Changes a person: deactivates, makes a guest, renames. */
  changeUser(userId: string, change: Partial<Omit<SlackUser, 'id'>>): void;
  addChannel(channel: NewChannel): SlackChannel;
  addUserGroup(group: Omit<UserGroup, 'id'>): UserGroup;
  archive(channelId: string): void;
  renameChannel(channelId: string, name: string): void;
  kickBot(channelId: string): void;
  inviteBot(channelId: string, inviter: string): Promise<Delivery>;
  as(userId: string): Persona;
  /** Top-level messages of a channel, oldest first. */
  messages(channelId: string): StoredMessage[];
  /** The answers in a thread, oldest first, without the message they answer. */
  thread(channelId: string, ts: string): StoredMessage[];
  /** What only this person sees, oldest first. */
  ephemerals(userId: string, channelId?: string): StoredMessage[];
  /** The direct messages between the app and this person. */
  directMessages(userId: string): StoredMessage[];
  /** The dialog this person has before them. */
  view(userId: string): OpenView | undefined;
  home(userId: string): OpenView | undefined;
  visibleText(source: Readable): string;
  mentions(source: Readable): Mentions;
  /** Sends any event as Slack would. */
  emit(event: JsonObject): Promise<Delivery>;
  /** The signature of a body. @param timestamp seconds since 1970. */
  sign(timestamp: string, rawBody: string): string;
  disconnectSockets(reason?: string): void;
  waitFor<T>(probe: () => T | undefined | false, options?: { timeoutMs?: number; what?: string }): Promise<T>;
  stop(): Promise<void>;
}

/**
 * Starts a Slack to talk to: Web API, signed requests, Socket Mode and a page to click in, on the loopback address.
 * It keeps Slack's rules and refuses what Slack refuses, with Slack's own words.
 */
export async function startSandboxSlack(options: SandboxSlackOptions = {}): Promise<SandboxSlack> {
  const world = new World(newIdentity(options), options.now ?? Date.now);
  const socketMode = new SocketMode(world);
  const core: Core = {
    world,
    triggers: new Triggers(world, options.triggerLifeMs ?? 3000),
    responseUrls: new ResponseUrls(world),
    courier: new Courier(world, socketMode, options.eventsUrl),
  };
  const faults = new Faults();
  const pacing = new Pacing(world.now);
  pacing.enabled = options.pacing ?? false;
  world.historyLagMs = options.historyLagMs ?? 0;
  let baseUrl = '';
  const page = new PageServer(core, {
    commands: options.commands ?? [],
    tour: options.tour ?? [],
    gitlabUrl: options.gitlabUrl ?? '',
  });
  const scopes = options.scopes === undefined ? {} : { scopes: options.scopes };
  const api = { core, socketMode, faults, pacing, baseUrl: () => baseUrl, ...scopes };
  const server = await listen(api, page, options.port ?? 0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sandbox Slack has no port.');
  baseUrl = `http://127.0.0.1:${address.port}`;
  core.responseUrls.serveAt(baseUrl);
  const stop = async (): Promise<void> => {
    page.close();
    await socketMode.close();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  return face({ core, socketMode, faults, pacing, page, baseUrl, stop });
}
