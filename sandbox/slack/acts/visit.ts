import type { Core } from '../core.ts';
import { eventPayload } from '../event-payload.ts';
import { compact } from '../json.ts';
import { storeMessage } from '../messages.ts';
import type { Delivery } from '../model.ts';
import { userOf } from '../payloads.ts';
import { viewJson } from '../views.ts';

/** Opens the app's Home tab. */
export async function openHome(core: Core, userId: string): Promise<Delivery> {
  const { world } = core;
  const home = world.homes.get(userId);
  const ts = world.nextTs();
  const event = compact({
    type: 'app_home_opened',
    user: userOf(world, userId).id,
    channel: world.directMessage(userId).id,
    tab: 'home',
    event_ts: ts,
    view: home === undefined ? undefined : viewJson(world, home),
  });
  return await core.courier.send('events_api', eventPayload(core, event));
}

/** Writes a message as a person. The app hears of it when it is named in it, or in its direct messages. */
export async function say(
  core: Core,
  userId: string,
  channelId: string,
  text: string,
): Promise<Delivery | undefined> {
  const { world } = core;
  const stored = storeMessage(world, {
    channel: channelId,
    user: userOf(world, userId).id,
    text,
    blocks: [],
  });
  const isDirect = world.channels.get(channelId)?.imUser !== undefined;
  const isNamed = text.includes(`<@${world.identity.botUserId}>`);
  if (!isDirect && !(isNamed && world.channels.get(channelId)?.botIsMember === true)) return undefined;
  const event = compact({
    type: isDirect ? 'message' : 'app_mention',
    channel_type: isDirect ? 'im' : undefined,
    user: userId,
    text,
    ts: stored.ts,
    channel: channelId,
    event_ts: stored.ts,
    team: world.identity.team.id,
  });
  return await core.courier.send('events_api', eventPayload(core, event));
}
