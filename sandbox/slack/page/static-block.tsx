import type { ReactNode } from 'react';
import { type Block, Message } from 'slack-blocks-to-jsx';
import { isObject, type Json, type JsonObject, objectOf } from '../json.ts';
import { useSlack } from './slack.ts';

/**
 * The named edge to the drawing library: the server has checked every block against Block Kit already, more strictly
 * than the library's types could.
 */
function isDrawable(block: JsonObject): block is JsonObject & Block {
  return typeof block.type === 'string';
}

/**
 * The library takes `verbatim` for "no markup at all"; in Slack it only stops bare names and addresses from becoming
 * links, and the rest is drawn as ever.
 */
function drawable(value: Json): Json {
  if (typeof value === 'string') return withQuietColons(value);
  if (Array.isArray(value)) return value.map(drawable);
  if (!isObject(value)) return value;
  const { verbatim: _, ...rest } = value;
  return Object.fromEntries(Object.entries(rest).map(([name, part]) => [name, drawable(part)]));
}

/**
 * The library looks for emoji in link labels and loses the link over a colon, as in `deploy:production`; the ratio
 * sign looks the same and is none of its marks.
 */
const withQuietColons = (text: string): string =>
  text.replaceAll(
    /(<[^<>|]+\|)([^<>]*)>/gu,
    (_all, start: string, label: string) => `${start}${label.replaceAll(':', '\u2236')}>`,
  );

/** A link in a message opens beside Slack, never in its place. */
function openElsewhere({
  href,
  children,
  className,
}: {
  href: string;
  children: ReactNode;
  className: string;
}) {
  return (
    <a href={href} className={className} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

/** Draws one block that nobody can press. */
export function StaticBlock({ block }: { block: JsonObject }) {
  const { state } = useSlack();
  const plain = objectOf(drawable(block));
  if (!isDrawable(plain)) return null;
  const users = [...state.people.map(({ id, realName }) => ({ id, name: realName })), state.app];
  const { channels, groups } = state;
  return (
    <Message
      blocks={[plain]}
      logo=""
      name=""
      theme="light"
      withoutWrapper
      hooks={{ link: openElsewhere }}
      data={{ users, channels, user_groups: groups }}
    />
  );
}
