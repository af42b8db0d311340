import type { Core } from './core.ts';
import { compact, type JsonObject, objectOf } from './json.ts';
import { messageJson } from './messages.ts';
import type { OpenView, SlackUser, StoredMessage } from './model.ts';
import { stateValues } from './view-state.ts';
import { viewJson } from './views.ts';
import type { World } from './world.ts';

/** The person, or an error that names the id: a test that mistypes an id should hear it at once. */
export function userOf(world: World, userId: string): SlackUser {
  const user = world.users.get(userId);
  if (user === undefined) throw new Error(`There is no person ${userId} here.`);
  return user;
}

function domainOf(world: World): string {
  return world.identity.team.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

function channelOf(world: World, channelId: string): JsonObject {
  return { id: channelId, name: world.channels.get(channelId)?.name ?? 'privategroup' };
}

/** What every interaction carries, whatever was done. */
function envelope(core: Core, type: string, userId: string): JsonObject {
  const { world } = core;
  const { identity } = world;
  const user = userOf(world, userId);
  return {
    type,
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
    api_app_id: identity.appId,
    token: identity.verificationToken,
    team: { id: identity.team.id, domain: domainOf(world) },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** The fields of a slash command. @see https://docs.slack.dev/interactivity/implementing-slash-commands */
export function commandFields(
  core: Core,
  userId: string,
  command: { command: string; text: string; channelId: string },
): { fields: JsonObject; responseUrl: string } {
  const { world } = core;
  const user = userOf(world, userId);
  const responseUrl = core.responseUrls.issue(userId, command.channelId);
  const fields: JsonObject = {
    token: world.identity.verificationToken,
    team_id: user.teamId,
    team_domain: domainOf(world),
    channel_id: command.channelId,
    channel_name: world.channels.get(command.channelId)?.name ?? 'privategroup',
    user_id: user.id,
    user_name: user.name,
    command: command.command,
    text: command.text,
    api_app_id: world.identity.appId,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: core.triggers.issue(userId),
  };
  return { fields, responseUrl };
}

/** A click in a message. @see https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export function messageActionPayload(
  core: Core,
  userId: string,
  message: StoredMessage,
  action: JsonObject,
): JsonObject {
  const { world } = core;
  const isEphemeral = message.onlyFor !== undefined;
  const state: JsonObject = { values: messageState(message, action) };
  return compact({
    ...envelope(core, 'block_actions', userId),
    container: compact({
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: isEphemeral,
      thread_ts: message.threadTs,
    }),
    trigger_id: core.triggers.issue(userId),
    channel: channelOf(world, message.channel),
    // Slack does not send along what only one person saw.
    message: isEphemeral ? undefined : messageJson(world, message),
    state,
    response_url: core.responseUrls.issue(userId, message.channel, message),
    actions: [action],
  });
}

function messageState(message: StoredMessage, action: JsonObject): JsonObject {
  const pseudoView = { blocks: message.blocks, values: {} };
  const values: JsonObject = stateValues(pseudoView);
  const { selected_option, selected_options, block_id, action_id, type } = action;
  if (type === 'overflow' || typeof block_id !== 'string' || typeof action_id !== 'string') return values;
  if (selected_option === undefined && selected_options === undefined) return values;
  const held = compact({ type, selected_option, selected_options });
  return { ...values, [block_id]: { ...objectOf(values[block_id]), [action_id]: held } };
}

/** A click in a dialog or on the Home tab. */
export function viewActionPayload(core: Core, view: OpenView, action: JsonObject): JsonObject {
  const values: JsonObject = stateValues(view);
  return {
    ...envelope(core, 'block_actions', view.userId),
    container: { type: 'view', view_id: view.id },
    trigger_id: core.triggers.issue(view.userId, view.type === 'modal' ? view.id : undefined),
    view: viewJson(core.world, view),
    state: { values },
    actions: [action],
  };
}

/** A form sent. @see https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function submissionPayload(core: Core, view: OpenView): JsonObject {
  return {
    ...envelope(core, 'view_submission', view.userId),
    trigger_id: core.triggers.issue(view.userId, view.id),
    view: viewJson(core.world, view),
    response_urls: [],
  };
}

/** A dialog closed without sending it; Slack tells only apps that asked to know. */
export function closedPayload(core: Core, view: OpenView, isCleared: boolean): JsonObject {
  return {
    ...envelope(core, 'view_closed', view.userId),
    view: viewJson(core.world, view),
    is_cleared: isCleared,
  };
}

/** What a person typed into a menu whose options the app looks up. */
export function suggestionPayload(
  core: Core,
  userId: string,
  place: { view?: OpenView; message?: StoredMessage },
  query: { blockId: string; actionId: string; value: string },
): JsonObject {
  const { view, message } = place;
  return compact({
    ...envelope(core, 'block_suggestion', userId),
    container:
      view === undefined
        ? { type: 'message', message_ts: message?.ts ?? '', channel_id: message?.channel ?? '' }
        : { type: 'view', view_id: view.id },
    view: view === undefined ? undefined : viewJson(core.world, view),
    channel: message === undefined ? undefined : channelOf(core.world, message.channel),
    block_id: query.blockId,
    action_id: query.actionId,
    value: query.value,
  });
}
