import { isObject, type JsonObject, objectsOf, stringOf, textOf } from './json.ts';
import type { Readable } from './visible-text.ts';

/** An interactive element together with the block it stands in. */
export interface PlacedElement {
  block: JsonObject;
  blockId: string;
  actionId: string;
  element: JsonObject;
}

/** Every element of the blocks that a person can act on, in reading order. */
export function placedElements(blocks: JsonObject[]): PlacedElement[] {
  return blocks.flatMap((block) =>
    [block.accessory, block.element, ...objectsOf(block.elements), ...objectsOf(block.actions)]
      .filter(isObject)
      .filter((element) => element.action_id !== undefined)
      .map((element) => ({
        block,
        blockId: stringOf(block.block_id),
        actionId: stringOf(element.action_id),
        element,
      })),
  );
}

/** The labels of the buttons a person sees. */
export function buttons(source: Readable): string[] {
  return placedElements(source.blocks)
    .filter(({ element }) => element.type === 'button')
    .map(({ element }) => textOf(element.text));
}

/** The labels in the overflow menus (the three dots). */
export function overflow(source: Readable): string[] {
  return placedElements(source.blocks)
    .filter(({ element }) => element.type === 'overflow')
    .flatMap(({ element }) => objectsOf(element.options).map((option) => textOf(option.text)));
}

/** The options of a menu, those inside groups too. */
export function optionsOf(element: JsonObject): JsonObject[] {
  return [
    ...objectsOf(element.options),
    ...objectsOf(element.option_groups).flatMap((group) => objectsOf(group.options)),
  ];
}

export type Found = PlacedElement & { option?: JsonObject };

/**
 * Finds what a person means by a label: a button, or an option of an overflow menu; or an element by action id, or one of its options.
 * @throws when nothing or more than one thing matches, naming what is there.
 */
export function findControl(source: Readable, label: string | { actionId: string; option?: string }): Found {
  const placed = placedElements(source.blocks);
  const found: Found[] =
    typeof label === 'object'
      ? placed
          .filter(({ actionId }) => actionId === label.actionId)
          .flatMap((place) => (label.option === undefined ? [place] : optionOf(place, label.option)))
      : [
          ...placed.filter(({ element }) => element.type === 'button' && textOf(element.text) === label),
          ...placed
            .filter(({ element }) => element.type === 'overflow')
            .flatMap((place) => optionOf(place, label)),
        ];
  const [first, second] = found;
  const wanted = typeof label === 'string' ? `"${label}"` : `action ${label.actionId}`;
  if (first === undefined) throw new Error(`No ${wanted} to click. There are: ${describe(source)}`);
  if (second !== undefined && typeof label === 'string' && first.actionId !== second.actionId)
    throw new Error(
      `More than one ${wanted} to click; say which by action id. There are: ${describe(source)}`,
    );
  return first;
}

/** The option of this menu that reads so. */
const optionOf = (place: PlacedElement, text: string): Found[] =>
  optionsOf(place.element)
    .filter((option) => textOf(option.text) === text)
    .map((option) => ({ ...place, option }));

function describe(source: Readable): string {
  const labels = placedElements(source.blocks).map(({ element, actionId }) => {
    const options = optionsOf(element).map((option) => textOf(option.text));
    const label = element.type === 'button' ? textOf(element.text) : stringOf(element.type);
    return `${label}${options.length > 0 ? ` [${options.join(', ')}]` : ''} (${actionId})`;
  });
  return labels.join('; ') || 'no buttons at all';
}
