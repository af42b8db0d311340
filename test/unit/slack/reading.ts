import type { Rendered } from '../../../src/slack/text-objects.ts';

type Json = unknown;

const isRecord = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every object within, the outermost first. */
function objectsIn(value: Json): Record<string, Json>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (!isRecord(value)) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

/** All texts of the blocks in order, as Slack's source. */
export const textOf = (rendered: { blocks: Json }): string =>
  objectsIn(rendered.blocks)
    .filter((one) => one.type === 'mrkdwn' || one.type === 'plain_text')
    .map((one) => String(one.text))
    .join('\n');

/** Labels of the buttons and menu entries, in order. */
export function controls(rendered: Rendered): string[] {
  return objectsIn(rendered.blocks)
    .filter(
      (one) => one.type === 'button' || ('value' in one && isRecord(one.text) && one.type === undefined),
    )
    .map((one) => (isRecord(one.text) ? String(one.text.text) : ''));
}

export const buttonNamed = (rendered: { blocks: Json }, name: string): Record<string, Json> | undefined =>
  objectsIn(rendered.blocks).find(
    (one) => (one.type === 'button' || 'value' in one) && isRecord(one.text) && one.text.text === name,
  );
