import { isObject, type Json, type JsonObject, objectOf, objectsOf, stringOf } from './json.ts';
import { type Names, readMrkdwn, readTextObject } from './mrkdwn.ts';

/** Anything with blocks: a message, a dialog, a Home tab. */
export interface Readable {
  text?: string;
  title?: string;
  blocks: JsonObject[];
}

function readRichText(node: Json, names: Names | undefined): string {
  if (Array.isArray(node)) return node.map((child) => readRichText(child, names)).join('');
  if (!isObject(node)) return '';
  const name = (id: Json | undefined): string => names?.(stringOf(id)) ?? stringOf(id);
  if (node.type === 'text') return stringOf(node.text);
  if (node.type === 'link') return stringOf(node.text) || stringOf(node.url);
  if (node.type === 'user') return `@${name(node.user_id)}`;
  if (node.type === 'channel') return `#${name(node.channel_id)}`;
  if (node.type === 'usergroup') return `@${name(node.usergroup_id)}`;
  if (node.type === 'broadcast') return `@${stringOf(node.range)}`;
  if (node.type === 'emoji') return `:${stringOf(node.name)}:`;
  const separator = node.type === 'rich_text_list' || node.type === 'rich_text' ? '\n' : '';
  return objectsOf(node.elements)
    .map((child) => readRichText(child, names))
    .join(separator);
}

/** The text an element shows before anyone touches it: a menu shows its choice, an overflow only its dots. */
function readElement(element: JsonObject, names: Names | undefined): string {
  if (element.type === 'mrkdwn' || element.type === 'plain_text') return readTextObject(element, names);
  if (element.type === 'button') return readTextObject(objectOf(element.text));
  if (element.type === 'radio_buttons' || element.type === 'checkboxes')
    return objectsOf(element.options)
      .flatMap((option) => [objectOf(option.text), objectOf(option.description)])
      .map((text) => readTextObject(text, names))
      .filter((text) => text !== '')
      .join('\n');
  const chosen = objectOf(element.initial_option);
  if (chosen.text !== undefined) return readTextObject(objectOf(chosen.text));
  return stringOf(element.initial_value) || readTextObject(objectOf(element.placeholder));
}

function readTable(block: JsonObject, names: Names | undefined): string[] {
  const rows = Array.isArray(block.rows) ? block.rows : [];
  return rows.map((row) =>
    objectsOf(row)
      .map((cell) => (cell.type === 'rich_text' ? readRichText(cell, names) : stringOf(cell.text)))
      .join(' | '),
  );
}

/** The lines one block shows, from top to bottom. */
function readBlock(block: JsonObject, names: Names | undefined): string[] {
  if (block.type === 'rich_text') return [readRichText(block, names)];
  if (block.type === 'markdown') return [stringOf(block.text)];
  if (block.type === 'table') return readTable(block, names);
  const element = objectOf(block.element);
  const texts = [
    block.label,
    block.title,
    block.subtitle,
    block.body,
    block.text,
    ...objectsOf(block.fields),
  ];
  return [
    ...texts.filter(isObject).map((text) => readTextObject(text, names)),
    ...[block.accessory, element, block.hint].filter(isObject).map((part) => readElement(part, names)),
    ...[...objectsOf(block.elements), ...objectsOf(block.actions)].map((part) => readElement(part, names)),
  ];
}

/**
 * Everything a person reads in a message or dialog, in reading order, a line a part.
 * @param names turns user, channel and group ids into names; ids stay as they are without it.
 */
export function visibleText(source: Readable, names?: Names): string {
  const lines = source.title === undefined ? [] : [source.title];
  if (source.blocks.length === 0) lines.push(readMrkdwn(source.text ?? '', names));
  for (const block of source.blocks) lines.push(...readBlock(block, names));
  return lines.filter((line) => line !== '').join('\n');
}
