import { z } from 'zod';
import type { JsonObject } from './json.ts';

/** One message as a person on the page sees it. */
export interface PageMessage {
  channel: string;
  ts: string;
  author: string;
  isApp: boolean;
  text: string;
  blocks: JsonObject[];
  edited: boolean;
  onlyYou: boolean;
  /** A line from Slack itself. */
  notice: boolean;
  replyCount: number;
  /** Milliseconds since 1970. */
  at: number;
  reactions: string[];
  threadTs?: string;
}

export interface PageView {
  id: string;
  hash: string;
  title: string;
  submit: string;
  close: string;
  blocks: JsonObject[];
  errors: { [blockId: string]: string };
  /** What stands in each input: values by block id, then action id. */
  chosen: { [blockId: string]: { [actionId: string]: string[] } };
  busy: boolean;
  notice: string;
  /** True when another dialog waits below. */
  hasPrevious: boolean;
}

interface PageChannel {
  id: string;
  name: string;
  isPrivate: boolean;
  archived: boolean;
}

interface PagePerson {
  id: string;
  name: string;
  realName: string;
  kind: '' | 'guest' | 'external';
}

/** Everything the page needs to draw Slack for one person. */
export interface PageState {
  team: string;
  app: { id: string; name: string };
  me: string;
  people: PagePerson[];
  channels: PageChannel[];
  groups: { id: string; name: string }[];
  /** The direct messages with the app. */
  direct: string;
  messages: PageMessage[];
  view: PageView | null;
  home: PageView | null;
  commands: { name: string; summary: string }[];
  tour: string[];
  gitlabUrl: string;
}

const filled = z.union([z.string(), z.array(z.string())]);
const surface = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), channel: z.string(), ts: z.string() }),
  z.object({ kind: z.literal('view'), id: z.string() }),
]);
const place = { surface, blockId: z.string(), actionId: z.string() };

/** What a person can do on the page. */
export const pageAct = z.discriminatedUnion('act', [
  z.object({ act: z.literal('write'), as: z.string(), channel: z.string(), text: z.string() }),
  z.object({ act: z.literal('press'), as: z.string(), ...place, option: z.string().optional() }),
  z.object({ act: z.literal('choose'), as: z.string(), ...place, value: filled }),
  z.object({
    act: z.literal('submit'),
    as: z.string(),
    viewId: z.string(),
    values: z.record(z.string(), z.record(z.string(), filled)),
  }),
  z.object({ act: z.literal('close'), as: z.string(), viewId: z.string(), everything: z.boolean() }),
  z.object({ act: z.literal('home'), as: z.string() }),
]);

export type PageAct = z.infer<typeof pageAct>;
export type PageSurface = z.infer<typeof surface>;
/** An act without the person: the page adds who is acting. */
export type PageDeed = PageAct extends infer Act ? (Act extends PageAct ? Omit<Act, 'as'> : never) : never;
