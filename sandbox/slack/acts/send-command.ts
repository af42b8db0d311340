import { applyAnswer } from '../answers.ts';
import type { Core } from '../core.ts';
import { isObject, type JsonObject, parseJson } from '../json.ts';
import { storeNotice } from '../messages.ts';
import type { Delivery } from '../model.ts';
import { commandFields } from '../payloads.ts';
import { failureOf } from './ack-failure.ts';

/** Sends a slash command and shows what the ack says. */
export async function sendCommand(
  core: Core,
  userId: string,
  command: { command: string; text: string; channelId: string },
): Promise<Delivery> {
  const { fields, responseUrl } = commandFields(core, userId, command);
  const delivery = await core.courier.send('slash_commands', fields);
  if (!delivery.ackedInTime) {
    const notice = `${command.command} failed with the error "${failureOf(delivery)}"`;
    storeNotice(core.world, userId, command.channelId, notice);
    return delivery;
  }
  const entry = core.responseUrls.find(responseUrl);
  if (delivery.body === '' || entry === undefined) return delivery;
  const parsed = parseJson(delivery.body);
  const answer: JsonObject = isObject(parsed) ? parsed : { text: delivery.body };
  if (Object.keys(answer).length === 0) return delivery;
  const refusal = applyAnswer(core.world, entry, answer);
  if (refusal !== undefined) {
    core.world.unknown.push(`command ack: ${refusal.error} ${refusal.messages.join('; ')}`);
    storeNotice(
      core.world,
      userId,
      command.channelId,
      `${command.command} failed with the error "${refusal.error}"`,
    );
  }
  return delivery;
}
