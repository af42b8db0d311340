import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { GitLabUserId, SlackUserId, TeamId } from '../../src/core/ids.ts';
import { createSealer } from '../../src/store/sealer.ts';
import { createStores } from '../../src/store/stores.ts';
import { keptLog } from './kept-log.ts';
import type { TestWorld } from './world.ts';

/** Puts connections into a world's Redis as a bot with these keys would have stored them. @returns their tokens */
export async function storeConnections(
  world: TestWorld,
  count: number,
  tokenKeys: string,
): Promise<string[]> {
  const { REDIS_URL = '', REDIS_PREFIX = '', GITLAB_URL = '' } = world.environment;
  const redis = new Redis(REDIS_URL);
  const { connections } = createStores({
    redis,
    prefix: REDIS_PREFIX,
    sealer: createSealer(tokenKeys.split(',').map((key) => Buffer.from(key, 'base64'))),
    chance: { fraction: () => 0.5, token: () => randomBytes(16).toString('hex') },
    log: keptLog('silent'),
    host: new URL(GITLAB_URL).host,
    afterDurableWrite: async () => {},
  });
  const team = TeamId.parse(world.slack.teamId);
  const tokens = Array.from({ length: count }, () => randomBytes(16).toString('hex'));
  try {
    for (const [index, token] of tokens.entries()) {
      await connections.put({
        person: { team, user: SlackUserId.parse(`UKEYS${index}`) },
        gitlabUser: { id: GitLabUserId.parse(9_000 + index), username: `user-${index}`, name: 'Somebody' },
        tokens: { accessToken: token, refreshToken: `${token}-refresh`, expiresAt: undefined },
        since: 1_763_724_000_000,
      });
    }
  } finally {
    redis.disconnect();
  }
  return tokens;
}
