import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { messageAfter } from './acts.ts';
import { type PersonName, startWorld, type TestWorld } from './world.ts';

const HOUR = 3_600_000;

/** The bot's clock, `ahead` of this machine's by so many milliseconds. */
export interface MovedClock {
  ahead: number;
  now(): number;
}

/**
 * A world whose watched groups are looked at again and again, with a sub-group `acme/tools`, whose reporters are Kim and the
 * bot. Kim is connected.
 * @param everyMs between two looks
 */
export async function groupWorld({
  graceMs = 72 * HOUR,
  everyMs = 150,
} = {}): Promise<TestWorld & { readonly clock: MovedClock }> {
  const clock: MovedClock = { ahead: 0, now: () => Date.now() + clock.ahead };
  const world = await startWorld({
    overrides: {
      clock,
      settings: {
        settlePost: { afterMs: 400, againMs: 200 },
        settleDecisionMs: 300,
        watchCheck: { everyMs, graceMs },
      },
    },
  });
  world.gitlab.world.addGroup({
    path: 'acme/tools',
    name: 'Tools',
    members: { kim: 'reporter', watcher: 'reporter' },
  });
  await world.connect('kim');
  return Object.assign(world, { clock });
}

/** A project with a staging environment, whose developers are these people. */
export function addProject(
  world: TestWorld,
  path: string,
  people: readonly PersonName[] = ['kim', 'dana'],
): void {
  const members = Object.fromEntries(people.map((name) => [name, 'developer' as const]));
  world.gitlab.world.addProject({ path, members: { ...members, watcher: 'reporter' } });
  world.gitlab.world.addEnvironment(path, { name: 'staging', tier: 'staging' });
}

/** Starts a deployment to staging. @returns its id */
export const deployTo = (world: TestWorld, path: string, environment = 'staging'): number =>
  world.gitlab.world.startPipeline(path, { environment, by: 'dana', ref: 'main' }).id;

/** Sends `/slipway watch acme/* …` and answers the message with its buttons. */
export const watchAcme = (world: TestWorld, name: PersonName, text = ''): Promise<StoredMessage> =>
  messageAfter(world, name, () =>
    world.slack.as(world.people[name].id).command('/slipway', `watch acme/* ${text}`, world.channel.id),
  );

/** Messages of a channel that say this. */
export const saying = (world: TestWorld, words: string, channel = world.channel.id): StoredMessage[] =>
  world.slack.messages(channel).filter((one) => world.slack.visibleText(one).includes(words));

/** Waits for a message of the channel that says this. */
export const said = (world: TestWorld, words: string, channel = world.channel.id): Promise<StoredMessage> =>
  world.slack.waitFor(() => saying(world, words, channel)[0], { what: `a message that says "${words}"` });

/** The newest lines of the audit trail: act, outcome, who in Slack, project. */
export const trailOf = async (world: TestWorld): Promise<string[]> =>
  (await world.app().ports.audit.newest(100)).map(
    ({ act, outcome, person, project, detail }) =>
      `${act} ${outcome} ${person?.user ?? '-'} ${project ?? '-'}${detail === undefined ? '' : ` ${detail}`}`,
  );
