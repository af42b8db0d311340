import { expect, onTestFinished, test } from 'vitest';
import { messageAfter } from '../support/acts.ts';
import { openCamera } from '../support/camera.ts';
import { cardIn, cards } from '../support/card.ts';
import { chromiumPath } from '../support/chromium.ts';
import { groupWorld, said } from '../support/group-world.ts';
import { SHOP, type TestWorld } from '../support/world.ts';

/** In milliseconds: so often a project's own record is read, and refusals that last so long are no accident. */
const [A_DAY, A_QUARTER] = [90_000_000, 900_000];

async function removeCard(world: TestWorld): Promise<void> {
  const answer = await fetch(`${world.slack.apiUrl}chat.delete`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.slack.botToken}` },
    body: new URLSearchParams({ channel: world.channel.id, ts: cards(world).at(-1)?.ts ?? '' }),
  });
  expect(await answer.json()).toMatchObject({ ok: true });
}

test.runIf(chromiumPath !== undefined)(
  'what keeps a watch from showing anything can be looked at, as its maker hears it and in their list',
  { timeout: 180_000 },
  async () => {
    const world = await groupWorld();
    const { slack, people, gitlab, clock } = world;
    await world.watchShop();
    const watchedIn = async (name: string, project: string): Promise<string> => {
      const { id } = slack.addChannel({ name, members: [people.kim.id], botIsMember: true });
      await messageAfter(world, 'kim', () =>
        slack.as(people.kim.id).command('/slipway', `watch ${project}`, id),
      );
      await said(world, 'set up deployment notices', id);
      return id;
    };
    for (const path of ['acme/tools/lint', 'acme/tools/old', 'acme/tools/vault']) {
      gitlab.world.addProject({ path, members: { kim: 'developer', watcher: 'reporter' } });
      await watchedIn(path.slice('acme/tools/'.length), path);
    }
    const [releases, retired] = [await watchedIn('releases', SHOP), await watchedIn('retired', SHOP)];
    const camera = await openCamera(world);
    await camera.see('kim');

    const { id } = gitlab.world.startPipeline(SHOP, {
      environment: 'production',
      by: 'dana',
      ref: 'v2.14.0',
    });
    await cardIn(world, 'Approval needed');
    await removeCard(world);
    gitlab.world.approve(id, 'kim');
    await cardIn(world, 'Release managers: 1 of 1 (Kim Berg)');
    await removeCard(world);
    slack.kickBot(releases);
    slack.archive(retired);
    gitlab.world.approve(id, 'ana');
    await camera.message('trouble-card-deleted', 'was deleted twice');
    await camera.message('trouble-channel-left', 'I was taken out of it');
    await camera.message('trouble-channel-archived', 'it is archived');
    gitlab.world.archiveProject('acme/tools/old');
    clock.ahead = A_DAY;
    await camera.message('trouble-project-archived', 'was archived in GitLab');
    for (const path of ['acme/tools', 'acme/tools/vault']) gitlab.world.setRole(path, 'watcher', null);
    // Time goes on until it has been hidden for long enough, whenever that was first seen.
    const hours = setInterval(() => {
      clock.ahead += A_QUARTER;
    }, 1_500);
    onTestFinished(() => clearInterval(hours));
    await camera.message('trouble-project-unreadable', "I can't read acme/tools/vault");
    clearInterval(hours);
    // Slack signs with its own clock.
    clock.ahead = 0;
    await messageAfter(world, 'kim', async () =>
      slack
        .as(people.kim.id)
        .command('/slipway', 'watches', slack.directMessages(people.kim.id)[0]?.channel ?? ''),
    );
    await camera.message('watches-troubles', 'I cannot post in the channel');
    expect(slack.unknown).toEqual([]);
  },
);
