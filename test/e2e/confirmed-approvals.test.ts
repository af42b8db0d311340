import { expect, test } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import {
  cardOf,
  cardSays,
  decisionsSent,
  messageAfter,
  nothingStrange,
  toldAfter,
  waitingCard,
  writes,
} from '../support/acts.ts';
import { auditLines } from '../support/audit.ts';
import {
  commandApprove,
  confirmLinkIn,
  markedWorld,
  pressApprove,
  walkToApproval,
} from '../support/confirming.ts';
import { followLink, linkIn, type PersonName, SHOP, type TestWorld } from '../support/world.ts';

const IS_CONFIRMING = 'is confirming this in the browser';

const text = (world: TestWorld, id: number): string => {
  const card = cardOf(world, id);
  return card === undefined ? '' : world.slack.visibleText(card);
};

const cardIsQuiet = (world: TestWorld, id: number): Promise<boolean> =>
  world.slack.waitFor(() => !text(world, id).includes(IS_CONFIRMING), {
    what: `the card of #${id} to say nothing of a confirmation`,
    timeoutMs: 8_000,
  });

const protectStaging = (world: TestWorld): unknown =>
  world.gitlab.world.protectEnvironment(SHOP, 'staging', {
    deployers: [{ role: 'developer' }],
    rules: [{ group: 'acme/release' }],
  });

test('an approval of a marked environment is sent after a fresh sign-in and a yes on the page', async () => {
  const world = await markedWorld();
  const { id, card } = await waitingCard(world);

  const asked = await messageAfter(world, 'kim', () =>
    world.slack.as(world.people.kim.id).click(card, 'Approve'),
  );
  expect(world.slack.visibleText(asked)).toContain('Nothing has been approved yet');
  await cardSays(world, id, `Kim Berg ${IS_CONFIRMING}`);
  expect(decisionsSent(world)).toEqual([]);
  const { page, browser, back } = await walkToApproval(world, confirmLinkIn(asked), 'kim');
  const { sha } = world.gitlab.world.deployment(id);
  expect(page.status).toBe(200);
  expect(page.text).toContain(
    `<strong>You are approving v2.14.0 (${sha.slice(0, 8)}) to ${SHOP} → production</strong>`,
  );
  expect(page.text).toContain(`approval of @kim for deployment #${id}`);
  expect(decisionsSent(world)).toEqual([]);

  const told = await toldAfter(world, 'kim', async () => {
    expect((await browser.answer(page, back, 'approve')).text).toContain('Approval sent');
  });

  expect(told).toContain('You approved');
  expect(decisionsSent(world)).toEqual(['kim approved']);
  await cardSays(world, id, 'Release managers: 1 of 1 (Kim Berg)');
  await cardIsQuiet(world, id);
  expect(await auditLines(world, 'approve', 'sign-in')).toEqual(['approve done kim']);
  const [line] = (await world.app().ports.audit.newest(20)).filter(({ act }) => act === 'approve');
  expect(line).toMatchObject({ confirmed: 'browser', sha, gitlabUser: { username: 'kim' } });
  expect(await world.command('kim', '/slipway', 'history')).toContain('confirmed in the browser');
  // Nobody is called, and the thread has the vote alone.
  const thread = world.slack.thread(world.channel.id, card.ts).map((one) => world.slack.visibleText(one));
  expect(thread.join(' ')).not.toContain('confirming');
  nothingStrange(world);
});

test('GitLab is asked for a sign-in of its own, bound to this one confirmation, and its token is gone at once', async () => {
  const world = await markedWorld();
  const { card } = await waitingCard(world);
  const before = world.gitlab.world.liveTokens('kim');
  let asked = new URLSearchParams();

  const { page } = await walkToApproval(world, await pressApprove(world, 'kim', card), 'kim', (url) => {
    asked = url.searchParams;
  });

  expect(page.status).toBe(200);
  expect(Object.fromEntries(asked)).toMatchObject({
    scope: 'openid',
    prompt: 'login',
    code_challenge_method: 'S256',
    redirect_uri: `${world.environment.PUBLIC_URL}/oauth/gitlab/callback`,
  });
  expect(asked.get('nonce')).toMatch(/^[\w-]{20,}$/u);
  expect(world.gitlab.world.liveTokens('kim')).toBe(before);
});

const PATHS: readonly (readonly [
  string,
  (world: TestWorld, id: number, card: StoredMessage) => Promise<string>,
])[] = [
  ['the button of the card', (world, _id, card) => pressApprove(world, 'kim', card)],
  ['a command', (world, id) => commandApprove(world, 'kim', id)],
  [
    'the dialog that also runs the job',
    async (world, _id, card) => {
      const kim = world.slack.as(world.people.kim.id);
      await kim.click(card, 'Approve with a comment…');
      await world.slack.waitFor(() => world.slack.view(world.people.kim.id), { what: 'the dialog' });
      return confirmLinkIn(
        await messageAfter(world, 'kim', () =>
          kim.submit({ Comment: 'Looks good', 'Approve as': 'Release managers', Afterwards: ['run'] }),
        ),
      );
    },
  ],
  [
    "the button below a deployment's details",
    async (world, id) => {
      const kim = world.slack.as(world.people.kim.id);
      const shown = await messageAfter(world, 'kim', () =>
        kim.command('/deploy', `show ${SHOP} ${id}`, world.channel.id),
      );
      return confirmLinkIn(await messageAfter(world, 'kim', () => kim.click(shown, 'Approve')));
    },
  ],
];

test.each(PATHS)('an approval by %s is not sent before it is confirmed', async (_what, approve) => {
  const world = await markedWorld();
  const { id, card } = await waitingCard(world);

  const link = await approve(world, id, card);
  expect(writes(world)).toEqual([]);
  const { browser, page, back } = await walkToApproval(world, link, 'kim');
  const told = await toldAfter(world, 'kim', () => browser.answer(page, back, 'approve'));

  expect(told).toContain('You approved');
  expect(decisionsSent(world)).toEqual(['kim approved']);
  nothingStrange(world);
});

test('an approval from the menu of a list is not sent before it is confirmed', async () => {
  const world = await markedWorld();
  const { slack, people, channel } = world;
  await world.command('kim', '/slipway', `watch ${SHOP} env:production,staging confirm:browser`);
  protectStaging(world);
  world.gitlab.world.startPipeline(SHOP, { environment: 'staging', by: 'dana', ref: 'main' });
  const kim = slack.as(people.kim.id);
  const list = await messageAfter(world, 'kim', () => kim.command('/deploy', `list ${SHOP}`, channel.id));

  confirmLinkIn(
    await messageAfter(world, 'kim', () =>
      kim.click(list, { actionId: 'deployment-row:0', option: 'Approve' }),
    ),
  );

  expect(writes(world)).toEqual([]);
});

test('what continues after connecting is confirmed as well', async () => {
  const world = await markedWorld();
  const { card } = await waitingCard(world);
  const offer = await messageAfter(world, 'ana', () =>
    world.slack.as(world.people.ana.id).click(card, 'Approve'),
  );

  const asked = await messageAfter(world, 'ana', async () => {
    await followLink(world, 'ana', linkIn(offer));
    await world.slack.waitFor(
      () =>
        world.slack
          .ephemerals(world.people.ana.id)
          .some((one) => JSON.stringify(one).includes('gitlab/approve?')),
      { what: 'the link to confirm' },
    );
  });

  const all = world.slack.ephemerals(world.people.ana.id);
  const link = confirmLinkIn(all.find((one) => JSON.stringify(one).includes('gitlab/approve?')) ?? asked);
  expect(decisionsSent(world)).toEqual([]);
  const { browser, page, back } = await walkToApproval(world, link, 'ana');
  await browser.answer(page, back, 'approve');
  await world.slack.waitFor(() => decisionsSent(world)[0], { what: 'the approval' });
  expect(decisionsSent(world)).toEqual(['ana approved']);
});

test('the page shows the comment and the rule, and neither can become part of the page', async () => {
  const world = await markedWorld();
  const { id } = await waitingCard(world);
  const asked = await messageAfter(world, 'kim', () =>
    world.slack
      .as(world.people.kim.id)
      .command('/deploy', `approve ${SHOP} ${id} <b>bold</b> & "quoted"`, world.channel.id),
  );

  const { page } = await walkToApproval(world, confirmLinkIn(asked), 'kim');

  expect(page.text).toContain('With the comment: &lt;b&gt;bold&lt;/b&gt; &amp; quoted');
  expect(page.text).toContain('Under the rule: Release managers');
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(page.headers.get('cache-control')).toBe('no-store');
});

test('a rejection is sent at once, and so is an approval of an environment that is not marked', async () => {
  const world = await markedWorld();
  protectStaging(world);
  const { id } = await waitingCard(world);
  const { id: other } = world.gitlab.world.startPipeline(SHOP, {
    environment: 'staging',
    by: 'dana',
    ref: 'main',
  });

  expect(await world.command('kim', '/deploy', `reject ${SHOP} ${id} not today`)).toContain('You rejected');
  expect(await world.command('kim', '/deploy', `approve ${SHOP} ${other}`)).toContain('You approved');

  expect(decisionsSent(world)).toEqual(['kim rejected', 'kim approved']);
});

test('the mark holds in every channel and without one, whoever approves', async () => {
  const world = await markedWorld();
  const { slack, people } = world;
  await world.connect('ana');
  const other = slack.addChannel({ name: 'ops', members: [people.ana.id], botIsMember: true });
  await toldAfter(world, 'ana', () => slack.as(people.ana.id).command('/slipway', `watch ${SHOP}`, other.id));
  const { id } = await waitingCard(world);

  const elsewhere = await slack.waitFor(
    () => slack.messages(other.id).find((one) => JSON.stringify(one.blocks).includes('card-approve')),
    { what: 'the card in the other channel' },
  );

  confirmLinkIn(await messageAfter(world, 'ana', () => slack.as(people.ana.id).click(elsewhere, 'Approve')));
  await cardSays(world, id, `Ana Costa ${IS_CONFIRMING}`);
  expect(decisionsSent(world)).toEqual([]);
});

test('Cancel on the page approves nothing, and the card stops saying so', async () => {
  const world = await markedWorld();
  const { id, card } = await waitingCard(world);
  const { browser, page, back } = await walkToApproval(world, await pressApprove(world, 'kim', card), 'kim');
  await cardSays(world, id, IS_CONFIRMING);

  expect((await browser.answer(page, back, 'cancel')).text).toContain('Nothing was approved');

  await cardIsQuiet(world, id);
  expect((await browser.answer(page, back, 'approve')).status).toBe(400);
  expect(decisionsSent(world)).toEqual([]);
});

test('a link nobody follows leaves the card by itself once its time is over', async () => {
  const world = await markedWorld({ overrides: { signInMs: 2_500 } });
  const { id, card } = await waitingCard(world);
  const link = await pressApprove(world, 'kim', card);
  await cardSays(world, id, IS_CONFIRMING);

  await cardIsQuiet(world, id);

  const { page } = await walkToApprovalLate(world, link);
  expect(page.status).toBe(400);
  expect(page.text).toContain('has expired');
  expect(decisionsSent(world)).toEqual([]);
});

async function walkToApprovalLate(
  world: TestWorld,
  link: string,
): Promise<{ page: { status: number; text: string } }> {
  const response = await fetch(link, { redirect: 'manual' });
  expect(world.gitlab.unknown).toEqual([]);
  return { page: { status: response.status, text: await response.text() } };
}

test('two people confirm at the same time, and both are on the card', async () => {
  const world = await markedWorld();
  await world.connect('ana');
  const { id, card } = await waitingCard(world);
  const names: PersonName[] = ['kim', 'ana'];
  for (const name of names) await pressApprove(world, name, card);
  await cardSays(world, id, 'Ana Costa and Kim Berg are confirming this in the browser.');
});
