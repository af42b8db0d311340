import { helpMessage } from '../slack/help.ts';
import { AppMention } from '../slack/payloads.ts';
import type { Binding } from './bind.ts';

/** Somebody mentioned the bot: it says, to them alone, what it can do. */
export async function handleEvent(binding: Binding, body: unknown): Promise<void> {
  const parsed = AppMention.safeParse(body);
  if (!parsed.success || parsed.data.team_id !== binding.ports.settings.team) return;
  const { user, channel, bot_id } = parsed.data.event;
  if (user === undefined || bot_id !== undefined) return;
  const message = helpMessage('slipway', binding.registry.commandsOf('slipway'), binding.words.commands);
  await binding.replies.send({ team: binding.ports.settings.team, user, channel }, message, 'private');
}
