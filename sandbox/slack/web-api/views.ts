import { checkView } from '../block-kit/check-blocks.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { OpenView } from '../model.ts';
import { clearViews, fillView, newView, pushView, VIEW_STACK_LIMIT, viewJson } from '../views.ts';
import { arg, type Call, type Method, SlackError } from './method.ts';

function definition(call: Call, kind: 'modal' | 'home'): JsonObject {
  const { view } = call.args;
  if (!isObject(view))
    throw new SlackError('invalid_arguments', ['must provide an object [json-pointer:/view]']);
  const refusal = checkView(view, kind);
  if (refusal !== undefined) throw new SlackError(refusal.error, refusal.messages);
  return view;
}

/** Two open views may not share an external id. */
function checkExternalId(call: Call, source: JsonObject, own?: OpenView): void {
  const { external_id: id } = source;
  if (typeof id !== 'string' || id === '') return;
  const other = call.core.world.viewById(id);
  if (other !== undefined && other !== own) throw new SlackError('duplicate_external_id');
}

function spendTrigger(call: Call): { userId: string; viewId?: string } {
  const spent = call.core.triggers.spend(arg(call, 'trigger_id') || arg(call, 'interactivity_pointer'));
  if (typeof spent === 'string') throw new SlackError(spent);
  return spent;
}

const open: Method = {
  args: ['trigger_id', 'interactivity_pointer', 'view'],
  required: ['trigger_id', 'view'],
  run(call) {
    const { world } = call.core;
    const source = definition(call, 'modal');
    checkExternalId(call, source);
    const { userId } = spendTrigger(call);
    clearViews(world, userId);
    const view = newView(world, userId, source);
    pushView(world, view);
    return { view: viewJson(world, view) };
  },
};

const push: Method = {
  args: ['trigger_id', 'interactivity_pointer', 'view'],
  required: ['trigger_id', 'view'],
  run(call) {
    const { world } = call.core;
    const source = definition(call, 'modal');
    checkExternalId(call, source);
    const { userId } = spendTrigger(call);
    const stack = world.views.get(userId) ?? [];
    const top = stack.at(-1);
    if (top === undefined) throw new SlackError('not_found');
    if (stack.length >= VIEW_STACK_LIMIT) throw new SlackError('push_limit_reached');
    const view = newView(world, userId, source, top);
    pushView(world, view);
    return { view: viewJson(world, view) };
  },
};

const update: Method = {
  args: ['view', 'view_id', 'external_id', 'hash'],
  required: ['view'],
  run(call) {
    const { world } = call.core;
    const id = arg(call, 'view_id') || arg(call, 'external_id');
    if (id === '') throw new SlackError('invalid_arguments', ['missing required field: view_id']);
    const view = world.viewById(id);
    if (view === undefined) throw new SlackError('not_found');
    const source = definition(call, view.type);
    checkExternalId(call, source, view);
    const hash = arg(call, 'hash');
    if (hash !== '' && hash !== view.hash) throw new SlackError('hash_conflict');
    fillView(world, view, source);
    world.changed();
    return { view: viewJson(world, view) };
  },
};

const publish: Method = {
  args: ['user_id', 'view', 'hash'],
  required: ['user_id', 'view'],
  run(call) {
    const { world } = call.core;
    const source = definition(call, 'home');
    const user = world.users.get(arg(call, 'user_id'));
    if (user === undefined) throw new SlackError('user_not_found');
    const before = world.homes.get(user.id);
    const hash = arg(call, 'hash');
    if (before !== undefined && hash !== '' && hash !== before.hash) throw new SlackError('hash_conflict');
    const view = before ?? newView(world, user.id, source);
    if (before !== undefined) fillView(world, before, source);
    world.homes.set(user.id, view);
    world.changed();
    return { view: viewJson(world, view) };
  },
};

export const viewMethods: { [name: string]: Method } = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
