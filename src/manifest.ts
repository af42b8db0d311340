import { ROOTS } from './handlers/define.ts';
import { commandNames } from './slack/words/commands.ts';
import { MANIFEST_WORDS } from './slack/words/manifest.ts';

/** What of the configuration the Slack app depends on. */
export interface ManifestSettings {
  readonly commandPrefix: string;
  /** `undefined`: Socket Mode, where Slack needs no address. */
  readonly publicUrl: string | undefined;
}

/** Each scope with the reason it is asked for; nothing else is. */
export const BOT_SCOPES = {
  commands: 'slash commands',
  'chat:write': 'posting and editing cards',
  'channels:read': 'telling whether the bot is in a public channel',
  'groups:read': 'the same for private channels',
  'channels:history': 'finding a card again after an answer was lost',
  'groups:history': 'the same in private channels',
  'im:history': 'the same in direct messages',
  'im:write': "direct messages about one's own connection and deployments",
  'usergroups:read': 'telling whether a user group that cards call is still there, and who is in it',
  'users:read': 'refusing guests, bots and deactivated accounts',
  'app_mentions:read': 'answering when somebody mentions the bot',
} as const;

/** The Slack app manifest (https://docs.slack.dev/reference/app-manifest). */
export function slackManifest(settings: ManifestSettings) {
  const url = settings.publicUrl === undefined ? {} : { url: `${settings.publicUrl}/slack/events` };
  const request =
    settings.publicUrl === undefined ? {} : { request_url: `${settings.publicUrl}/slack/events` };
  const names = commandNames(settings.commandPrefix);
  return {
    display_information: MANIFEST_WORDS.display,
    features: {
      bot_user: { display_name: MANIFEST_WORDS.display.name, always_online: true },
      slash_commands: ROOTS.map((root) => ({
        command: names[root],
        ...url,
        ...MANIFEST_WORDS.commands[root],
        should_escape: true,
      })),
    },
    oauth_config: { scopes: { bot: Object.keys(BOT_SCOPES) } },
    settings: {
      event_subscriptions: { ...request, bot_events: ['app_mention'] },
      interactivity: { is_enabled: true, ...request },
      org_deploy_enabled: false,
      socket_mode_enabled: settings.publicUrl === undefined,
      token_rotation_enabled: false,
    },
  };
}
