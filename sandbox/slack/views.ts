import { compact, type Json, type JsonObject, objectsOf, stringOf, textOf } from './json.ts';
import { withIds } from './messages.ts';
import type { OpenView } from './model.ts';
import { stateValues } from './view-state.ts';
import type { World } from './world.ts';

/** Slack allows three dialogs on top of each other. */
export const VIEW_STACK_LIMIT = 3;

/** Turns the definition an app sent into an open view. */
export function newView(world: World, userId: string, source: JsonObject, previous?: OpenView): OpenView {
  const id = world.nextId('V');
  const view: OpenView = {
    id,
    hash: '',
    type: source.type === 'home' ? 'home' : 'modal',
    userId,
    callback_id: '',
    external_id: '',
    private_metadata: '',
    title: '',
    submit: '',
    close: '',
    clear_on_close: false,
    notify_on_close: false,
    blocks: [],
    rootId: previous?.rootId ?? id,
    values: {},
    errors: {},
    busy: false,
  };
  if (previous !== undefined) view.previousId = previous.id;
  fillView(world, view, source);
  return view;
}

/** Gives an open view new contents. What was filled in stays where block and action ids stay, as in Slack. */
export function fillView(world: World, view: OpenView, source: JsonObject): void {
  view.callback_id = stringOf(source.callback_id);
  view.external_id = stringOf(source.external_id);
  view.private_metadata = stringOf(source.private_metadata);
  view.title = textOf(source.title);
  view.submit = textOf(source.submit);
  view.close = textOf(source.close) || 'Cancel';
  view.clear_on_close = source.clear_on_close === true;
  view.notify_on_close = source.notify_on_close === true;
  view.blocks = withIds(world, objectsOf(source.blocks));
  view.errors = {};
  view.busy = false;
  delete view.notice;
  view.hash = `${Math.floor(world.now() / 1000)}.${world.nextSecret(6)}`;
}

const plain = (text: string): Json => (text === '' ? null : { type: 'plain_text', text, emoji: true });

/** A view as the Web API and the interaction payloads show it. */
export function viewJson(world: World, view: OpenView): JsonObject {
  const { identity } = world;
  const values: JsonObject = stateValues(view);
  return compact({
    id: view.id,
    team_id: identity.team.id,
    type: view.type,
    blocks: structuredClone(view.blocks),
    private_metadata: view.private_metadata,
    callback_id: view.callback_id,
    external_id: view.external_id,
    state: { values },
    hash: view.hash,
    title: plain(view.title),
    submit: plain(view.submit),
    close: view.type === 'home' ? null : plain(view.close),
    clear_on_close: view.clear_on_close,
    notify_on_close: view.notify_on_close,
    root_view_id: view.rootId,
    previous_view_id: view.previousId ?? null,
    app_id: identity.appId,
    app_installed_team_id: identity.team.id,
    bot_id: identity.botId,
  });
}

/** Puts a view on top of what the person sees. */
export function pushView(world: World, view: OpenView): void {
  world.views.set(view.userId, [...(world.views.get(view.userId) ?? []), view]);
  world.changed();
}

/** Takes one view away; the one below shows again. */
export function popView(world: World, view: OpenView): void {
  const stack = world.views.get(view.userId) ?? [];
  world.views.set(
    view.userId,
    stack.filter((other) => other !== view),
  );
  world.changed();
}

/** Closes all of a person's dialogs. */
export function clearViews(world: World, userId: string): void {
  world.views.set(userId, []);
  world.changed();
}
