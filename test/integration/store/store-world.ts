import { randomBytes } from 'node:crypto';
import type { ChannelId, ProjectId, SlackUserId, TeamId } from '../../../src/core/ids.ts';
import * as ids from '../../../src/core/ids.ts';
import type { StepUp } from '../../../src/core/ports/step-up.ts';
import type { Connection, Stores } from '../../../src/core/ports/stores.ts';
import type { Log } from '../../../src/core/ports/time.ts';
import type { Watch } from '../../../src/core/watch.ts';
import { createSealer } from '../../../src/store/sealer.ts';
import { createStores } from '../../../src/store/stores.ts';
import { type TestRedis, testRedis } from '../../support/redis.ts';

export const team: TeamId = ids.TeamId.parse('T1');
export const channel: ChannelId = ids.ChannelId.parse('C1');
export const kim: SlackUserId = ids.SlackUserId.parse('UKIM');
export const ana: SlackUserId = ids.SlackUserId.parse('UANA');
export const project = (id: number): ProjectId => ids.ProjectId.parse(id);

const key = randomBytes(32);
const chance = { fraction: () => 0.5, token: () => randomBytes(16).toString('hex') };

/** A log that keeps what was said, as one text a line. */
export function keptLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep =
    (level: string) =>
    (facts: Record<string, unknown>, message: string): void => {
      lines.push(`${level} ${message} ${JSON.stringify(facts)}`);
    };
  return { lines, debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') };
}

export interface StoreWorld extends TestRedis {
  readonly stores: Stores;
  readonly log: ReturnType<typeof keptLog>;
  /** How often the durable-write hook was awaited. */
  readonly saves: () => number;
}

/** All stores on the run's Redis, under a prefix of the test's own. */
export function storeWorld(): StoreWorld {
  const base = testRedis();
  const log = keptLog();
  let saves = 0;
  const stores = storesOn(base, log, async () => {
    saves += 1;
  });
  return { ...base, stores, log, saves: () => saves };
}

/** Stores on a given connection: another process's view of the same data. */
export const storesOn = (
  { redis, prefix }: Pick<TestRedis, 'redis' | 'prefix'>,
  log: Log,
  afterDurableWrite: () => Promise<void> = async () => {},
): Stores =>
  createStores({
    redis,
    prefix,
    sealer: createSealer([key]),
    chance,
    log,
    host: 'gitlab.example.com',
    afterDurableWrite,
  });

export const connection = (user: SlackUserId, gitlabId: number): Connection => ({
  person: { team, user },
  gitlabUser: { id: ids.GitLabUserId.parse(gitlabId), username: `gitlab-${gitlabId}`, name: 'Somebody' },
  tokens: {
    accessToken: `access-of-${user}`,
    refreshToken: `refresh-of-${user}`,
    expiresAt: 1_763_724_000_000,
  },
  since: 1_763_724_000_000,
});

/** An approval that Kim is about to confirm. */
export const stepUp: StepUp = {
  act: {
    kind: 'decide',
    person: { team, user: kim },
    reply: { team, user: kim, channel, sealedUrl: 'v2.sealed' },
    target: { project: 'group/app-1', deployment: ids.DeploymentId.parse(4711) },
    decision: 'approved',
    comment: 'the comment',
  },
  project: project(1),
  named: {
    project: 'group/app-1',
    environment: 'production',
    deployment: ids.DeploymentId.parse(4711),
    url: 'https://gitlab.example.com/group/app-1/-/environments/1/deployments/4711',
  },
  ref: 'v2.14.0',
  sha: 'a1b2c3d4',
  revision: ids.Revision.parse('0123456789ab'),
  gitlabUser: { id: ids.GitLabUserId.parse(7), username: 'kim' },
  expiresAt: 1_763_724_600_000,
};

export const watch = (id: number, over: Partial<Watch> = {}): Watch => ({
  team,
  channel,
  project: project(id),
  projectPath: `group/app-${id}`,
  environments: ['production'],
  on: ['approvals'],
  madeBy: kim,
  madeAt: 1_763_724_000_000,
  ...over,
});
