import { CHANNEL, KIM, TEAM } from './tiny-slack.ts';

/** A slash command's body (https://docs.slack.dev/interactivity/implementing-slash-commands). */
export const commandForm = (command: string, text: string): Record<string, string> => ({
  token: 'unused',
  team_id: TEAM,
  team_domain: 'bench',
  channel_id: CHANNEL,
  channel_name: 'deploys',
  user_id: KIM,
  user_name: 'kim',
  command,
  text,
  api_app_id: 'A0BENCH001',
  is_enterprise_install: 'false',
  trigger_id: '1.2.3',
});
