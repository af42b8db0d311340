import { expect, test } from 'vitest';
import { runDoctor } from '../../src/doctor/doctor.ts';
import { startSlipway } from '../support/bot-process.ts';
import { fileOf } from '../support/file-of.ts';
import { declaring } from '../support/watches-file.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

/** What the doctor says of a world with a file of watches. */
async function examine(world: TestWorld, watches: string) {
  const lines: string[] = [];
  const code = await runDoctor({ ...world.environment, WATCHES_FILE: watches }, (line) => lines.push(line));
  return { code, output: lines.join('\n') };
}

test('a start with a file that has mistakes is refused, and names each with its place and the remedy', async () => {
  const world = await startWorld({ withoutBot: true });
  const text = `watches:
  - channel: deploys
    project: ${SHOP}
    env: [production]
    on: [sometimes]
  - channel: C0123ABCD
    projct: ${SHOP}
`;
  const slipway = startSlipway(['start'], { ...world.environment, WATCHES_FILE: fileOf(text) });
  const { code } = await slipway.ended();
  const output = slipway.output();

  expect(code).toBe(1);
  expect(output).toContain('1 setting is missing or wrong');
  expect(output).toContain('WATCHES_FILE names a file with 4 problems:');
  expect(output).toContain("line 2, column 14: `channel` cannot be `deploys`: it takes the channel's id");
  expect(output).toContain('line 5, column 9: `on` cannot be `sometimes`: it takes approvals');
  expect(output).toContain('line 6, column 5: names neither a `project` nor a `group`');
  expect(output).toContain('line 7, column 5: `projct` is nothing a watch has: did you mean `project`?');
  expect(world.slack.calls).toEqual([]);
});

test('the doctor says of a good file what it declares', async () => {
  const world = await startWorld();
  const file = fileOf(declaring(world.channel.id, { project: SHOP }, { group: 'acme' }));

  const { code, output } = await examine(world, file);

  expect(output).toContain('ok      WATCHES_FILE: 2 declared, for 1 channel');
  expect(code).toBe(0);
});

test('the doctor names channels nobody can post in and projects nobody can read, with the remedy', async () => {
  const world = await startWorld();
  const closed = world.slack.addChannel({ name: 'closed', members: [], botIsMember: false });
  const file = fileOf(
    declaring(closed.id, { project: SHOP }, { project: 'acme/nowhere' }, { group: 'nobody' }),
  );

  const { code, output } = await examine(world, file);

  expect(output).toContain(
    `MEND    WATCHES_FILE: the bot cannot post in ${closed.id}: invite it there with /invite. GITLAB_TOKEN cannot read acme/nowhere, nobody/*: add its account as Reporter, or mend the path`,
  );
  expect(code).toBe(1);
});
