import { expect, test } from 'vitest';
import type { RecordedRequest } from '../../sandbox/gitlab/sandbox-gitlab.ts';
import { API_ROWS, type ApiRow } from '../../scripts/api-rows.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

const WEEKS = 14 * 86_400_000;

test('every parameter of both APIs reaches GitLab from a command', { timeout: 120_000 }, async () => {
  let shift = 0;
  const world = await startWorld({ gitlab: { now: () => Date.now() - shift } });
  await world.connect('kim');
  const known = prepare(world, (ms) => {
    shift = ms;
  });
  const missing: string[] = [];
  for (const row of API_ROWS) {
    const sent = await carryOut(world, row, known);
    if (!sent.some((request) => carries(request, row, known)))
      missing.push(`${row.call} ${row.parameter}: ${row.command}`);
    const made = sent.find((one) => one.method === 'POST' && one.path.endsWith('/deployments'));
    if (made !== undefined) known.made = String(world.gitlab.world.deployments(SHOP).at(-1)?.id);
  }
  expect(missing).toEqual([]);
  expect(world.gitlab.unknown).toEqual([]);
  expect(world.slack.unknown).toEqual([]);
});

type Known = Record<string, string>;

/** What the rows' placeholders stand for; the environment `old` was last touched weeks ago. */
function prepare(world: TestWorld, shiftClock: (ms: number) => void): Known {
  const { world: gitlab } = world.gitlab;
  shiftClock(WEEKS);
  gitlab.addEnvironment(SHOP, { name: 'old' });
  shiftClock(0);
  const sha = gitlab.addCommit(SHOP, { title: 'Ship it', author: 'dana' });
  const done = gitlab.startPipeline(SHOP, { environment: 'staging', by: 'dana' });
  gitlab.succeed(done.id);
  const waiting = gitlab.startPipeline(SHOP, { environment: 'production', by: 'dana', sha });
  const stale = new Date(Date.now() - WEEKS / 1.5).toISOString().slice(0, 10);
  return { sha, done: String(done.id), waiting: String(waiting.id), stale };
}

/** Sends the command, says yes where it asks, and answers what reached GitLab. */
async function carryOut(world: TestWorld, row: ApiRow, known: Known): Promise<RecordedRequest[]> {
  if (row.command.includes('{again}')) {
    known.again = String(
      world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana' }).id,
    );
    known.waiting = known.again;
  }
  const before = world.gitlab.requests.length;
  const [command = '', name = '', ...rest] = filled(row.command, known).split(' ');
  await world.command('kim', command, `${name} ${SHOP} ${rest.join(' ')}`);
  await sayYes(world);
  return world.gitlab.requests.slice(before);
}

async function sayYes({ slack, people }: TestWorld): Promise<void> {
  const asked = slack.ephemerals(people.kim.id).at(-1);
  if (asked === undefined || !JSON.stringify(asked.blocks).includes('operation-confirm')) return;
  await slack.as(people.kim.id).click(asked, { actionId: 'operation-confirm' });
  await slack.waitFor(
    () =>
      /was deleted|State:|is stopping|will delete/u.test(
        slack.visibleText(slack.ephemerals(people.kim.id).at(-1) ?? asked),
      ),
    {
      what: 'the end of what was confirmed',
    },
  );
}

const filled = (text: string, known: Known): string =>
  text.replaceAll(/\{(\w+)\}/gu, (_all, key: string) => known[key] ?? key);

function carries(request: RecordedRequest, row: ApiRow, known: Known): boolean {
  const [method, path = ''] = row.call.split(' ');
  const pattern = new RegExp(`^/api/v4${path.replaceAll(/:\w+/gu, '[^/]+')}$`, 'u');
  if (request.method !== method || !pattern.test(request.path)) return false;
  if (row.parameter === '') return true;
  const sent = fieldOf(request.query, row.parameter) ?? fieldOf(request.body, row.parameter);
  const wanted = filled(row.value ?? '', known);
  return sent === wanted || sent === `${wanted}T00:00:00.000Z`;
}

/** One value of a query or a body, as text. */
function fieldOf(fields: unknown, name: string): string | undefined {
  if (typeof fields !== 'object' || fields === null || !Object.hasOwn(fields, name)) return undefined;
  const value: unknown = Reflect.get(fields, name);
  if (typeof value === 'string') return value;
  return value === undefined ? undefined : JSON.stringify(value);
}
