import { helpMessage } from '../slack/help.ts';
import { AppMention } from '../slack/payloads.ts';
import { admit } from './admit.ts';
import type { Binding } from './bind.ts';
import { turnAway } from './turn-away.ts';

/**
 * Somebody mentioned the bot: it says, to them alone, what it can do. Whoever may not act gets no answer, since a mention
 * can come from anybody who is in the channel, bots among them.
 */
export async function handleEvent(binding: Binding, body: unknown): Promise<void> {
  const parsed = AppMention.safeParse(body);
  if (!parsed.success) return;
  const { user, channel, bot_id } = parsed.data.event;
  if (user === undefined || bot_id !== undefined) return;
  try {
    const person = admit(binding, body);
    await binding.ports.people.assertMayAct(person);
  } catch (error) {
    return turnAway(binding, 'command', body, error);
  }
  const message = helpMessage('slipway', binding.registry.commandsOf('slipway'), binding.words.commands);
  await binding.replies.send({ team: binding.ports.settings.team, user, channel }, message, 'private');
}
