import type { Core } from '../core.ts';
import { type Json, objectOf, objectsOf, parseJson, stringOf, textOf } from '../json.ts';
import type { OpenView } from '../model.ts';
import { suggestionPayload } from '../payloads.ts';
import { findInput } from './use-form.ts';

/** Types into a menu of the top dialog whose options the app looks up. @returns what it offers. */
export async function suggest(
  core: Core,
  view: OpenView,
  actionId: string,
  value: string,
): Promise<{ label: string; value: string }[]> {
  const place = findInput(view, actionId);
  const query = { blockId: place.blockId, actionId: place.actionId, value };
  const delivery = await core.courier.send(
    'interactive',
    suggestionPayload(core, view.userId, { view }, query),
  );
  const answer = objectOf(parseJson(delivery.body));
  const options: Json[] = [
    ...objectsOf(answer.options),
    ...objectsOf(answer.option_groups).flatMap((group) => objectsOf(group.options)),
  ];
  return options.map((option) => ({
    label: textOf(objectOf(option).text),
    value: stringOf(objectOf(option).value),
  }));
}
