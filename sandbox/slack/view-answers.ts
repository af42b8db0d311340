import { checkView } from './block-kit/check-blocks.ts';
import { type JsonObject, objectOf, parseJson, stringOf } from './json.ts';
import type { Delivery, OpenView } from './model.ts';
import { clearViews, fillView, newView, popView, pushView, VIEW_STACK_LIMIT } from './views.ts';
import type { World } from './world.ts';

const TROUBLE = 'We had some trouble connecting. Try again?';

/** Puts the app's messages under the inputs. @returns why Slack would not take them. */
function showErrors(view: OpenView, answer: JsonObject): string | undefined {
  const errors = objectOf(answer.errors);
  const inputs = view.blocks
    .filter((block) => block.type === 'input')
    .map((block) => stringOf(block.block_id));
  const stray = Object.keys(errors).filter((blockId) => !inputs.includes(blockId));
  if (Object.keys(errors).length === 0) return 'errors are empty';
  if (stray.length > 0) return `errors name no input block: ${stray.join(', ')}`;
  view.errors = Object.fromEntries(Object.entries(errors).map(([id, text]) => [id, stringOf(text)]));
  return undefined;
}

/** Shows the view that came with the ack, in place of the old one or on top of it. */
function showNext(world: World, view: OpenView, answer: JsonObject): string | undefined {
  const source = objectOf(answer.view);
  const refusal = checkView(source, 'modal');
  if (refusal !== undefined) return refusal.messages.join('; ');
  if (answer.response_action === 'update') {
    fillView(world, view, source);
    return undefined;
  }
  if ((world.views.get(view.userId) ?? []).length >= VIEW_STACK_LIMIT) return 'push_limit_reached';
  pushView(world, newView(world, view.userId, source, view));
  return undefined;
}

function apply(world: World, view: OpenView, body: string): string | undefined {
  const answer = objectOf(parseJson(body));
  switch (answer.response_action) {
    case 'errors':
      return showErrors(view, answer);
    case 'update':
    case 'push':
      return showNext(world, view, answer);
    case 'clear':
      clearViews(world, view.userId);
      return undefined;
    default:
      if (Object.keys(answer).length > 0 || (body !== '' && body !== '{}')) return `unexpected ${body}`;
      popView(world, view);
      return undefined;
  }
}

/**
 * Does what the app's ack of a submission says: nothing said closes the dialog; `errors`, `update`, `push` and `clear`
 * do as they are called. Anything else leaves the dialog open with Slack's "trouble connecting" line.
 */
export function applySubmissionAck(world: World, view: OpenView, ack: Delivery): void {
  const problem = ack.ackedInTime ? apply(world, view, ack.body) : 'no ack in time';
  view.busy = false;
  if (problem !== undefined) view.notice = TROUBLE;
  if (problem !== undefined && ack.ackedInTime) world.unknown.push(`view_submission ack: ${problem}`);
  world.changed();
}
