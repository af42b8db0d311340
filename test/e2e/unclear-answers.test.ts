import { describe, expect, test } from 'vitest';
import { DecideAct, RunAct, WriteAct } from '../../src/core/acts.ts';
import type { Ports } from '../../src/core/ports/ports.ts';
import { decide } from '../../src/flows/decide.ts';
import type { Journal } from '../../src/flows/journal.ts';
import { runJob } from '../../src/flows/run-job.ts';
import { write } from '../../src/flows/write.ts';
import {
  cardSays,
  click,
  decisionsSent,
  nothingStrange,
  toldAfter,
  waitingCard,
  writes,
} from '../support/acts.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

const APPROVAL = /\/approval$/u;
/** What must never be said of a write that may have arrived. */
const DENIALS = /not (?:been )?recorded|nothing was|nothing has been|did not count|not approved/iu;

/** Everything this person was told alone. */
const toldTo = (world: TestWorld, name: 'kim' | 'ana' | 'dana'): string[] =>
  world.slack.ephemerals(world.people[name].id).map((message) => world.slack.visibleText(message));

/** What Kim was told after these words, which may have come already. */
const toldNext = (world: TestWorld, first: string): Promise<string> =>
  world.slack.waitFor(() => toldTo(world, 'kim')[toldTo(world, 'kim').lastIndexOf(first) + 1], {
    what: 'how it ended',
  });

for (const [what, fault] of [
  ['GitLab takes an approval and the answer gets lost', { kind: 'lost-response' }],
  ['GitLab takes an approval and answers too late', { kind: 'delay', delayMs: 2_000 }],
  ['GitLab takes an approval and half of the answer arrives', { kind: 'truncate' }],
] as const) {
  test(`${what}: the person hears that it is open, then that it counted, and it was sent once`, async () => {
    const world = await startWorld({ overrides: { gitlabTimeoutMs: 700 } });
    await world.watchShop();
    const { id, card } = await waitingCard(world);
    world.gitlab.faults.add({ method: 'POST', path: APPROVAL, times: 1, ...fault });

    const first = await click(world, 'kim', card, 'Approve');

    expect(first).toContain("can't tell yet whether your approval");
    expect(first).not.toMatch(DENIALS);
    const last = await toldNext(world, first);
    expect(last).toContain('You approved');
    await cardSays(world, id, 'Release managers: 1 of 1 (Kim Berg)');
    expect(decisionsSent(world)).toEqual(['kim approved']);
    expect(world.gitlab.world.deployment(id).approvals).toHaveLength(1);
    expect(toldTo(world, 'kim').slice(2)).toEqual([first, last]);
    nothingStrange(world);
  });
}

for (const [what, fault] of [
  ['GitLab answers 502 without taking the approval', { kind: 'status', status: 502 }],
  ['GitLab answers nothing at all', { kind: 'hang' }],
  ['a proxy shows its error page instead', { kind: 'html' }],
] as const) {
  test(`${what}: it is looked up, sent again, and counts once`, async () => {
    const world = await startWorld({ overrides: { gitlabTimeoutMs: 700 } });
    await world.watchShop();
    const { id, card } = await waitingCard(world);
    world.gitlab.faults.add({ method: 'POST', path: APPROVAL, times: 1, ...fault });

    const first = await click(world, 'kim', card, 'Approve');

    expect(first).toContain("can't tell yet whether your approval");
    expect(first).not.toMatch(DENIALS);
    expect(await toldNext(world, first)).toContain('You approved');
    await cardSays(world, id, 'Release managers: 1 of 1 (Kim Berg)');
    expect(decisionsSent(world)).toEqual(['kim approved', 'kim approved']);
    const sent = world.gitlab.requests.filter((request) => request.user === 'kim');
    const [one, two] = sent.flatMap((request, at) => (APPROVAL.test(request.path) ? [at] : []));
    expect(
      sent.slice(one, two).some((request) => request.method === 'GET' && request.path.endsWith(`/${id}`)),
    ).toBe(true);
    expect(world.gitlab.world.deployment(id).approvals).toHaveLength(1);
    nothingStrange(world);
  });
}

test('a second vote that GitLab did not take is not mistaken for the first one under another rule', async () => {
  const world = await startWorld({ overrides: { gitlabTimeoutMs: 700 } });
  world.gitlab.world.setRole('acme/security', 'kim', 'developer');
  await world.watchShop();
  const { id } = await waitingCard(world);
  world.gitlab.world.approve(id, 'kim', { as: 'Security' });
  const half = await cardSays(world, id, 'Security: 1 of 1 (Kim Berg)');
  world.gitlab.faults.add({ method: 'POST', path: APPROVAL, times: 1, status: 502 });

  const first = await click(world, 'kim', half, 'Approve');
  const last = await toldNext(world, first);

  expect(last).toContain('as Release managers');
  await cardSays(world, id, 'Approved, ready to run');
  expect(decisionsSent(world)).toEqual(['kim approved', 'kim approved']);
  nothingStrange(world);
});

test('a rejection whose answer gets lost ends the deployment once and is told', async () => {
  const world = await startWorld({ overrides: { gitlabTimeoutMs: 700 } });
  await world.watchShop();
  const { id } = await waitingCard(world);
  world.gitlab.faults.add({ method: 'POST', path: APPROVAL, times: 1, kind: 'lost-response' });

  const first = await world.command('kim', '/deploy', `reject ${id} Wrong version`);

  expect(first).toContain("can't tell yet whether your rejection");
  expect(await toldNext(world, first)).toContain('You rejected');
  expect(decisionsSent(world)).toEqual(['kim rejected']);
  await cardSays(world, id, 'Rejected by Kim Berg');
  nothingStrange(world);
});

test('a run whose answer gets lost is never sent again, and what GitLab shows is the answer', async () => {
  const world = await startWorld({ overrides: { gitlabTimeoutMs: 700 } });
  world.gitlab.world.protectEnvironment(SHOP, 'production', {
    deployers: [{ role: 'developer' }],
    rules: [{ group: 'acme/release' }],
  });
  await world.watchShop();
  const { id } = await waitingCard(world);
  world.gitlab.world.approve(id, 'kim');
  const ready = await cardSays(world, id, 'Approved, ready to run');
  world.gitlab.faults.add({ method: 'POST', path: /\/play$/u, times: 1, kind: 'lost-response' });

  const first = await click(world, 'kim', ready, 'Run');

  expect(first).toContain("can't tell yet whether your run");
  const last = await toldNext(world, first);
  expect(last).toContain('You started the job');
  expect(writes(world)).toHaveLength(1);
  nothingStrange(world);
});

test('a run asked for with the last approval whose answer gets lost is not said to be refused', async () => {
  const world = await startWorld({ overrides: { gitlabTimeoutMs: 700 } });
  const { slack, people } = world;
  world.gitlab.world.protectEnvironment(SHOP, 'production', {
    deployers: [{ role: 'developer' }],
    rules: [{ group: 'acme/release' }],
  });
  await world.watchShop();
  const { id, card } = await waitingCard(world);
  world.gitlab.faults.add({ method: 'POST', path: /\/play$/u, times: 1, kind: 'lost-response' });

  await slack.as(people.kim.id).click(card, 'Approve with a comment…');
  await slack.waitFor(() => slack.view(people.kim.id), { what: 'the dialog' });
  const words = await toldAfter(world, 'kim', () => slack.as(people.kim.id).submit({ Afterwards: ['run'] }));

  expect(words).toContain("can't tell whether it started");
  expect(words).not.toContain('did not let you');
  await cardSays(world, id, 'Queued');
  expect(writes(world).filter((request) => request.path.endsWith('/play'))).toHaveLength(1);
  nothingStrange(world);
});

test('a run that GitLab did not take is not repeated blindly: the person is sent to look', async () => {
  const world = await startWorld({ overrides: { gitlabTimeoutMs: 700 } });
  world.gitlab.world.protectEnvironment(SHOP, 'production', {
    deployers: [{ role: 'developer' }],
    rules: [{ group: 'acme/release' }],
  });
  await world.watchShop();
  const { id } = await waitingCard(world);
  world.gitlab.world.approve(id, 'kim');
  const ready = await cardSays(world, id, 'Approved, ready to run');
  world.gitlab.faults.add({ method: 'POST', path: /\/play$/u, times: 1, status: 503 });

  const first = await click(world, 'kim', ready, 'Run');
  const last = await toldNext(world, first);

  expect(last).toContain('I did not ask a second time');
  expect(writes(world)).toHaveLength(1);
  expect(await click(world, 'kim', await cardSays(world, id, 'Approved, ready to run'), 'Run')).toContain(
    'You started',
  );
  nothingStrange(world);
});

test('a GitLab that cannot be read before anything was sent approves nothing and says so', async () => {
  const world = await startWorld({ overrides: { gitlabTimeoutMs: 700 } });
  await world.watchShop();
  const { id, card } = await waitingCard(world);
  const mend = world.gitlab.faults.add({ kind: 'reset' });

  const words = await click(world, 'kim', card, 'Approve');

  expect(words).toContain('Nothing was approved');
  expect(words).toContain('Try again');
  expect(decisionsSent(world)).toEqual([]);
  mend();
  expect(await click(world, 'kim', await cardSays(world, id, 'Approval needed'), 'Approve')).toContain(
    'You approved',
  );
  nothingStrange(world);
});

test('a GitLab that refuses the connection approves nothing and says so', async () => {
  const world = await startWorld({ overrides: { gitlabTimeoutMs: 700 } });
  await world.watchShop();
  const { card } = await waitingCard(world);
  await world.gitlab.stop();

  const words = await click(world, 'kim', card, 'Approve');

  expect(words).toContain("couldn't reach GitLab. Nothing was approved");
  expect(decisionsSent(world)).toEqual([]);
  nothingStrange(world);
});

describe('an act that left before the bot was killed, whose author disconnected meanwhile', () => {
  const sent: Journal = {
    id: 'act-1',
    sentAt: 1,
    votesBefore: 0,
    runSentAt: undefined,
    toldUncertain: false,
    write: () => Promise.resolve(),
  };

  /** Ana is not connected. */
  async function anasAct(act: object): Promise<{ ports: Ports; act: unknown }> {
    const world = await startWorld();
    await world.watchShop();
    const person = { team: world.slack.teamId, user: world.people.ana.id };
    const { id } = await waitingCard(world);
    const target = { project: SHOP, deployment: id };
    return {
      ports: world.app().ports,
      act: { person, reply: { ...person, channel: world.channel.id }, target, ...act },
    };
  }

  test.each([{ decision: 'approved' }, { decision: 'rejected' }])(
    'is never said to have done nothing, nor sent again after connecting: $decision',
    async (wish) => {
      const { ports, act } = await anasAct({ kind: 'decide', ...wish });
      await expect(decide(ports, DecideAct.parse(act), sent)).rejects.toMatchObject({ code: 'outcome-open' });
    },
  );

  test('nor a run', async () => {
    const { ports, act } = await anasAct({ kind: 'run', again: true });
    await expect(runJob(ports, RunAct.parse(act), sent)).rejects.toMatchObject({ code: 'outcome-open' });
  });

  test('nor an operation', async () => {
    const operation = { op: 'create-environment', project: SHOP, name: 'demo' };
    const { ports, act } = await anasAct({ kind: 'write', operation });
    await expect(write(ports, WriteAct.parse(act), sent)).rejects.toMatchObject({
      code: 'write-unconfirmed',
    });
  });
});
