import { expect } from 'vitest';
import { placedElements } from '../../sandbox/slack/elements.ts';
import { type JsonObject, stringOf } from '../../sandbox/slack/json.ts';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import type { PersonName, TestWorld } from './world.ts';

/** The value the bot gave a control of a message. */
export const controlIn = (message: StoredMessage, actionId: string): string =>
  stringOf(placedElements(message.blocks).find((place) => place.actionId === actionId)?.element.value);

/** The outside of a request by a person. */
export const envelope = (world: TestWorld, type: string, name: PersonName = 'kim'): JsonObject => ({
  type,
  user: { id: world.people[name].id, team_id: world.slack.teamId },
  team: { id: world.slack.teamId, domain: 'acme' },
  api_app_id: world.slack.appId,
  token: 'legacy',
  trigger_id: '1.2.3',
});

/** A person's click on any control of a message, whatever it carries. */
export const clickOn = (
  world: TestWorld,
  message: StoredMessage,
  action_id: string,
  value: string,
  name: PersonName = 'kim',
): JsonObject => ({
  ...envelope(world, 'block_actions', name),
  container: { type: 'message', message_ts: message.ts, channel_id: message.channel },
  channel: { id: message.channel, name: 'deploys' },
  message: { ts: message.ts },
  actions: [
    action_id === 'card-more'
      ? { type: 'overflow', action_id, block_id: 'b', selected_option: { value } }
      : { type: 'button', action_id, block_id: 'b', value },
  ],
});

/** A person's slash command. */
export const commandOf = (
  world: TestWorld,
  command: string,
  text: string,
  name: PersonName = 'kim',
): JsonObject => ({
  command,
  text,
  team_id: world.slack.teamId,
  user_id: world.people[name].id,
  channel_id: world.channel.id,
  api_app_id: world.slack.appId,
});

const AT_THE_DOOR = new Set(['command', 'click', 'form', 'slack-request']);

/** The audit lines of requests that were turned away, as `act reason user`. */
export async function turnedAway(world: TestWorld): Promise<string[]> {
  const lines = await world.app().ports.audit.newest(100);
  return lines
    .filter(({ act }) => AT_THE_DOOR.has(act))
    .map(({ act, outcome, person }) => `${act} ${outcome} ${person?.user ?? 'nobody'}`)
    .toSorted();
}

/** Waits until the audit trail holds these lines of requests turned away, and no others. */
export const turnedAwayAre = (world: TestWorld, ...lines: string[]): Promise<void> =>
  expect.poll(() => turnedAway(world), { timeout: 5_000, interval: 20 }).toEqual(lines.toSorted());
