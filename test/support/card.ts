import type { StoredMessage } from '../../sandbox/slack/model.ts';
import type { TestWorld } from './world.ts';

/** The newest card of the channel once it says `words`; fails naming what was waited for. */
export const cardIn = (world: TestWorld, words: string): Promise<StoredMessage> =>
  world.slack.waitFor(() => cards(world).findLast((card) => world.slack.visibleText(card).includes(words)), {
    what: `a card that says "${words}"`,
  });

/** The cards of the channel, oldest first. */
export const cards = (world: TestWorld): StoredMessage[] =>
  world.slack
    .messages(world.channel.id)
    .filter((message) => JSON.stringify(message.blocks ?? []).includes('"header"'));
