import { expect, test } from 'vitest';
import { buttons } from '../../sandbox/slack/elements.ts';
import {
  cardOf,
  cardSays,
  click,
  messageAfter,
  nothingStrange,
  waitingCard,
  writes,
} from '../support/acts.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

type Rules = Parameters<TestWorld['gitlab']['world']['protectEnvironment']>[2]['rules'];

/** Kim watches, and is admitted by every one of these rules. */
async function worldOf(rules: NonNullable<Rules>): Promise<TestWorld> {
  const world = await startWorld();
  world.gitlab.world.protectEnvironment(SHOP, 'production', { deployers: [{ role: 'developer' }], rules });
  await world.watchShop();
  return world;
}

const sentAs = (world: TestWorld): unknown[] =>
  writes(world).map(({ body, status }) => `${String(body?.represented_as)} ${status}`);

const approveAgain = async (world: TestWorld, id: number): Promise<string> => {
  const card = cardOf(world, id);
  if (card === undefined) throw new Error(`there is no card of #${id}`);
  return click(world, 'kim', card, 'Approve');
};

test('a maintainer meets two rules by role, the one whose name is in no other name first', async () => {
  const world = await worldOf([{ role: 'maintainer' }, { role: 'developer' }]);
  const { id, card } = await waitingCard(world);
  const kim = world.slack.as(world.people.kim.id);

  const question = await messageAfter(world, 'kim', () => kim.click(card, 'Approve'));
  expect(buttons(question)).toEqual(['Maintainers', 'Developers + Maintainers']);
  const refused = await click(world, 'kim', question, 'Maintainers');
  expect(refused).toContain('Nothing was approved: GitLab may take Maintainers for Developers + Maintainers');
  expect(refused).toContain('Approve as Developers + Maintainers first');
  expect(sentAs(world)).toEqual([]);

  expect(await click(world, 'kim', question, 'Developers + Maintainers')).toContain(
    '1 approval still missing',
  );
  await cardSays(world, id, 'Developers + Maintainers: 1 of 1');
  expect(await approveAgain(world, id)).toContain('All approvals are there');
  expect(sentAs(world)).toEqual(['Developers + Maintainers 201', 'Maintainers 201']);
  nothingStrange(world);
});

test('where GitLab takes the other rule again, the person is told that nothing was counted', async () => {
  const world = await worldOf([{ role: 'developer' }, { role: 'maintainer' }]);
  const { id, card } = await waitingCard(world);
  const kim = world.slack.as(world.people.kim.id);
  const question = await messageAfter(world, 'kim', () => kim.click(card, 'Approve'));
  await click(world, 'kim', question, 'Developers + Maintainers');
  await cardSays(world, id, 'Developers + Maintainers: 1 of 1');

  const words = await approveAgain(world, id);

  expect(words).toContain('GitLab took your approval for a rule that has it already');
  expect(words).toContain('Maintainers still lacks one');
  await cardSays(world, id, '• Maintainers: 0 of 1');
  expect(world.gitlab.world.deployment(id).approvals).toHaveLength(1);
  const [line] = await world.app().ports.audit.newest(1);
  expect(line).toMatchObject({ act: 'approve', outcome: 'rules-alike' });
  nothingStrange(world);
});

test('of two groups of one name either takes the first approval, and the second is told to count for none', async () => {
  const world = await startWorld();
  const { gitlab } = world;
  gitlab.world.addGroup({ path: 'infra', name: 'Infra' });
  gitlab.world.addGroup({ path: 'infra/security', name: 'Security', members: { kim: 'developer' } });
  gitlab.world.setRole('acme/security', 'kim', 'developer');
  gitlab.world.protectEnvironment(SHOP, 'production', {
    deployers: [{ role: 'developer' }],
    rules: [{ group: 'acme/security' }, { group: 'infra/security' }],
  });
  await world.watchShop();
  const { id, card } = await waitingCard(world);

  expect(await click(world, 'kim', card, 'Approve')).toContain('1 approval still missing');
  await cardSays(world, id, 'Security: 1 of 1');
  expect(await approveAgain(world, id)).toContain(
    'it cannot tell the rules you belong to apart by that name',
  );
  expect(gitlab.world.deployment(id).approvals).toHaveLength(1);
  nothingStrange(world);
});
