import { expect, test } from 'vitest';
import { cardSays, messageAfter, waitingCard } from '../support/acts.ts';
import { openCamera } from '../support/camera.ts';
import { chromiumPath } from '../support/chromium.ts';
import { type PersonName, startWorld } from '../support/world.ts';

test.runIf(chromiumPath !== undefined)(
  'what a click that cannot count is answered can be looked at, each with what to do next',
  { timeout: 180_000 },
  async () => {
    const world = await startWorld({ overrides: { gitlabTimeoutMs: 700 } });
    const { slack, people, gitlab } = world;
    await world.watchShop();
    slack.changeUser(people.gus.id, { isRestricted: true });
    for (const name of ['dana', 'ana'] as const) await world.connect(name);
    gitlab.world.setRole('acme/release', 'ana', 'maintainer');
    const { id, card } = await waitingCard(world);
    const camera = await openCamera(world);
    const press = async (name: PersonName, of: typeof card, label: string): Promise<void> => {
      await camera.see(name, 'deploys');
      await messageAfter(world, name, () => slack.as(people[name].id).click(of, label, { asSeen: true }));
    };

    await press('dana', card, 'Approve');
    await camera.message('refused-own', 'You started this deployment');
    await press('gus', card, 'Approve');
    await camera.message('refused-guest', 'Guests cannot act');
    await press('ana', card, 'Approve');
    await camera.message('choose-rule', 'under more than one rule');
    gitlab.faults.add({ method: 'POST', path: /\/approval$/u, times: 1, kind: 'lost-response' });
    await press('kim', card, 'Approve');
    await camera.message('decided-uncertain', "can't tell yet whether");
    await camera.message('decided-after-all', 'You approved');
    await press('kim', await cardSays(world, id, '(Kim Berg)'), 'Approve');
    await camera.message('refused-twice', 'You approved this already');
    const mend = gitlab.faults.add({ status: 503 });
    await press('ana', card, 'Approve');
    await camera.message('refused-gitlab-down', 'GitLab has a problem of its own');
    mend();
    gitlab.world.reject(id, 'ana', { comment: 'Not today' });
    await cardSays(world, id, 'Rejected by Ana Costa');
    await press('kim', card, 'Approve');
    await camera.message('refused-settled', 'Ana Costa rejected deployment');
    const other = await waitingCard(world, { by: 'kim', ref: 'v2.15.0' });
    await press('dana', other.card, 'Approve');
    await camera.message('refused-not-approver', 'You are not one of the approvers');
    expect(slack.unknown).toEqual([]);
  },
);
