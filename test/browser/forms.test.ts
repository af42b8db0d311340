import { expect, onTestFinished, test } from 'vitest';
import { chromiumPath, startChromium } from '../support/chromium.ts';
import { pictureAt } from '../support/pictures.ts';
import { SHOP, startWorld } from '../support/world.ts';

/** Commands that open a form, by the name of its picture. */
const FORMS: Record<string, readonly [command: string, text: string, title: string]> = {
  'deploy-create': ['/deploy', `create ${SHOP} ref:v2.13.0`, 'Record a deployment'],
  'deploy-update': ['/deploy', `update ${SHOP}`, 'Set a status'],
  'env-create': ['/env', `create tier:testing`, 'New environment'],
  'env-update': ['/env', `update ${SHOP} staging`, 'Change an environment'],
};

test.runIf(chromiumPath !== undefined)(
  'every form can be looked at, and one with a refusal in it',
  { timeout: 120_000 },
  async () => {
    const world = await startWorld();
    const { slack, people, channel, gitlab } = world;
    const kim = slack.as(people.kim.id);
    await world.connect('kim');
    const sha = gitlab.world.addCommit(SHOP, { title: 'New tax rates', author: 'ana' });
    await world.command('kim', '/deploy', `create ${SHOP} env:staging ref:main sha:${sha} status:running`);
    const browser = await startChromium(chromiumPath ?? '');
    onTestFinished(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1000, height: 1400 } });
    await page.goto(slack.url);
    await page.getByRole('combobox', { name: 'You are' }).selectOption({ label: 'Kim Berg' });
    const dialog = page.getByRole('dialog');
    const picture = async (name: string): Promise<void> => {
      const taken = await dialog.screenshot({ path: pictureAt(`form-${name}`) });
      expect(taken.length).toBeGreaterThan(3_000);
    };
    for (const [name, [command, text, title]] of Object.entries(FORMS)) {
      await kim.command(command, text, channel.id);
      await dialog.getByRole('textbox').first().waitFor();
      await dialog.getByText(title).first().waitFor();
      await picture(name);
      await kim.closeView();
      await dialog.waitFor({ state: 'hidden' });
    }
    await kim.command('/deploy', `create ${SHOP} ref:main`, channel.id);
    await slack.waitFor(
      () => JSON.stringify(slack.view(people.kim.id)?.blocks).includes('choice-environment'),
      {
        what: 'the form with what can be chosen',
      },
    );
    await kim.submit({ 'choice-environment': 'staging', 'text-sha': 'f'.repeat(40) });
    await dialog.getByText('The commit does not exist').waitFor();
    await picture('refused');
    expect(slack.unknown).toEqual([]);
  },
);
