import { describe, expect, test } from 'vitest';
import { startBotProcess } from '../../support/bot-process.ts';
import { cardIn, cards } from '../../support/card.ts';
import { SHOP, startWorld, type TestWorld, type WorldOptions } from '../../support/world.ts';
import { firstLook } from './polls.ts';

/** What BullMQ and the locks need to notice that a worker is gone, and a little for a busy machine. */
const RECOVERY_MS = 14_000;

/** A world whose bot is a process of its own, watching the shop. */
async function startProcessWorld(options: WorldOptions = {}) {
  const world = await startWorld({ ...options, withoutBot: true });
  const bot = startBotProcess(world.environment);
  await bot.waitReady();
  await world.watchShop();
  return { world, bot };
}

const startDeployment = (world: TestWorld) =>
  world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana', ref: 'v2.14.0' });

/** Arms a fault for the next card. @returns a function that resolves once Slack has got it */
function onPost(
  world: TestWorld,
  fault: { kind: 'delay' | 'hang'; delayMs?: number },
): () => Promise<boolean> {
  let arrived = false;
  world.slack.faults.add({
    method: 'chat.postMessage',
    times: 1,
    when: (args) => {
      const isCard = JSON.stringify(args.blocks ?? '').includes('header');
      arrived ||= isCard;
      return isCard;
    },
    ...fault,
  });
  return () => world.slack.waitFor(() => arrived, { what: 'the post at Slack' });
}

const approvalsSent = (world: TestWorld) =>
  world.gitlab.requests.filter((one) => one.method === 'POST' && one.path.endsWith('/approval'));

const approvers = (world: TestWorld, deployment: number) =>
  world.gitlab.world.deployment(deployment).approvals.map((vote) => vote.username);

async function restart(world: TestWorld): Promise<void> {
  await startBotProcess(world.environment).waitReady();
}

describe('the bot is killed', { timeout: 60_000 }, () => {
  test('after Slack got the card and before its answer: one card after the restart', async () => {
    const { world, bot } = await startProcessWorld();
    // Slack takes a while: the process is gone by the time the card appears.
    const arrived = onPost(world, { kind: 'delay', delayMs: 1_000 });
    const { id } = startDeployment(world);
    await arrived();
    await bot.kill();
    await restart(world);
    world.gitlab.world.approve(id, 'kim');
    await cardIn(world, 'Release managers: 1 of 1 (Kim Berg)');
    expect(cards(world)).toHaveLength(1);
  });

  test('while a post hangs that Slack never takes: one card after the restart, within seconds', async () => {
    const { world, bot } = await startProcessWorld();
    const arrived = onPost(world, { kind: 'hang' });
    startDeployment(world);
    await arrived();
    await bot.kill();
    await restart(world);
    const since = performance.now();
    await world.slack.waitFor(() => cards(world)[0], { what: 'the card', timeoutMs: RECOVERY_MS });
    expect(performance.now() - since).toBeLessThan(RECOVERY_MS);
    expect(cards(world)).toHaveLength(1);
  });

  test('after the click was acknowledged and before the approval reached GitLab: it happens, once', async () => {
    const { world, bot } = await startProcessWorld();
    const { id } = startDeployment(world);
    const card = await cardIn(world, 'Approval needed');
    const mend = world.gitlab.faults.add({ method: 'POST', path: /\/approval$/u, kind: 'hang' });
    const click = await world.slack.as(world.people.kim.id).click(card, 'Approve');
    expect(click).toMatchObject({ status: 200, ackedInTime: true });
    await world.slack.waitFor(() => approvalsSent(world).length === 1, { what: 'the approval on its way' });
    await bot.kill();
    mend();
    await restart(world);
    await world.slack.waitFor(() => approvers(world, id).length > 0, {
      what: 'the approval in GitLab',
      timeoutMs: RECOVERY_MS,
    });
    await toldApproved(world);
    await cardIn(world, 'Release managers: 1 of 1 (Kim Berg)');
    expect(approvers(world, id)).toEqual(['kim']);
  });

  test('after GitLab took the approval and before its answer: it counts once and the person is told', async () => {
    const { world, bot } = await startProcessWorld();
    const { id } = startDeployment(world);
    const card = await cardIn(world, 'Approval needed');
    world.gitlab.faults.add({
      method: 'POST',
      path: /\/approval$/u,
      kind: 'delay',
      delayMs: 5_000,
      times: 1,
    });
    await world.slack.as(world.people.kim.id).click(card, 'Approve');
    await world.slack.waitFor(() => approvers(world, id).length === 1, { what: 'the approval in GitLab' });
    await bot.kill();
    await restart(world);
    await toldApproved(world);
    expect(approvers(world, id)).toEqual(['kim']);
    expect(approvalsSent(world)).toHaveLength(1);
  });

  test('while it works on nothing: the card goes on after the restart, with what happened meanwhile', async () => {
    const { world, bot } = await startProcessWorld();
    const { id } = startDeployment(world);
    const card = await cardIn(world, 'Approval needed');
    await bot.kill();
    world.gitlab.world.approve(id, 'kim');
    world.gitlab.world.approve(id, 'ana');
    world.gitlab.world.play(id, 'kim');
    world.gitlab.world.run(id);
    world.gitlab.world.succeed(id);
    await restart(world);
    await world.slack.waitFor(() => world.slack.visibleText(cards(world)[0] ?? card).includes('Deployed'), {
      what: 'the end on the card',
      timeoutMs: RECOVERY_MS,
    });
    expect(cards(world).map((one) => one.ts)).toEqual([card.ts]);
  });

  test('again and again while deployments come in: each has exactly one card in the end', async () => {
    const { world, bot } = await startProcessWorld();
    await firstLook(world);
    let running = bot;
    for (let round = 0; round < 3; round += 1) {
      for (let count = 0; count < 3; count += 1) startDeployment(world);
      await world.slack.waitFor(() => cards(world).length > round * 3, {
        what: 'a card of this round',
        timeoutMs: 30_000,
      });
      await running.kill();
      running = startBotProcess(world.environment);
      await running.waitReady();
    }
    await world.slack.waitFor(() => cards(world).length === 9, { what: 'nine cards', timeoutMs: 30_000 });
    const ids = cards(world).map((card) => /deployments\/(\d+)/u.exec(JSON.stringify(card.blocks))?.[1]);
    expect(new Set(ids).size).toBe(9);
  });
});

/** Kim reads, for herself, that her approval was recorded. */
const toldApproved = (world: TestWorld) =>
  world.slack.waitFor(
    () =>
      world.slack
        .ephemerals(world.people.kim.id)
        .some(
          (one) =>
            /approv/iu.test(world.slack.visibleText(one)) &&
            world.slack.visibleText(one).includes('production'),
        ),
    { what: 'the answer to Kim', timeoutMs: RECOVERY_MS },
  );
