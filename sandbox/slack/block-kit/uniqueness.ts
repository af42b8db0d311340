import { type Json, objectOf, objectsOf, stringOf } from '../json.ts';
import type { Check } from './check.ts';

/** The interactive elements of a block, wherever they stand in it. */
function elementsOf(block: Json): { element: Json; path: string }[] {
  const source = objectOf(block);
  const found = objectsOf(source.elements).map((element, index) => ({
    element,
    path: `elements/${index}`,
  }));
  for (const name of ['accessory', 'element'])
    if (source[name] !== undefined) found.push({ element: objectOf(source[name]), path: name });
  return found;
}

/** No two blocks share a `block_id`, and no two elements of one block share an `action_id`. */
export const uniqueIds: Check = (value, path, report) => {
  if (!Array.isArray(value)) return;
  const blockIds = new Set<string>();
  value.forEach((block, index) => {
    const blockId = stringOf(objectOf(block).block_id);
    if (blockId !== '' && blockIds.has(blockId))
      report.add(`block_id already exists: ${blockId}`, `${path}/${index}/block_id`);
    blockIds.add(blockId);
    const actionIds = new Set<string>();
    for (const { element, path: place } of elementsOf(block)) {
      const actionId = stringOf(objectOf(element).action_id);
      if (actionId !== '' && actionIds.has(actionId))
        report.add(`action_id already exists: ${actionId}`, `${path}/${index}/${place}/action_id`);
      actionIds.add(actionId);
    }
  });
};

/** At most one element of a view asks for the focus. */
export const oneFocus: Check = (value, path, report) => {
  const focused = objectsOf(value)
    .flatMap(elementsOf)
    .filter(({ element }) => objectOf(element).focus_on_load === true);
  if (focused.length > 1) report.add('only one element may set focus_on_load', path);
};
