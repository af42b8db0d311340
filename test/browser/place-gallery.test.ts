import { expect, test } from 'vitest';
import { buttons } from '../../sandbox/slack/elements.ts';
import { BOT_SCOPES } from '../../src/manifest.ts';
import { messageAfter } from '../support/acts.ts';
import { openCamera } from '../support/camera.ts';
import { chromiumPath } from '../support/chromium.ts';
import { said } from '../support/group-world.ts';
import { type PersonName, SHOP, startWorld } from '../support/world.ts';

test.runIf(chromiumPath !== undefined)(
  'cards can be looked at wherever they come: in a day’s thread, with a mention, to one person alone; and how they end',
  { timeout: 180_000 },
  async () => {
    const world = await startWorld({ slack: { scopes: Object.keys(BOT_SCOPES) } });
    const { slack, people, channel, gitlab } = world;
    gitlab.world.setRole('acme', 'watcher', 'reporter');
    slack.addUserGroup({ handle: 'ops', name: 'Operations', users: [people.gus.id] });
    const { id: calling } = slack.addChannel({
      name: 'releases',
      members: [people.kim.id, people.ana.id],
      botIsMember: true,
    });
    for (const name of ['dana', 'kim', 'ana'] as const) await world.connect(name);
    const asks = (name: PersonName, text: string, place = channel.id) =>
      messageAfter(world, name, () => slack.as(people[name].id).command('/slipway', text, place));
    const camera = await openCamera(world);
    await camera.see('kim', 'deploys');
    await asks('kim', `watch ${SHOP} mode:thread on:*`);
    await asks('kim', `watch ${SHOP} mode:dm on:approvals`);
    await camera.message('watch-set-direct', 'They come to you alone');
    await asks('kim', `watch ${SHOP} mention:@ops,<@${people.gus.id}|gus> on:approvals,failed`, calling);
    const deploy = (environment: string, ref: string): number =>
      gitlab.world.startPipeline(SHOP, { environment, by: 'dana', ref }).id;
    gitlab.world.succeed(deploy('staging', 'v2.13.0'));
    const id = deploy('production', 'v2.14.0');
    const card = await said(world, 'Approval needed', calling);

    await camera.message('message-day', 'Deployments of acme/shop');
    await camera.thread('thread-day', 'Deployments of acme/shop', 'Approval needed');
    await camera.see('kim', 'releases');
    await camera.message('watch-set-mention', 'In the last 7 days');
    await camera.message('announcement-mention', 'set up deployment notices');
    await camera.message('card-mention', 'Approval needed');
    await camera.see('kim');
    await camera.message('announcement-direct', 'in these direct messages');
    await camera.message('card-direct', 'Approval needed');
    await asks('kim', 'watches', slack.directMessages(people.kim.id)[0]?.channel);
    await camera.message('watches-direct', 'in your direct messages');

    await camera.see('kim', 'releases');
    await slack.as(people.kim.id).click(card, 'Approve');
    const half = await said(world, 'Release managers: 1 of 1 (Kim Berg)', calling);
    await slack.as(people.ana.id).click(half, 'Approve');
    await said(world, 'ready to run', calling);
    await camera.thread('thread-votes', 'ready to run', 'Ana Costa');
    gitlab.world.play(id, 'kim');
    gitlab.world.run(id);
    gitlab.world.succeed(id);
    await camera.see('dana');
    await camera.message('message-end-deployed', 'acme/shop → production');
    const rejected = deploy('production', 'v2.15.0');
    await said(world, `#${rejected}`, calling);
    gitlab.world.reject(rejected, 'ana', { comment: 'The migration is not reviewed' });
    await camera.message('message-end-rejected', 'Rejected by');
    const canceled = deploy('production', 'v2.16.0');
    await said(world, `#${canceled}`, calling);
    gitlab.world.cancel(canceled);
    await camera.message('message-end-canceled', 'Canceled');
    const last = slack.directMessages(people.dana.id).findLast((one) => buttons(one).length > 0);
    if (last === undefined) throw new Error('there is no message to stop these by');
    await slack.as(people.dana.id).click(last, 'Stop these messages');
    await camera.message('message-ends-off', 'no more');
    expect(slack.unknown).toEqual([]);
  },
);
