import { expect, onTestFinished, test } from 'vitest';
import { cardSays, waitingCard } from '../support/acts.ts';
import { chromiumPath, startChromium } from '../support/chromium.ts';
import { pictureAt } from '../support/pictures.ts';
import { SHOP, startWorld } from '../support/world.ts';

const TITLES = ['Checkout retries', 'New tax rates', 'Faster search', 'Gift cards', 'Order history'];

test.runIf(chromiumPath !== undefined)(
  'what ships and who can approve can be looked at, on the card and in their dialogs',
  { timeout: 120_000 },
  async () => {
    const world = await startWorld();
    const { slack, people, channel, gitlab } = world;
    gitlab.world.setRole('acme', 'watcher', 'reporter');
    gitlab.world.setRole('acme/security', 'ana', 'maintainer');
    for (const name of ['Noor Haddad', 'Piotr Zając', 'Lin Wei']) {
      const username = name.toLowerCase().replaceAll(' ', '.');
      gitlab.world.addUser({ username, name });
      gitlab.world.setRole('acme/release', username, 'developer');
    }
    const first = gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana' });
    for (const name of ['ana', 'kim']) gitlab.world.approve(first.id, name);
    gitlab.world.play(first.id, 'dana');
    gitlab.world.succeed(first.id);
    const group = slack.addUserGroup({ handle: 'sec-approvers', name: 'Security', users: [people.ana.id] });
    await world.connect('ana');
    const mapped = `map acme/security <!subteam^${group.id}|@sec-approvers>`;
    expect(await world.command('ana', '/slipway', mapped)).toContain('now call');
    await world.watchShop();
    for (let at = 0; at < 30; at += 1)
      gitlab.world.addMergeRequest(SHOP, {
        title: `${TITLES[at % TITLES.length]} (part ${Math.floor(at / TITLES.length) + 1})`,
        author: (['dana', 'ana', 'kim'] as const)[at % 3] ?? 'dana',
        squash: at % 2 === 0,
      });
    gitlab.world.addCommit(SHOP, { title: 'Raise the timeout by hand', author: 'kim' });
    const { id } = await waitingCard(world);
    const card = await cardSays(world, id, '30 merge requests');

    const browser = await startChromium(chromiumPath ?? '');
    onTestFinished(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1000, height: 1400 } });
    await page.goto(slack.url);
    await page.getByRole('combobox', { name: 'You are' }).selectOption({ label: 'Ana Costa' });
    const shown = page.getByRole('article').filter({ hasText: '30 merge requests' });
    await shown.waitFor();
    const taken = [await shown.screenshot({ path: pictureAt('card-asks') })];
    const dialog = page.getByRole('dialog');
    const picture = async (name: string, words: string): Promise<void> => {
      await dialog.getByText(words).first().waitFor();
      taken.push(await dialog.screenshot({ path: pictureAt(`modal-${name}`) }));
    };
    const ana = slack.as(people.ana.id);
    await ana.click(card, 'Show all');
    await picture('what-ships', 'Page 1 of 2');
    await ana.clickInView('Next');
    await picture('what-ships-end', 'Page 2 of 2');
    await ana.closeView();
    await dialog.waitFor({ state: 'hidden' });
    await ana.click(card, 'Who can approve?');
    await picture('who-can-approve', 'You can approve');
    await ana.closeView();
    const set = page.getByRole('article').filter({ hasText: 'now call' });
    taken.push(await set.screenshot({ path: pictureAt('command-slipway-map-set') }));
    await ana.command('/slipway', 'map', channel.id);
    const list = page.getByRole('article').filter({ hasText: 'for groups of GitLab' });
    await list.waitFor();
    taken.push(await list.screenshot({ path: pictureAt('command-slipway-map') }));
    for (const one of taken) expect(one.length).toBeGreaterThan(3_000);
    expect(slack.unknown).toEqual([]);
  },
);
