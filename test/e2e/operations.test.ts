import { describe, expect, test } from 'vitest';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

const COMMIT = (world: TestWorld): string =>
  world.gitlab.world.addCommit(SHOP, { title: 'Ship it', author: 'dana' });

/** Presses a button of the newest private message to Kim that has it, and answers what she is told next. */
async function press(world: TestWorld, label: string): Promise<string> {
  const { slack, people } = world;
  const asked = slack
    .ephemerals(people.kim.id)
    .findLast((message) => JSON.stringify(message.blocks).includes(`"${label}"`));
  if (asked === undefined) throw new Error(`no message with a button ${label}`);
  await slack.as(people.kim.id).click(asked, label);
  return slack.waitFor(() => told(world), { what: `the end of ${label}` });
}

const DONE = /was (?:created|deleted|updated)|stopp|delete .* review|Canceled|nothing|refused|can't|cannot/iu;

function told(world: TestWorld): string | undefined {
  const last = world.slack.ephemerals(world.people.kim.id).at(-1);
  const text = last === undefined ? '' : world.slack.visibleText(last);
  return DONE.test(text) && !text.includes('?') ? text : undefined;
}

async function kimsWorld(): Promise<TestWorld> {
  const world = await startWorld();
  await world.connect('kim');
  return world;
}

describe('deployments recorded by hand', () => {
  test('are created, updated and deleted as the person, after a question before the deletion', async () => {
    const world = await kimsWorld();
    const sha = COMMIT(world);
    const made = await world.command(
      'kim',
      '/deploy',
      `create ${SHOP} env:staging ref:main sha:${sha} status:running`,
    );
    expect(made).toContain('was created in acme/shop');
    const id = /#(\d+)/u.exec(made)?.[1] ?? '';
    expect(await world.command('kim', '/deploy', `update ${SHOP} ${id} status:failed`)).toContain(
      'Status: failed',
    );
    expect(await world.command('kim', '/deploy', `delete ${SHOP} ${id}`)).toContain(
      'Delete this deployment from GitLab?',
    );
    expect(await press(world, 'Delete')).toContain(`#${id} was deleted from acme/shop`);
    const writes = world.gitlab.requests.filter((one) => one.method !== 'GET' && one.path.startsWith('/api'));
    expect(writes.map(({ method, user }) => `${method} ${user}`)).toEqual([
      'POST kim',
      'PUT kim',
      'DELETE kim',
    ]);
    expect(world.gitlab.unknown).toEqual([]);
  });

  test('a status of GitLab CI is refused, and nothing is sent', async () => {
    const world = await kimsWorld();
    expect(await world.command('kim', '/deploy', `update ${SHOP} 4711 status:blocked`)).toContain('running');
    expect(
      world.gitlab.requests.filter((one) => one.method !== 'GET' && one.path.startsWith('/api')),
    ).toEqual([]);
  });
});

describe('environments', () => {
  test('are listed and shown', async () => {
    const world = await kimsWorld();
    const list = await world.command('kim', '/env', `list ${SHOP}`);
    expect(list).toContain('production');
    expect(list).toContain('staging');
    expect(await world.command('kim', '/env', `show ${SHOP} production`)).toContain(
      'Nothing has been deployed there yet',
    );
    expect(await world.command('kim', '/env', `show ${SHOP} nowhere`)).toContain('has no environment');
  });

  test('are created, changed, stopped after a question, and deleted once they are stopped', async () => {
    const world = await kimsWorld();
    expect(
      await world.command(
        'kim',
        '/env',
        `create ${SHOP} demo url:https://demo.example.com tier:testing description:"For demos"`,
      ),
    ).toContain('demo was created in acme/shop');
    expect(await world.command('kim', '/env', `update ${SHOP} demo tier:development`)).toContain(
      'Tier: development',
    );
    expect(await world.command('kim', '/env', `delete ${SHOP} demo`)).toContain(
      'GitLab deletes only stopped environments',
    );
    expect(await world.command('kim', '/env', `stop ${SHOP} demo`)).toContain('Stop this environment?');
    expect(await press(world, 'Stop')).toContain('State: stopped');
    expect(await world.command('kim', '/env', `stop ${SHOP} demo`)).toContain('stopped already');
    expect(await world.command('kim', '/env', `delete ${SHOP} demo`)).toContain('Delete this environment');
    expect(await press(world, 'Delete')).toContain('demo was deleted');
    expect(world.gitlab.unknown).toEqual([]);
    expect(world.slack.unknown).toEqual([]);
  });

  test.each([
    [
      'with a stop job: the job runs, and only then it counts as stopped',
      { onStop: true },
      '',
      ['GitLab runs its stop job', 'State: stopping'],
    ],
    [
      'without one: it is only marked as stopped',
      {},
      '',
      ['ran no stop job', 'may still run', 'State: stopped'],
    ],
    [
      'by force: the job is left out',
      { onStop: true },
      'force',
      ['Its stop job was not run', 'State: stopped'],
    ],
  ])('stopping one tells afterwards what GitLab did, %s', async (_what, has, force, words) => {
    const world = await kimsWorld();
    world.gitlab.world.addEnvironment(SHOP, { name: 'demo', ...has });
    const asked = await world.command('kim', '/env', `stop ${SHOP} demo ${force}`);
    expect(asked).toContain(force === '' ? 'If it has a stop job' : 'its stop job is not run');
    const told = await press(world, 'Stop');
    for (const part of words) expect(told).toContain(part);
    expect(world.gitlab.unknown).toEqual([]);
  });

  test('more stale ones than were looked at are not passed over in silence', async () => {
    let shift = 60 * 86_400_000;
    const world = await startWorld({ gitlab: { now: () => Date.now() - shift } });
    for (let number = 1; number <= 51; number += 1)
      world.gitlab.world.addEnvironment(SHOP, { name: `review/${number}` });
    shift = 0;
    await world.connect('kim');
    expect(await world.command('kim', '/env', `stop-stale ${SHOP} before:30d`)).toContain(
      'There are more environments than I looked at; GitLab stops every one that fits.',
    );
  });

  test.each([
    ['Stop', 'Asking GitLab'],
    ['Cancel', 'Canceled'],
  ])('a bot that ends while it answers %s answers it first', async (label, words) => {
    const world = await kimsWorld();
    const { slack, people } = world;
    await world.command('kim', '/env', `stop ${SHOP} staging`);
    const asked = slack.ephemerals(people.kim.id).at(-1);
    if (asked === undefined) throw new Error('nothing was asked');
    slack.faults.add({
      method: 'response_url',
      kind: 'delay',
      delayMs: 1_500,
      when: (args) => JSON.stringify(args).includes(words),
    });
    await slack.as(people.kim.id).click(asked, label);
    await world.app().stop();
    // Stopping has waited for it: nothing is left to come.
    const shown = slack.ephemerals(people.kim.id).map((message) => slack.visibleText(message));
    expect(shown.filter((text) => text.includes(words))).toHaveLength(1);
  });

  test('what an old server did with the stop job is not guessed', async () => {
    const world = await startWorld({ gitlab: { version: '17.0.0-ee' } });
    await world.connect('kim');
    await world.command('kim', '/env', `stop ${SHOP} staging`);
    const told = await press(world, 'Stop');
    expect(told).toContain('State: stopped');
    expect(told).not.toContain('stop job');
  });

  test('one that somebody stopped while the question stood open was stopped already', async () => {
    const world = await kimsWorld();
    const { id } = world.gitlab.world.addEnvironment(SHOP, { name: 'demo' });
    await world.command('kim', '/env', `stop ${SHOP} demo`);
    await fetch(`${world.gitlab.url}/api/v4/projects/${encodeURIComponent(SHOP)}/environments/${id}/stop`, {
      method: 'POST',
      headers: { 'private-token': world.gitlab.world.addToken('dana', { scopes: ['api'] }) },
    });
    expect(await press(world, 'Stop')).toContain('It was stopped already');
  });

  test('what is confirmed is what was shown: the name is not looked up again', async () => {
    const world = await kimsWorld();
    await world.command('kim', '/env', `stop ${SHOP} staging`);
    const before = world.gitlab.requests.length;
    expect(await press(world, 'Stop')).toContain('State: stopped');
    const names = world.gitlab.requests
      .slice(before)
      .filter((one) => JSON.stringify(one.query).includes('staging'));
    expect(names).toEqual([]);
  });

  test('Cancel changes nothing, and the question counts once', async () => {
    const world = await kimsWorld();
    const { slack, people, gitlab } = world;
    await world.command('kim', '/env', `stop ${SHOP} staging`);
    const asked = slack.ephemerals(people.kim.id).at(-1);
    expect(await press(world, 'Cancel')).toContain('Nothing was changed');
    if (asked === undefined) throw new Error('nothing was asked');
    await slack.as(people.kim.id).click(asked, 'Stop', { asSeen: true });
    await slack.waitFor(
      () => slack.visibleText(slack.ephemerals(people.kim.id).at(-1) ?? asked).includes('answered already'),
      {
        what: 'that the question is gone',
      },
    );
    expect(gitlab.requests.filter((one) => one.method === 'POST' && one.path.includes('/stop'))).toEqual([]);
  });

  test('a Cancel after the yes does not claim that nothing was changed', async () => {
    const world = await kimsWorld();
    const { slack, people, gitlab } = world;
    await world.command('kim', '/env', `stop ${SHOP} staging`);
    const asked = slack.ephemerals(people.kim.id).at(-1);
    if (asked === undefined) throw new Error('nothing was asked');
    const before = structuredClone(asked);
    expect(await press(world, 'Stop')).toContain('State: stopp');
    await slack.as(people.kim.id).click(before, 'Cancel', { asSeen: true });
    const last = await slack.waitFor(
      () => {
        const text = slack.visibleText(slack.ephemerals(people.kim.id).at(-1) ?? before);
        return /answered already|Canceled/u.test(text) ? text : undefined;
      },
      { what: 'the answer to the late Cancel' },
    );
    expect(last).toContain('answered already');
    expect(gitlab.requests.filter((one) => one.method === 'POST' && one.path.includes('/stop'))).toHaveLength(
      1,
    );
  });

  test('stale ones are shown before they are stopped, review apps by the dry run before they are scheduled', async () => {
    const world = await kimsWorld();
    expect(await world.command('kim', '/env', `stop-stale ${SHOP} before:30d`)).toContain('nothing to stop');
    expect(await world.command('kim', '/env', `stop-stale ${SHOP} before:1d`)).not.toContain('Stop these');
    const answer = await world.command('kim', '/env', `delete-review-apps ${SHOP} limit:10`);
    expect(answer).toContain('No environments found for scheduled deletion');
  });
});
