import { expect } from 'vitest';
import type { RecordedRequest } from '../../sandbox/gitlab/sandbox-gitlab.ts';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { type PersonName, SHOP, type TestWorld } from './world.ts';

type Wish = Parameters<TestWorld['gitlab']['world']['startPipeline']>[1];

/** Somebody pushes; resolves once the deployment's card stands in the channel. */
export async function waitingCard(
  world: TestWorld,
  wish: Partial<Wish> = {},
  words = 'Approval needed',
): Promise<{ id: number; card: StoredMessage }> {
  const { id } = world.gitlab.world.startPipeline(SHOP, {
    environment: 'production',
    by: 'dana',
    ref: 'v2.14.0',
    ...wish,
  });
  const card = await world.slack.waitFor(
    () => {
      const found = cardOf(world, id);
      return found !== undefined && world.slack.visibleText(found).includes(words) ? found : undefined;
    },
    { what: `a card of #${id} that says "${words}"` },
  );
  return { id, card };
}

/** The card of one deployment as it stands now. */
export const cardOf = (world: TestWorld, id: number): StoredMessage | undefined =>
  world.slack
    .messages(world.channel.id)
    .find(
      (message) =>
        JSON.stringify(message.blocks).includes('"header"') &&
        new RegExp(`#${id}(?!\\d)`, 'u').test(fieldsOf(message)),
    );

/** The fields of a card name its own deployment; its other parts may name newer ones. */
const fieldsOf = (message: StoredMessage): string =>
  JSON.stringify(message.blocks.filter((block) => 'fields' in block));

/** Waits until the card of this deployment says `words`. */
export const cardSays = (world: TestWorld, id: number, words: string): Promise<StoredMessage> =>
  world.slack.waitFor(
    () => {
      const card = cardOf(world, id);
      return card !== undefined && world.slack.visibleText(card).includes(words) ? card : undefined;
    },
    { what: `the card of #${id} to say "${words}"` },
  );

/** Does something as a person and resolves with the next words only they are told. */
export async function toldAfter(
  world: TestWorld,
  name: PersonName,
  act: () => Promise<unknown>,
): Promise<string> {
  return world.slack.visibleText(await messageAfter(world, name, act));
}

/** The same with the message itself, whose buttons the person may press. */
export async function messageAfter(
  world: TestWorld,
  name: PersonName,
  act: () => Promise<unknown>,
): Promise<StoredMessage> {
  const { slack, people } = world;
  const before = slack.ephemerals(people[name].id).length;
  await act();
  return slack.waitFor(() => slack.ephemerals(people[name].id)[before], { what: `words for ${name}` });
}

/** Presses a button of a card and resolves with the words for whoever pressed it. */
export const click = (
  world: TestWorld,
  name: PersonName,
  card: StoredMessage,
  label: string,
): Promise<string> => toldAfter(world, name, () => world.slack.as(world.people[name].id).click(card, label));

/** Decisions that reached GitLab, as `who status`. */
export const decisionsSent = (world: TestWorld): string[] =>
  writes(world)
    .filter((request) => request.path.endsWith('/approval'))
    .map((request) => `${request.user} ${String(request.body?.status)}`);

/** Every write that reached GitLab's API, whoever sent it. */
export const writes = (world: TestWorld): RecordedRequest[] =>
  world.gitlab.requests.filter((request) => request.path.startsWith('/api/') && request.method !== 'GET');

/** Nobody used anything that GitLab or Slack do not have, and the bot's own token has written nothing. */
export function nothingStrange(world: TestWorld): void {
  expect(world.gitlab.unknown).toEqual([]);
  expect(world.slack.unknown).toEqual([]);
  expect(
    writes(world).filter((request) => request.user === 'watcher' || request.tokenKind !== 'oauth'),
  ).toEqual([]);
}
