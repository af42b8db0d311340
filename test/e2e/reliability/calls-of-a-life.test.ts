import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecordedCall, StoredMessage } from '../../../sandbox/slack/model.ts';
import { cards } from '../../support/card.ts';
import { SHOP, startWorld, type TestWorld } from '../../support/world.ts';
import { firstLook, polled } from './polls.ts';

/** What may become of a deployment to a protected environment, step by step. */
const WAYS = {
  waits: [],
  half: ['ana'],
  canceled: ['cancel'],
  rejected: ['reject'],
  'half rejected': ['ana', 'reject'],
  deployed: ['ana', 'kim', 'play', 'run', 'succeed'],
  failed: ['kim', 'ana', 'play', 'run', 'fail'],
  'canceled half-way': ['ana', 'kim', 'play', 'run', 'cancel'],
} as const;
type Way = keyof typeof WAYS;
type Step = (typeof WAYS)[Way][number];

const Life = fc.record({
  way: fc.constantFrom(...(Object.keys(WAYS) as Way[])),
  /** Steps after which GitLab is looked at before it goes on. */
  seen: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
});
type Life = typeof Life extends fc.Arbitrary<infer T> ? T : never;

const ACTS: Record<Step, (world: TestWorld['gitlab']['world'], id: number) => unknown> = {
  ana: (gitlab, id) => gitlab.approve(id, 'ana'),
  kim: (gitlab, id) => gitlab.approve(id, 'kim'),
  reject: (gitlab, id) => gitlab.reject(id, 'kim', { comment: 'No' }),
  play: (gitlab, id) => gitlab.play(id, 'kim'),
  run: (gitlab, id) => gitlab.run(id),
  succeed: (gitlab, id) => gitlab.succeed(id),
  fail: (gitlab, id) => gitlab.fail(id),
  cancel: (gitlab, id) => gitlab.cancel(id),
};
const VOTES: readonly Step[] = ['ana', 'kim', 'reject'];
const ENDS: readonly Step[] = ['reject', 'succeed', 'fail', 'cancel'];

/** The most that can be seen of a life in Slack: the card at its beginning, with what it ships and after each step… */
const statesOf = ({ way }: Life): number => {
  const steps: readonly Step[] = WAYS[way];
  const count = (among: readonly Step[]): number => steps.filter((step) => among.includes(step)).length;
  // …a line in its thread for each vote and for a failure, and the requester's own message.
  return 2 + steps.length + count(VOTES) + count(['fail']) + count(ENDS);
};

async function live(world: TestWorld, life: Life, name: string): Promise<number> {
  const { gitlab } = world;
  gitlab.world.protectEnvironment(SHOP, name, {
    deployers: [{ role: 'developer' }],
    rules: [{ group: 'acme/security' }, { group: 'acme/release' }],
  });
  const { id } = gitlab.world.startPipeline(SHOP, { environment: name, by: 'dana' });
  if (life.seen[0] === true) await polled(world, 1);
  for (const [at, step] of WAYS[life.way].entries()) {
    ACTS[step](gitlab.world, id);
    if (life.seen[at + 1] === true) await polled(world, 1);
  }
  return id;
}

const shows = (call: RecordedCall): boolean =>
  call.method === 'chat.postMessage' || call.method === 'chat.update';

/** Calls that made something of this deployment visible: its card, its thread, its requester's message. */
function callsOf(world: TestWorld, card: StoredMessage, id: number): RecordedCall[] {
  return world.slack.calls.filter(
    (call) =>
      shows(call) &&
      (call.responseBody.ts === card.ts ||
        call.args.thread_ts === card.ts ||
        JSON.stringify(call.args).includes(`#${id}>`)),
  );
}

test('whatever lives deployments have, Slack is called no oftener than there was something new to see', {
  timeout: 120_000,
}, async () => {
  const world = await startWorld();
  await world.connect('dana');
  await world.watchShop('on:approvals,failed,succeeded,canceled');
  await firstLook(world);
  const lives = fc.sample(Life, { numRuns: 30, seed: 20_261_121 });
  const ids = await Promise.all(lives.map((life, at) => live(world, life, `live-${at}`)));
  const cardOf = (id: number): StoredMessage | undefined =>
    cards(world).find((card) => JSON.stringify(card.blocks).includes(`|#${id}>`));
  await world.slack.waitFor(() => ids.every((id) => cardOf(id) !== undefined), {
    what: 'a card of each',
    timeoutMs: 40_000,
  });
  await polled(world, 2);
  await expect
    .poll(
      async () => {
        const { active = 0, waiting = 0, delayed = 0 } = (await world.app().ports.queueCounts()).cards ?? {};
        return active + waiting + delayed;
      },
      { timeout: 40_000, interval: 100 },
    )
    .toBe(0);

  for (const [at, life] of lives.entries()) {
    const id = ids[at] ?? 0;
    const card = cardOf(id);
    if (card === undefined) throw new Error(`#${id} has no card`);
    const calls = callsOf(world, card, id);
    expect(
      calls.length,
      `${life.way}: ${calls.map((call) => JSON.stringify(call.args.text)).join(' | ')}`,
    ).toBeLessThanOrEqual(statesOf(life));
    const edits = calls
      .filter((call) => call.responseBody.ts === card.ts)
      .map((call) => JSON.stringify(call.args.blocks));
    for (const [nth, blocks] of edits.entries()) expect(blocks).not.toBe(edits[nth - 1]);
  }
  expect(world.slack.calls.filter((call) => call.method === 'conversations.open').length).toBeLessThanOrEqual(
    3,
  );
});
