import { setTimeout as sleep } from 'node:timers/promises';
import type { GitLabWorld } from '../../sandbox/gitlab/sandbox-gitlab.ts';
import type { Random } from '../measure/random.ts';

export const PROJECT = 'acme/shop';
export const REQUESTER = 'dana';

type Step = 'ana' | 'kim' | 'reject' | 'play' | 'run' | 'succeed' | 'fail' | 'cancel';

/** What becomes of deployments that wait for two approvals. */
const WAYS: readonly (readonly Step[])[] = [
  ['cancel'],
  ['reject'],
  ['ana', 'reject'],
  ['kim', 'ana', 'cancel'],
  ['ana', 'kim', 'play', 'run', 'succeed'],
  ['kim', 'ana', 'play', 'run', 'succeed'],
  ['ana', 'kim', 'play', 'run', 'fail'],
  ['kim', 'ana', 'play', 'run', 'cancel'],
];

const ACTS: Readonly<Record<Step, (gitlab: GitLabWorld, id: number) => unknown>> = {
  ana: (gitlab, id) => gitlab.approve(id, 'ana'),
  kim: (gitlab, id) => gitlab.approve(id, 'kim'),
  reject: (gitlab, id) => gitlab.reject(id, 'kim', { comment: 'Not this one' }),
  play: (gitlab, id) => gitlab.play(id, 'kim'),
  run: (gitlab, id) => gitlab.run(id),
  succeed: (gitlab, id) => gitlab.succeed(id),
  fail: (gitlab, id) => gitlab.fail(id),
  cancel: (gitlab, id) => gitlab.cancel(id),
};
const VOTES: readonly Step[] = ['ana', 'kim', 'reject'];

/** A deployment that has ended, and how many things of it there were to see in Slack. */
export interface Life {
  readonly id: number;
  readonly states: number;
}

/** Has a deployment to an environment of its own live and end, at a random pace between no time and a second a step. */
export async function randomLife(gitlab: GitLabWorld, environment: string, random: Random): Promise<Life> {
  gitlab.protectEnvironment(PROJECT, environment, {
    deployers: [{ role: 'developer' }],
    rules: [{ user: 'ana' }, { user: 'kim' }],
  });
  const { id } = gitlab.startPipeline(PROJECT, { environment, by: REQUESTER });
  const way = WAYS[Math.floor(random() * WAYS.length)] ?? [];
  for (const step of way) {
    if (random() < 0.5) await sleep(1_000 * random());
    ACTS[step](gitlab, id);
  }
  return { id, states: statesOf(way) };
}

/**
 * The card as it begins, with what it ships and after each step; a line in its thread for each vote and for a failure; and
 * the requester's own message.
 */
const statesOf = (way: readonly Step[]): number =>
  2 + way.length + way.filter((step) => VOTES.includes(step) || step === 'fail').length + 1;
