import { arg, type Method, SlackError } from './method.ts';

const authTest: Method = {
  args: [],
  run(call) {
    const { identity } = call.core.world;
    return {
      url: `${call.baseUrl}/`,
      team: identity.team.name,
      user: identity.botName,
      team_id: identity.team.id,
      user_id: identity.botUserId,
      bot_id: identity.botId,
      is_enterprise_install: false,
    };
  },
};

const apiTest: Method = {
  args: ['error', 'foo'],
  token: 'none',
  run(call) {
    const error = arg(call, 'error');
    if (error !== '') throw new SlackError(error);
    return { args: call.args };
  },
};

const connectionsOpen: Method = {
  args: [],
  token: 'app',
  run(call) {
    const base = call.baseUrl.replace(/^http/, 'ws');
    return { url: `${base}/socket-mode?ticket=${call.socketMode.issueTicket()}` };
  },
};

const botsInfo: Method = {
  args: ['bot', 'team_id'],
  scope: 'users:read',
  run(call) {
    const { identity, now } = call.core.world;
    const wanted = arg(call, 'bot');
    if (wanted !== '' && wanted !== identity.botId) throw new SlackError('bot_not_found');
    return {
      bot: {
        id: identity.botId,
        deleted: false,
        name: identity.botName,
        updated: Math.floor(now() / 1000),
        app_id: identity.appId,
        user_id: identity.botUserId,
        icons: {},
      },
    };
  },
};

export const identityMethods: { [name: string]: Method } = {
  'auth.test': authTest,
  'api.test': apiTest,
  'apps.connections.open': connectionsOpen,
  'bots.info': botsInfo,
};
