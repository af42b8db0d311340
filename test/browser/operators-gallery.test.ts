import { expect, test } from 'vitest';
import { click, messageAfter, waitingCard } from '../support/acts.ts';
import { openCamera } from '../support/camera.ts';
import { chromiumPath } from '../support/chromium.ts';
import { HOOK_SECRET } from '../support/hooks.ts';
import { declaring, startFileWorld } from '../support/watches-file.ts';
import { type PersonName, SHOP } from '../support/world.ts';

test.runIf(chromiumPath !== undefined)(
  'what operators see, and what their file does, can be looked at',
  { timeout: 180_000 },
  async () => {
    const world = await startFileWorld({ settings: { GITLAB_WEBHOOK_SECRET: HOOK_SECRET } });
    const { slack, people, channel, gitlab } = world;
    gitlab.world.addProject({ path: 'acme/vault', members: { dana: 'developer', watcher: 'guest' } });
    world.environment.OPERATORS = people.ana.id;
    await world.start(undefined);
    await world.watchShop('on:approvals');
    const { card } = await waitingCard(world);
    const asks = (name: PersonName, text: string) =>
      messageAfter(world, name, () => slack.as(people[name].id).command('/slipway', text, channel.id));
    const vault = { project: 'acme/vault' };
    await world.start(declaring(channel.id, { project: SHOP, env: 'production' }, vault));
    await world.toldLast(3);
    const camera = await openCamera(world);
    await camera.see('ana', 'deploys');
    await camera.message('announcement-file', 'They take the place of those that');
    await asks('ana', 'watches');
    await camera.message('watches-file', 'in the place of the one');
    await camera.menu('watches-file-menu', 'in the place of the one');
    await asks('ana', 'watches all');
    await camera.message('watches-all', 'in all channels');
    await camera.see('ana');
    await camera.message('message-file-lost', 'Of the watches file');

    await camera.see('kim', 'deploys');
    await asks('kim', `unwatch ${SHOP}`);
    await camera.message('refused-file', "comes from the operators' file");
    await asks('kim', 'watches all');
    await camera.message('refused-operators', 'This is for the people who run Slipway');
    await asks('kim', `hook ${SHOP}`);
    await camera.message('hook-set', 'webhook of acme/shop');
    await click(world, 'kim', card, 'Approve');
    await asks('kim', 'history');
    await camera.message('history', 'History');
    await camera.see('ana', 'deploys');
    await asks('ana', 'status');
    await camera.message('status', 'Slipway ');
    await world.start(declaring(channel.id, { project: SHOP, env: '[production, staging]' }));
    await camera.message('announcement-file-changed', "The operators' file changed");
    await world.start(declaring(channel.id));
    await camera.message('announcement-file-ended', "they do not stand in the operators' file any more");
    expect(slack.unknown).toEqual([]);
  },
);
