import { expect, onTestFinished, test } from 'vitest';
import { cardSays, decisionsSent, waitingCard } from '../support/acts.ts';
import { chromiumPath, startChromium } from '../support/chromium.ts';
import { markedWorld, pressApprove } from '../support/confirming.ts';
import { pictureAt } from '../support/pictures.ts';

test.runIf(chromiumPath !== undefined)(
  'somebody who is signed in to GitLab signs in once more, reads what they approve, and approves it',
  { timeout: 120_000 },
  async () => {
    const world = await markedWorld();
    const { id, card } = await waitingCard(world);
    const browser = await startChromium(chromiumPath ?? '');
    onTestFinished(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 760, height: 520 } });
    // The browser has a session of Kim's already.
    await page.goto(`${world.gitlab.url}/oauth/device?user_code=none`);
    await page.getByRole('button', { name: 'Kim Berg' }).click();

    await page.goto(await pressApprove(world, 'kim', card));
    await page.getByText('Sign in as').waitFor();
    await page.getByRole('button', { name: 'Kim Berg' }).click();
    await page.getByRole('button', { name: 'Authorize' }).click();
    await page.getByText('You are approving v2.14.0').waitFor();
    await page.screenshot({ path: pictureAt('page-confirm') });
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('The card in Slack will show it').waitFor();

    await cardSays(world, id, 'Release managers: 1 of 1 (Kim Berg)');
    expect(decisionsSent(world)).toEqual(['kim approved']);
  },
);
