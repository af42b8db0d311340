import { expect, test } from 'vitest';
import { messageAfter } from '../support/acts.ts';
import { openCamera } from '../support/camera.ts';
import { chromiumPath } from '../support/chromium.ts';
import { addProject, groupWorld } from '../support/group-world.ts';
import { type PersonName, SHOP } from '../support/world.ts';

const RULE = 'env:production,staging on:approvals,failed';

test.runIf(chromiumPath !== undefined)(
  'setting a watch up can be looked at: the answer, the form, the channel, and the lists',
  { timeout: 180_000 },
  async () => {
    const world = await groupWorld({ everyMs: 3_600_000 });
    const { slack, people, channel, gitlab } = world;
    addProject(world, 'acme/tools/lint');
    addProject(world, 'acme/vault', ['dana']);
    for (let count = 0; count < 14; count += 1) {
      const { id } = gitlab.world.startPipeline(SHOP, { environment: 'staging', by: 'dana', ref: 'main' });
      gitlab.world.fail(id, 'script_failure');
    }
    const as = (name: PersonName) => slack.as(people[name].id);
    const asks = (name: PersonName, text: string, place = channel.id) =>
      messageAfter(world, name, () => as(name).command('/slipway', text, place));
    const camera = await openCamera(world);
    await camera.see('kim', 'deploys');

    const set = await asks('kim', `watch ${SHOP} ${RULE}`);
    await camera.message('watch-set', 'In the last 7 days');
    await camera.message('announcement-started', 'set up deployment notices for acme/shop');
    await as('kim').click(set, 'Send a test');
    await camera.message('watch-tested', 'A test for acme/shop stands in');
    await camera.message('announcement-test', 'Test: nothing is being deployed');
    await as('kim').click(set, 'Edit');
    await camera.dialog('form-watch-edit', 'What comes');
    await as('kim').closeView(true);
    await camera.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await as('kim').command('/slipway', 'watch', channel.id);
    await camera.dialog('form-watch-project', 'Its path like');
    await as('kim').submit({ 'watch-project': 'acme/*' });
    await camera.dialog('form-watch', 'All projects of acme');
    await as('kim').submit({ 'watch-env': '!' });
    await camera.dialog('form-watch-refused', 'does not fit env');
    await as('kim').closeView(true);
    await camera.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await asks('kim', 'watch acme/* on:started,failed mode:thread');
    await camera.message('watch-set-group', 'It covers');
    await camera.message('announcement-started-group', 'set up deployment notices for all projects of acme');
    const changed = await asks('kim', `watch ${SHOP} on:failed`);
    await camera.message('watch-changed', 'Changed.');
    await asks('kim', 'watches');
    await camera.message('watches', 'This channel watches');
    await as('kim').click(changed, 'Undo');
    await camera.message('watch-undone', 'is as it was before');
    await as('kim').click(changed, 'Undo');
    await camera.message('watch-undone-already', 'Nothing was done by this click');
    await camera.menu('watches-menu', '1 more hidden from');
    await asks('kim', 'unwatch acme/*');
    await camera.message('watch-removed', 'no longer watches all projects of acme');

    await world.connect('ana');
    await camera.see('ana', 'deploys');
    await asks('ana', `watch ${SHOP} on:*`);
    await camera.message('announcement-changed', "in @Ana Costa's name now");
    slack.changeUser(people.dana.id, { isAdmin: true });
    await camera.see('dana', 'deploys');
    await asks('dana', `unwatch ${SHOP}`);
    await camera.message('announcement-stopped', 'ended the deployment notices');
    expect(slack.unknown).toEqual([]);
  },
);
