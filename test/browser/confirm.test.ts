import { expect, test } from 'vitest';
import { cardSays, decisionsSent, waitingCard } from '../support/acts.ts';
import { openCamera } from '../support/camera.ts';
import { chromiumPath } from '../support/chromium.ts';
import { markedWorld, pressApprove } from '../support/confirming.ts';

test.runIf(chromiumPath !== undefined)(
  'somebody who is signed in to GitLab signs in once more, reads what they approve, and approves it',
  { timeout: 120_000 },
  async () => {
    const world = await markedWorld();
    const { id, card } = await waitingCard(world);
    const camera = await openCamera(world);
    await camera.see('kim', 'deploys');
    const page = await camera.tab();
    // The browser has a session of Kim's already.
    await page.goto(`${world.gitlab.url}/oauth/device?user_code=none`);
    await page.getByRole('button', { name: 'Kim Berg' }).click();

    await page.goto(await pressApprove(world, 'kim', card));
    await camera.message('confirm-in-browser', 'Nothing has been approved yet');
    await camera.message('card-being-confirmed', 'is confirming this in the browser');
    await page.getByText('Sign in as').waitFor();
    await page.getByRole('button', { name: 'Kim Berg' }).click();
    await page.getByRole('button', { name: 'Authorize' }).click();
    await page.getByText('You are approving v2.14.0').waitFor();
    await camera.whole('page-confirm', page);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('The card in Slack will show it').waitFor();
    await camera.whole('page-confirmed', page);

    await cardSays(world, id, 'Release managers: 1 of 1 (Kim Berg)');
    expect(decisionsSent(world)).toEqual(['kim approved']);
  },
);
