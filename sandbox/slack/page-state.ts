import type { OpenView, StoredMessage } from './model.ts';
import type { PageMessage, PageState, PageView } from './page-protocol.ts';
import { chosenValues, inputsOf, stateValues } from './view-state.ts';
import type { World } from './world.ts';

export interface PageSettings {
  commands: { name: string; summary: string }[];
  tour: string[];
  gitlabUrl: string;
}

function pageMessage(world: World, message: StoredMessage): PageMessage {
  const author = message.fromBot
    ? world.identity.botName
    : message.slackNotice === true
      ? 'Slackbot'
      : (world.users.get(message.user)?.realName ?? message.user);
  return {
    channel: message.channel,
    ts: message.ts,
    author,
    isApp: message.fromBot,
    text: message.text,
    blocks: message.blocks,
    edited: message.edited !== undefined,
    onlyYou: message.onlyFor !== undefined,
    notice: message.slackNotice === true,
    replyCount: message.replyCount,
    at: message.at,
    reactions: message.reactions,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
  };
}

function pageView(view: OpenView | undefined): PageView | null {
  if (view === undefined) return null;
  const state = stateValues(view);
  const chosen: PageView['chosen'] = {};
  for (const { blockId, actionId } of inputsOf(view))
    chosen[blockId] = { ...chosen[blockId], [actionId]: chosenValues(state[blockId]?.[actionId] ?? {}) };
  return {
    id: view.id,
    hash: view.hash,
    title: view.title,
    submit: view.submit,
    close: view.close,
    blocks: view.blocks,
    errors: view.errors,
    chosen,
    busy: view.busy,
    notice: view.notice ?? '',
    hasPrevious: view.previousId !== undefined,
  };
}

/** Slack as one person sees it now. @param me the person; the first one when nobody has that id. */
export function pageState(world: World, settings: PageSettings, me: string): PageState {
  const people = [...world.users.values()].filter((user) => !user.isBot && !user.deleted);
  const self = people.find(({ id }) => id === me)?.id ?? people[0]?.id ?? '';
  const channels = [...world.channels.values()].filter(
    (channel) => channel.imUser === undefined && channel.members.has(self),
  );
  const direct = self === '' ? '' : world.directMessage(self).id;
  const visible = new Set([direct, ...channels.map(({ id }) => id)]);
  const messages = [...world.messages, ...world.ephemerals.filter(({ onlyFor }) => onlyFor === self)]
    .filter(({ channel }) => visible.has(channel))
    .sort((left, right) => Number(left.ts) - Number(right.ts));
  return {
    team: world.identity.team.name,
    app: { id: world.identity.botUserId, name: world.identity.botName },
    me: self,
    people: people.map(({ id, name, realName, isRestricted, teamId }) => ({
      id,
      name,
      realName,
      kind: teamId !== world.identity.team.id ? 'external' : isRestricted ? 'guest' : '',
    })),
    channels: channels.map(({ id, name, isPrivate, archived }) => ({ id, name, isPrivate, archived })),
    groups: world.groups.map(({ id, handle }) => ({ id, name: handle })),
    direct,
    messages: messages.slice(-500).map((message) => pageMessage(world, message)),
    view: pageView(world.topView(self)),
    home: pageView(world.homes.get(self)),
    ...settings,
  };
}
