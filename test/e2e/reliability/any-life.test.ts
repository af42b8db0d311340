import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cards } from '../../support/card.ts';
import { SHOP, startWorld, type TestWorld } from '../../support/world.ts';
import { firstLook, polled } from './polls.ts';

/** How a deployment may go on after it began to wait, and what its card must say in the end. */
const ENDS = {
  rejected: 'Rejected',
  canceled: 'Canceled',
  deployed: 'Deployed',
  failed: 'Failed',
  waits: 'Approval needed',
} as const;

const Life = fc.record({
  end: fc.constantFrom(...(Object.keys(ENDS) as (keyof typeof ENDS)[])),
  /** Whether the bot gets the time to see it wait. */
  seen: fc.boolean(),
  fault: fc.constantFrom('none', 'lost-response', 'reset', 'rate-limit', 'gitlab-502', 'gitlab-truncate'),
});
type Life = typeof Life extends fc.Arbitrary<infer T> ? T : never;

let environments = 0;

function start(world: TestWorld): number {
  environments += 1;
  const name = `live-${environments}`;
  world.gitlab.world.protectEnvironment(SHOP, name, {
    deployers: [{ role: 'developer' }],
    rules: [{ group: 'acme/security' }, { group: 'acme/release' }],
  });
  return world.gitlab.world.startPipeline(SHOP, { environment: name, by: 'dana' }).id;
}

function goOn({ gitlab }: TestWorld, id: number, end: Life['end']): void {
  if (end === 'waits') return;
  if (end === 'rejected') return void gitlab.world.reject(id, 'ana');
  if (end === 'canceled') return void gitlab.world.cancel(id);
  gitlab.world.approve(id, 'kim');
  gitlab.world.approve(id, 'ana');
  gitlab.world.play(id, 'kim');
  gitlab.world.run(id);
  if (end === 'deployed') gitlab.world.succeed(id);
  else gitlab.world.fail(id);
}

function spoil({ gitlab, slack }: TestWorld, fault: Life['fault']): void {
  if (fault === 'none') return;
  if (fault === 'gitlab-502') return void gitlab.faults.add({ kind: 'html', times: 3 });
  if (fault === 'gitlab-truncate') return void gitlab.faults.add({ kind: 'truncate', times: 2 });
  slack.faults.add({ method: 'chat.postMessage', kind: fault, times: 1 });
  slack.faults.add({ method: 'chat.update', kind: fault, times: 1 });
}

const cardsOf = (world: TestWorld, id: number) =>
  cards(world).filter((card) => world.slack.visibleText(card).includes(`#${id} `));

test('whatever becomes of deployments, and whatever gets lost on the way, each that was seen waiting has one card that shows how it ended', {
  timeout: 120_000,
}, async () => {
  const world = await startWorld();
  await world.watchShop('on:approvals,failed,succeeded,canceled');
  await firstLook(world);
  await fc.assert(
    fc.asyncProperty(fc.array(Life, { minLength: 3, maxLength: 8 }), async (lives) => {
      const started = lives.map((life) => ({ ...life, id: start(world) }));
      for (const { fault } of started) spoil(world, fault);
      await polled(world, started.some((one) => one.seen) ? 2 : 1);
      for (const { id, end } of started) goOn(world, id, end);
      for (const { id, end } of started) {
        await world.slack.waitFor(
          () => cardsOf(world, id).some((card) => world.slack.visibleText(card).includes(ENDS[end])),
          { what: `"${ENDS[end]}" on the card of #${id}`, timeoutMs: 20_000 },
        );
        expect(cardsOf(world, id)).toHaveLength(1);
      }
      world.slack.faults.clear();
      world.gitlab.faults.clear();
    }),
    { numRuns: 6, seed: 20_261_121, endOnFailure: true },
  );
});
