import type { JsonObject } from './json.ts';

/** How names stand for ids in what a person reads; without an entry the id itself shows. */
export type Names = (id: string) => string | undefined;

/** Undoes Slack's three escapes. */
function undoEscapes(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function readReference(inner: string, names: Names): string {
  const [target = '', label] = inner.split('|', 2);
  const id = target.slice(1);
  if (target.startsWith('@')) return `@${names(id) ?? label ?? id}`;
  if (target.startsWith('#')) return `#${names(id) ?? label ?? id}`;
  if (target.startsWith('!subteam^')) return `@${names(target.slice('!subteam^'.length)) ?? label ?? id}`;
  if (target.startsWith('!')) return label ?? `@${id}`;
  return label ?? target.replace(/^mailto:/, '');
}

const OPEN = String.raw`(^|[\s([{"'“‘–—:-])`;
const CLOSE = String.raw`(?=$|[\s.,;:!?)\]}"'”’–—-])`;
const STYLE = new RegExp(String.raw`${OPEN}([*_~])(\S(?:[^\n]*?\S)?)\2${CLOSE}`, 'gm');

/** What a person reads of a mrkdwn text: references resolved, formatting marks gone, escapes undone. */
export function readMrkdwn(text: string, names: Names = () => undefined): string {
  const parts = text.split(/(<[^<>\n]+>)/);
  const referenced = parts.map((part) =>
    part.startsWith('<') && part.endsWith('>') ? readReference(part.slice(1, -1), names) : part,
  );
  let plain = referenced
    .join('')
    .replaceAll('```', '')
    .replaceAll(/`([^`\n]+)`/g, '$1');
  // Marks nest (`*_x_*`), and a pass takes off one layer.
  for (let layer = 0; layer < 3; layer += 1) plain = plain.replaceAll(STYLE, '$1$3');
  return undoEscapes(plain);
}

/** What a person reads of a text object, plain or mrkdwn. */
export function readTextObject(source: JsonObject, names?: Names): string {
  const text = typeof source.text === 'string' ? source.text : '';
  return source.type === 'mrkdwn' ? readMrkdwn(text, names) : text;
}
