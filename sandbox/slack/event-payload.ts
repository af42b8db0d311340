import type { Core } from './core.ts';
import type { JsonObject } from './json.ts';

/** An event in its envelope. @see https://docs.slack.dev/apis/events-api */
export function eventPayload(core: Core, event: JsonObject): JsonObject {
  const { identity } = core.world;
  return {
    token: identity.verificationToken,
    team_id: identity.team.id,
    context_team_id: identity.team.id,
    context_enterprise_id: null,
    api_app_id: identity.appId,
    event,
    type: 'event_callback',
    event_id: core.world.nextId('Ev'),
    event_time: Math.floor(core.world.now() / 1000),
    is_ext_shared_channel: false,
    authorizations: [
      {
        enterprise_id: null,
        team_id: identity.team.id,
        user_id: identity.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
  };
}
