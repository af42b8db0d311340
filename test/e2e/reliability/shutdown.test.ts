import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { startBotProcess, startSlipway } from '../../support/bot-process.ts';
import { cardIn } from '../../support/card.ts';
import { SHOP, startWorld } from '../../support/world.ts';

const WITHIN_MS = 10_000;

describe('SIGTERM', { timeout: 60_000 }, () => {
  test('ends an idle bot at once, with 0', async () => {
    const world = await startWorld({ withoutBot: true });
    const bot = startSlipway(['start'], world.environment);
    await bot.waitReady();
    const end = await bot.stop();
    expect(end).toMatchObject({ code: 0, signal: null });
    expect(end.afterMs).toBeLessThan(3_000);
  });

  test('a failure that nobody handles is logged, and ends nothing', async () => {
    const world = await startWorld({ withoutBot: true });
    // Fails as soon as the bot listens for such failures, as a forgotten promise of ours would.
    const defect =
      "const wait = setInterval(() => { if (process.listenerCount('unhandledRejection') === 0) return; clearInterval(wait); Promise.reject(new Error('a forgotten promise')); }, 20);";
    const bot = startSlipway(['start'], {
      ...world.environment,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(defect)}`,
    });
    await bot.waitReady();
    await world.slack.waitFor(() => bot.output().includes('a failure was handled by nobody'), {
      what: 'the line of the failure',
    });
    expect(bot.output()).toContain('a forgotten promise');
    expect(await bot.stop()).toMatchObject({ code: 0, signal: null });
  });

  test('during the start ends it with 0', async () => {
    const world = await startWorld({ withoutBot: true });
    world.slack.faults.add({ method: 'auth.test', kind: 'hang' });
    const bot = startSlipway(['start'], world.environment);
    await world.slack.waitFor(() => bot.output().includes('Slack does not answer yet'), {
      what: 'a start under way',
    });
    expect(await bot.stop()).toMatchObject({ code: 0, signal: null });
  });

  test('while GitLab hangs ends the bot in time, and the unfinished approval happens once after the restart', async () => {
    const world = await startWorld({ withoutBot: true });
    const { gitlab, slack, people } = world;
    const bot = startBotProcess(world.environment);
    await bot.waitReady();
    await world.watchShop();
    const { id } = gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana', ref: 'v1' });
    const card = await cardIn(world, 'Approval needed');
    const mend = gitlab.faults.add({ method: 'POST', path: /\/approval$/u, kind: 'hang' });
    const sent = () => gitlab.requests.filter((one) => one.path.endsWith('/approval'));
    await slack.as(people.kim.id).click(card, 'Approve');
    await slack.waitFor(() => sent().length === 1, { what: 'the approval on its way' });
    const end = await bot.stop();
    expect(end).toMatchObject({ code: 0, signal: null });
    expect(end.afterMs).toBeLessThan(WITHIN_MS);
    mend();
    const again = startBotProcess(world.environment);
    await again.waitReady();
    await slack.waitFor(() => gitlab.world.deployment(id).approvals.length > 0, {
      what: 'the approval in GitLab',
      timeoutMs: 15_000,
    });
    await cardIn(world, 'Release managers: 1 of 1 (Kim Berg)');
    expect(gitlab.world.deployment(id).approvals).toHaveLength(1);
  });

  test('while Slack hangs ends the bot in time', async () => {
    const world = await startWorld({ withoutBot: true });
    const bot = startBotProcess(world.environment);
    await bot.waitReady();
    await world.watchShop();
    let hangs = false;
    world.slack.faults.add({
      method: 'chat.postMessage',
      kind: 'hang',
      when: () => {
        hangs = true;
        return true;
      },
    });
    world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana', ref: 'v1' });
    await world.slack.waitFor(() => hangs, { what: 'a post under way' });
    const end = await bot.stop();
    expect(end).toMatchObject({ code: 0, signal: null });
    expect(end.afterMs).toBeLessThan(WITHIN_MS);
  });

  test('with the embedded store: what was linked and watched is there after the restart', async () => {
    const folder = await mkdtemp(`${tmpdir()}/slipway-`);
    const world = await startWorld({ withoutBot: true, settings: { REDIS_URL: '', DATA_DIR: folder } });
    const bot = startBotProcess(world.environment);
    await bot.waitReady();
    await world.watchShop();
    expect(await bot.stop()).toMatchObject({ code: 0, signal: null });
    const again = startBotProcess(world.environment);
    await again.waitReady();
    const { id } = world.gitlab.world.startPipeline(SHOP, {
      environment: 'production',
      by: 'dana',
      ref: 'v1',
    });
    await world.slack.as(world.people.kim.id).click(await cardIn(world, 'Approval needed'), 'Approve');
    await cardIn(world, 'Release managers: 1 of 1 (Kim Berg)');
    // Killed: links and watches were saved as soon as they were made.
    await again.kill();
    const third = startBotProcess(world.environment);
    await third.waitReady();
    world.gitlab.world.reject(id, 'ana');
    await cardIn(world, 'Rejected');
    expect(await third.stop()).toMatchObject({ code: 0 });
    await rm(folder, { recursive: true });
  });
});
