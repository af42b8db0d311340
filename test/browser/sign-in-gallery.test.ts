import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { click, messageAfter, waitingCard } from '../support/acts.ts';
import { freshLink } from '../support/browser.ts';
import { type Camera, openCamera } from '../support/camera.ts';
import { chromiumPath } from '../support/chromium.ts';
import { linkIn, type PersonName, SHOP, startWorld, type TestWorld } from '../support/world.ts';

/** Goes to the link in a browser of its own, signs in to GitLab and lets Slipway in. */
async function signIn(camera: Camera, link: string, account: string): Promise<Page> {
  const tab = await camera.tab();
  await tab.goto(link);
  await tab.getByRole('button', { name: account }).click();
  await tab.getByRole('button', { name: 'Authorize' }).click();
  return tab;
}

const offerTo = (world: TestWorld, name: PersonName) =>
  messageAfter(world, name, () =>
    world.slack.as(world.people[name].id).command('/slipway', 'connect', world.channel.id),
  );

test.runIf(chromiumPath !== undefined)(
  'connecting, moving and losing a GitLab account can be looked at, in Slack and on the pages',
  { timeout: 180_000 },
  async () => {
    const world = await startWorld();
    const { slack, people, gitlab, channel } = world;
    await world.watchShop();
    const { card } = await waitingCard(world);
    const camera = await openCamera(world);
    await camera.see('ana', 'deploys');

    const offer = await messageAfter(world, 'ana', () => slack.as(people.ana.id).click(card, 'Approve'));
    await camera.message('connect-first', 'Nothing has been done yet');
    const tab = await signIn(camera, linkIn(offer), 'Ana Costa');
    await tab.getByText('Continue only if both are you').waitFor();
    await camera.whole('page-connect', tab);
    await tab.getByRole('button', { name: 'Connect', exact: true }).click();
    await tab.getByText('is now connected to the Slack user').waitFor();
    await camera.whole('page-connected', tab);
    await camera.message('connect-goes-on', 'You approved');
    await tab.goto(linkIn(offer));
    await tab.getByText('has expired or was already used').waitFor();
    await camera.whole('page-link-used', tab);
    await offerTo(world, 'ana');
    await camera.message('connect-again', 'You are connected as');
    await camera.see('ana');
    await camera.message('message-connected', 'You are now connected to GitLab');

    const taking = await signIn(camera, await freshLink(world, 'gus'), 'Kim Berg');
    await taking.getByText('Move it here').first().waitFor();
    await camera.whole('page-move', taking);
    await taking.getByRole('button', { name: 'Move it here' }).click();
    await camera.see('gus');
    await camera.message('message-moved-here', 'until now, who is told too');
    await camera.see('kim');
    await camera.message('message-moved-away', 'You are no longer connected');
    gitlab.world.revokeTokens('ana');
    await messageAfter(world, 'ana', () =>
      slack.as(people.ana.id).command('/deploy', `list ${SHOP}`, channel.id),
    );
    await camera.see('ana');
    await camera.message('message-connection-lost', 'GitLab no longer accepts your connection');
    expect(slack.unknown).toEqual([]);
  },
);

test.runIf(chromiumPath !== undefined)(
  'connecting with a code can be looked at, for those whose browsers do not reach Slipway',
  { timeout: 180_000 },
  async () => {
    const world = await startWorld({
      gitlab: { device: { intervalSeconds: 0.2 } },
      settings: { SIGN_IN: 'device' },
    });
    const { slack, people } = world;
    const camera = await openCamera(world);
    const enter = async (name: PersonName, account: string) => {
      await camera.see(name, 'deploys');
      const offer = await offerTo(world, name);
      const link = /"url":"([^"]*\/oauth\/device[^"]*)"/u.exec(JSON.stringify(offer))?.[1] ?? '';
      const tab = await signIn(camera, link, account);
      await tab.getByRole('button', { name: 'Confirm' }).click();
      await camera.see(name);
      return slack.waitFor(
        () =>
          slack
            .directMessages(people[name].id)
            .find((one) => slack.visibleText(one).includes('Connect this GitLab account')),
        { what: 'the question' },
      );
    };

    const question = await enter('kim', 'Kim Berg');
    await camera.message('connect-question', 'Connect this GitLab account');
    await slack.as(people.kim.id).click(question, 'Connect');
    await camera.message('message-connected-code', 'You are now connected to GitLab');
    await camera.see('kim', 'deploys');
    await camera.message('connect-code', 'enter the code');
    const move = await enter('gus', 'Kim Berg');
    await camera.message('connect-question-move', 'If you move it here');
    expect(await click(world, 'gus', move, 'Cancel')).toContain('Nothing was connected');
    expect(slack.unknown).toEqual([]);
  },
);
