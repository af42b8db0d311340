import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { chromiumPath, startChromium } from '../support/chromium.ts';
import { pictureAt } from '../support/pictures.ts';
import { startSandboxProcess } from '../support/sandbox-process.ts';

if (chromiumPath === undefined) console.log('No Chromium on this machine: the browser walk is left out.');

/** Sends a slash command from the message box. */
async function send(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Message #deploys' });
  await box.fill(text);
  await box.press('Enter');
}

/** Follows the newest "Connect GitLab" button through sign-in, consent and confirmation, in a tab of its own. */
async function connect(page: Page, person: string): Promise<void> {
  const opening = page.waitForEvent('popup');
  await page
    .getByRole('link', { name: 'Connect GitLab' })
    .or(page.getByRole('button', { name: 'Connect GitLab' }))
    .last()
    .click();
  const tab = await opening;
  const other = tab.getByRole('button', { name: 'Use another account' });
  const own = tab.getByRole('button', { name: person });
  await other.or(own).first().waitFor();
  // The browser may still be signed in to GitLab as somebody else.
  if (await other.isVisible()) await other.click();
  await own.click();
  await tab.getByRole('button', { name: 'Authorize' }).click();
  await tab.getByRole('button', { name: 'Connect', exact: true }).click();
  await tab.getByText('is now connected to the Slack user').waitFor();
  await tab.close();
}

/** The channel's one card. */
const cardOf = (page: Page) => page.getByRole('article').filter({ hasText: 'Requested by' });

test.runIf(chromiumPath !== undefined)(
  'a newcomer watches a project, approves as two people, runs it and sees it reach production',
  { timeout: 120_000 },
  async () => {
    const address = await startSandboxProcess();
    const browser = await startChromium(chromiumPath ?? '');
    onTestFinished(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1280, height: 960 } });
    await page.goto(address);

    await send(page, '/slipway watch acme/shop');
    await connect(page, 'Kim Berg');
    const card = cardOf(page);
    await card.getByText('Approval needed').waitFor();
    await card.getByText('Retry a payment that timed out').waitFor();
    await card.scrollIntoViewIfNeeded();
    await page.screenshot({ path: pictureAt('walk') });

    await card.getByRole('button', { name: 'Approve', exact: false }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await card.getByText('Release managers: 1 of 1 (Kim Berg)').waitFor();

    await page.getByRole('combobox', { name: 'You are' }).selectOption({ label: 'Ana Costa' });
    await card.getByRole('button', { name: 'Approve', exact: false }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await connect(page, 'Ana Costa');
    await card.getByText('Approved, ready to run').waitFor();

    await card.getByRole('button', { name: 'Run', exact: false }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Run' }).click();
    await card.getByText('Deployed in').waitFor({ timeout: 30_000 });
    await page.screenshot({ path: pictureAt('walk-deployed') });
    expect(await card.count()).toBe(1);
  },
);
