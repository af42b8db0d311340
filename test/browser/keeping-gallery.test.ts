import { expect, test } from 'vitest';
import { click, messageAfter } from '../support/acts.ts';
import { openCamera } from '../support/camera.ts';
import { chromiumPath } from '../support/chromium.ts';
import { groupWorld, said } from '../support/group-world.ts';
import { SHOP } from '../support/world.ts';

const FOUR_DAYS = 345_600_000;

test.runIf(chromiumPath !== undefined)(
  'what becomes of a watch whose maker may no longer read can be looked at, to its end',
  { timeout: 180_000 },
  async () => {
    const world = await groupWorld();
    const { slack, people, channel, gitlab, clock } = world;
    await world.watchShop();
    await world.connect('ana');
    const camera = await openCamera(world);
    await camera.see('ana', 'deploys');

    gitlab.world.setRole(SHOP, 'kim', null);
    const asked = await said(world, 'are paused in this channel');
    await camera.message('announcement-question', 'are paused in this channel');
    await messageAfter(world, 'ana', () =>
      slack.as(people.ana.id).command('/slipway', 'watches', channel.id),
    );
    await camera.message('watches-paused', 'paused until');
    expect(await click(world, 'ana', asked, 'Keep watching')).toContain('in your name now');
    await camera.message('watch-kept', 'in your name now');
    await camera.message('announcement-kept', 'were paused in this channel');
    await camera.message('announcement-taken-over', 'took over the deployment notices');

    gitlab.world.setRole(SHOP, 'ana', null);
    await said(world, 'are paused in this channel');
    clock.ahead = FOUR_DAYS;
    await said(world, 'have ended');
    await camera.message('announcement-ended', 'and nobody took them over');
    await camera.message('announcement-not-kept', 'Nobody kept them in time');
    await camera.see('ana');
    await camera.message('message-watch-lost', 'that you had set up in');
    expect(slack.unknown).toEqual([]);
  },
);
