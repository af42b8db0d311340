import type { JsonObject } from './json.ts';

export interface SlackUser {
  id: string;
  name: string;
  realName: string;
  teamId: string;
  tz: string;
  isRestricted: boolean;
  isBot: boolean;
  /** Of the workspace. */
  isAdmin: boolean;
  deleted: boolean;
  email?: string;
}

export interface SlackChannel {
  id: string;
  name: string;
}

export interface ChannelRecord extends SlackChannel {
  isPrivate: boolean;
  archived: boolean;
  members: Set<string>;
  botIsMember: boolean;
  created: number;
  /** Set for a direct message between the app and this person. */
  imUser?: string;
}

export interface StoredMessage {
  channel: string;
  ts: string;
  /** The author: a person's id, or the bot's. */
  user: string;
  fromBot: boolean;
  text: string;
  blocks: JsonObject[];
  /** When Slack took it, in milliseconds of the sandbox's clock: the history lag counts from here. */
  at: number;
  replyCount: number;
  reactions: string[];
  threadTs?: string;
  metadata?: JsonObject;
  edited?: { user: string; ts: string };
  /** Set when only this person sees the message. */
  onlyFor?: string;
  /** True for a line Slack itself shows, such as `operation_timeout`: the app did not write it. */
  slackNotice?: boolean;
  /** Deleted, but its thread is still there. */
  tombstone?: boolean;
}

export interface OpenView {
  id: string;
  hash: string;
  type: 'modal' | 'home';
  userId: string;
  callback_id: string;
  external_id: string;
  private_metadata: string;
  title: string;
  submit: string;
  close: string;
  clear_on_close: boolean;
  notify_on_close: boolean;
  blocks: JsonObject[];
  rootId: string;
  previousId?: string;
  /** What the person has filled in so far: block id → action id → element state. */
  values: { [blockId: string]: { [actionId: string]: JsonObject } };
  /** What stands in red under an input, by block id. */
  errors: { [blockId: string]: string };
  /** True while Slack waits for the app's answer to a submission. */
  busy: boolean;
  /** Slack's own line in the dialog, such as "We had some trouble connecting". */
  notice?: string;
}

export interface UserGroup {
  id: string;
  handle: string;
  name: string;
  users: string[];
}

export interface RecordedCall {
  /** Milliseconds of the sandbox's clock. */
  at: number;
  /** The Web API method, or `response_url`. */
  method: string;
  args: JsonObject;
  status: number;
  ok: boolean;
  error?: string;
  responseBody: JsonObject;
}

/** What was sent to the app and what came back. */
export interface Delivery {
  /** The HTTP status; 200 for a Socket Mode ack, 0 when no answer came within three seconds. */
  status: number;
  body: string;
  ms: number;
  ackedInTime: boolean;
  request: { url: string; headers: Record<string, string>; body: string };
  /** Sends the very same bytes with the very same headers once more. */
  replay(): Promise<Delivery>;
}

export interface Identity {
  signingSecret: string;
  botToken: string;
  appToken: string;
  verificationToken: string;
  team: { id: string; name: string };
  appId: string;
  botId: string;
  botUserId: string;
  botName: string;
}
