import { isObject, type Json, objectsOf, stringOf } from './json.ts';
import type { Readable } from './visible-text.ts';

export interface Mentions {
  users: string[];
  usergroups: string[];
  channels: string[];
  /** `here`, `channel`, `everyone`: each rings for many. */
  broadcasts: string[];
  links: { url: string; label?: string }[];
}

const BROADCASTS = ['here', 'channel', 'everyone', 'group'];

function readBrackets(text: string, into: Mentions): void {
  for (const [, inner = ''] of text.matchAll(/<([^<>\n]+)>/g)) {
    const [target = '', label] = inner.split('|', 2);
    const rest = target.slice(1);
    const broadcast = rest.split('^')[0] ?? '';
    if (target.startsWith('@')) into.users.push(rest);
    else if (target.startsWith('#')) into.channels.push(rest);
    else if (target.startsWith('!subteam^')) into.usergroups.push(rest.slice('subteam^'.length));
    else if (target.startsWith('!') && BROADCASTS.includes(broadcast)) into.broadcasts.push(broadcast);
    else if (!target.startsWith('!'))
      into.links.push(label === undefined ? { url: target } : { url: target, label });
  }
}

/** What Slack makes of bare text when nobody said `verbatim`. */
function readBare(text: string, into: Mentions): void {
  const bare = text.replaceAll(/<[^<>\n]+>/g, ' ').replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, ' ');
  for (const [, name = ''] of bare.matchAll(/(?:^|[^\w@])@(here|channel|everyone)\b/g))
    into.broadcasts.push(name);
  for (const [, name = ''] of bare.matchAll(/(?:^|[\s(])#([a-z0-9_-]+)/g)) into.channels.push(name);
  for (const [url] of bare.matchAll(/\bhttps?:\/\/[^\s<>"]+/g)) into.links.push({ url });
}

function walk(node: Json, into: Mentions): void {
  if (Array.isArray(node)) for (const child of node) walk(child, into);
  if (!isObject(node)) return;
  if (node.type === 'mrkdwn') {
    readBrackets(stringOf(node.text), into);
    if (node.verbatim !== true) readBare(stringOf(node.text), into);
    return;
  }
  if (node.type === 'markdown') readBare(stringOf(node.text), into);
  if (node.type === 'user') into.users.push(stringOf(node.user_id));
  if (node.type === 'usergroup') into.usergroups.push(stringOf(node.usergroup_id));
  if (node.type === 'broadcast') into.broadcasts.push(stringOf(node.range));
  if (node.type === 'channel') into.channels.push(stringOf(node.channel_id));
  if (node.type === 'link') into.links.push({ url: stringOf(node.url) });
  for (const child of Object.values(node)) walk(child, into);
}

/**
 * Everything in a message that Slack turns into a mention or a link: `<…>` in the text and in mrkdwn, and bare
 * `@here`, `#channel` and addresses in mrkdwn that is not `verbatim`. Plain text never mentions anyone.
 */
export function mentions(source: Readable): Mentions {
  const found: Mentions = { users: [], usergroups: [], channels: [], broadcasts: [], links: [] };
  readBrackets(source.text ?? '', found);
  walk(objectsOf(source.blocks), found);
  return found;
}
