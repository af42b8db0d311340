import type { Core } from './core.ts';
import { eventPayload } from './event-payload.ts';
import type { Faults } from './faults.ts';
import { mentions } from './mentions.ts';
import type { PageServer } from './page-server.ts';
import { personaOf } from './persona.ts';
import type { SandboxSlack } from './sandbox-slack.ts';
import { signRequest } from './signature.ts';
import type { SocketMode } from './socket-mode.ts';
import { visibleText } from './visible-text.ts';
import { waitFor } from './wait-for.ts';
import type { Pacing } from './web-api/pacing.ts';
import { addChannel, addUser, addUserGroup, channelRecord, inviteBot, kickBot } from './workspace.ts';
import type { World } from './world.ts';

interface Parts {
  core: Core;
  socketMode: SocketMode;
  faults: Faults;
  pacing: Pacing;
  page: PageServer;
  baseUrl: string;
  stop: () => Promise<void>;
}

/** Puts the parts behind the interface that tests and the demo use. */
export function face(parts: Parts): SandboxSlack {
  const { core, socketMode, faults, pacing, page, baseUrl, stop } = parts;
  const { world } = core;
  const { identity } = world;
  return {
    url: baseUrl,
    apiUrl: `${baseUrl}/api/`,
    signingSecret: identity.signingSecret,
    botToken: identity.botToken,
    appToken: identity.appToken,
    teamId: identity.team.id,
    appId: identity.appId,
    botUserId: identity.botUserId,
    calls: world.calls,
    unknown: world.unknown,
    faults,
    get connections() {
      return socketMode.connections;
    },
    connectTo: (eventsUrl) => {
      core.courier.eventsUrl = eventsUrl;
    },
    setGitLabUrl: (url) => page.change({ gitlabUrl: url }),
    setTour: (tour) => page.change({ tour }),
    setHistoryLag: (ms) => {
      world.historyLagMs = ms;
    },
    setPacing: (enabled) => {
      pacing.enabled = enabled;
    },
    emit: (event) => core.courier.send('events_api', eventPayload(core, event)),
    sign: (timestamp, rawBody) => signRequest(identity.signingSecret, timestamp, rawBody),
    disconnectSockets: (reason = 'refresh_requested') => socketMode.disconnectAll(reason),
    waitFor: (probe, options) => waitFor(world, probe, options),
    as: (userId) => personaOf(core, userId),
    stop,
    ...population(core),
    ...readings(world),
  };
}

/** The part that makes and changes people and channels. */
function population(
  core: Core,
): Pick<
  SandboxSlack,
  | 'addUser'
  | 'changeUser'
  | 'addChannel'
  | 'addUserGroup'
  | 'archive'
  | 'renameChannel'
  | 'kickBot'
  | 'inviteBot'
> {
  const { world } = core;
  return {
    addUser: (user) => addUser(world, user),
    changeUser: (userId, change) => {
      const user = world.users.get(userId);
      if (user === undefined) throw new Error(`There is no person ${userId} here.`);
      Object.assign(user, change);
      world.changed();
    },
    addChannel: (channel) => addChannel(world, channel),
    addUserGroup: (group) => addUserGroup(world, group),
    archive: (channelId) => {
      channelRecord(world, channelId).archived = true;
      world.changed();
    },
    renameChannel: (channelId, name) => {
      channelRecord(world, channelId).name = name;
      world.changed();
    },
    kickBot: (channelId) => kickBot(world, channelId),
    inviteBot: (channelId, inviter) => inviteBot(core, channelId, inviter),
  };
}

/** The part that reads. Everything comes as a copy: what a test holds does not change under its hands. */
function readings(
  world: World,
): Pick<
  SandboxSlack,
  'messages' | 'thread' | 'ephemerals' | 'directMessages' | 'view' | 'home' | 'visibleText' | 'mentions'
> {
  const names = (id: string): string | undefined =>
    world.users.get(id)?.realName ??
    world.channels.get(id)?.name ??
    world.groups.find((group) => group.id === id)?.handle ??
    (id === world.identity.botUserId ? world.identity.botName : undefined);
  const copy = <T>(value: T): T => structuredClone(value);
  return {
    messages: (channelId) =>
      copy(
        world.messages.filter((message) => message.channel === channelId && message.threadTs === undefined),
      ),
    thread: (channelId, ts) =>
      copy(world.messages.filter((message) => message.channel === channelId && message.threadTs === ts)),
    ephemerals: (userId, channelId) =>
      copy(
        world.ephemerals.filter(
          (message) =>
            message.onlyFor === userId && (channelId === undefined || message.channel === channelId),
        ),
      ),
    directMessages: (userId) => {
      const channel = [...world.channels.values()].find(({ imUser }) => imUser === userId);
      return copy(world.messages.filter((message) => message.channel === channel?.id));
    },
    view: (userId) => copy(world.topView(userId)),
    home: (userId) => copy(world.homes.get(userId)),
    visibleText: (source) => visibleText(source, names),
    mentions,
  };
}
