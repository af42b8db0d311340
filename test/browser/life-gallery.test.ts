import { expect, onTestFinished, test } from 'vitest';
import { buttons } from '../../sandbox/slack/elements.ts';
import { cardSays, waitingCard } from '../support/acts.ts';
import { chromiumPath, startChromium } from '../support/chromium.ts';
import { pictureAt } from '../support/pictures.ts';
import { SHOP, startWorld } from '../support/world.ts';

test.runIf(chromiumPath !== undefined)(
  'what comes with a card can be looked at: its replacement, its thread, the log, and the words for its requester',
  { timeout: 180_000 },
  async () => {
    const world = await startWorld();
    const { gitlab, slack, people, channel } = world;
    const at = (name: string, picture: Buffer): void => expect(picture.length, name).toBeGreaterThan(3_000);
    await world.connect('dana');
    await world.watchShop('on:approvals,failed,succeeded,started');
    const done = gitlab.world.startPipeline(SHOP, { environment: 'staging', by: 'dana', ref: 'v2.13.0' });
    gitlab.world.run(done.id);
    gitlab.world.succeed(done.id);
    await cardSays(world, done.id, 'Deployed in');
    const older = await waitingCard(world, { ref: 'v2.13.0' });
    const newer = await waitingCard(world, { ref: 'v2.14.0' });
    await cardSays(world, older.id, 'Superseded by');
    const card = await cardSays(world, newer.id, 'It replaces');

    const browser = await startChromium(chromiumPath ?? '');
    onTestFinished(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    await page.goto(slack.url);
    await page.getByRole('combobox', { name: 'You are' }).selectOption({ label: 'Dana Ruiz' });
    const article = (text: string) => page.getByRole('article').filter({ hasText: text }).last();
    const dialog = page.getByRole('dialog');
    at('replaces', await article('It replaces').screenshot({ path: pictureAt('card-replaces') }));
    at('replaced', await article('Superseded by').screenshot({ path: pictureAt('card-replaced') }));

    await slack.as(people.dana.id).click(card, 'Reject older…');
    await dialog.getByText('Which').waitFor();
    at('older', await dialog.screenshot({ path: pictureAt('dialog-reject-older') }));
    await slack.as(people.dana.id).closeView(true);

    gitlab.world.approve(newer.id, 'ana');
    gitlab.world.approve(newer.id, 'kim');
    gitlab.world.play(newer.id, 'kim');
    gitlab.world.run(newer.id);
    const running = await cardSays(world, newer.id, 'Deploying');
    expect(buttons(running)).toEqual(['Open in GitLab']);
    gitlab.world.log(newer.id, '$ helm upgrade shop ./chart');
    gitlab.world.log(newer.id, 'Error: UPGRADE FAILED: timed out waiting for the condition');
    gitlab.world.fail(newer.id, 'script_failure');
    const failed = await cardSays(world, newer.id, 'Failed at');
    await article('Failed at').waitFor();
    at('failed', await article('Failed at').screenshot({ path: pictureAt('card-failed-at') }));
    await slack.waitFor(() => slack.thread(channel.id, failed.ts).length >= 3, { what: 'the thread' });
    await article('Failed at').getByRole('button', { name: 'replies' }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByText('this deployment failed at').waitFor();
    at('thread', await thread.screenshot({ path: pictureAt('thread-failed') }));
    await page.getByRole('button', { name: 'Close thread' }).click();

    await slack.as(people.dana.id).click(failed, 'Show log');
    await dialog.getByText('UPGRADE FAILED').waitFor();
    at('log', await dialog.screenshot({ path: pictureAt('dialog-log') }));
    await slack.as(people.dana.id).closeView(true);

    await page
      .getByRole('navigation', { name: 'Workspace' })
      .getByRole('button', { name: 'slipway' })
      .last()
      .click();
    const end = article('Stop these messages');
    await end.waitFor();
    at('end', await end.screenshot({ path: pictureAt('message-end-failed') }));
  },
);
