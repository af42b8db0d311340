import { Redis } from 'ioredis';
import { ChannelId, ProjectId, SlackUserId, TeamId } from '../../src/core/ids.ts';
import { createLog } from '../../src/log.ts';
import { systemChance } from '../../src/real-world.ts';
import { createSealer } from '../../src/store/sealer.ts';
import { createStores } from '../../src/store/stores.ts';
import { HOOKED } from '../world/rows.ts';
import { CHANNEL, KIM, TEAM } from '../world/tiny-slack.ts';
import { connectKim } from './furnish.ts';

const team = TeamId.parse(TEAM);
const channel = ChannelId.parse(CHANNEL);
const HOUR_MS = 3_600_000;

/**
 * Has a running Slipway's channel watch the projects whose deployments events tell of, each looked at before and not due
 * for an hour.
 */
export async function furnishWatches(env: Readonly<Record<string, string>>): Promise<void> {
  const redis = new Redis(env.REDIS_URL ?? '');
  const stores = createStores({
    redis,
    prefix: env.REDIS_PREFIX ?? '',
    sealer: createSealer([Buffer.from(env.TOKEN_KEYS ?? '', 'base64')]),
    chance: systemChance,
    log: createLog('warn'),
    host: new URL(env.GITLAB_URL ?? '').host,
    afterDurableWrite: () => Promise.resolve(),
  });
  await connectKim(stores);
  const madeBy = SlackUserId.parse(KIM);
  for (const id of HOOKED) {
    const project = ProjectId.parse(id);
    const watch = { team, channel, project, projectPath: `acme/app-${id}`, madeBy, madeAt: Date.now() };
    await stores.watches.put({ ...watch, environments: [], on: ['succeeded'] });
    await stores.polls.dueBy(project, Date.now() + HOUR_MS);
    await stores.polls.finish(project, {
      at: Date.now() + HOUR_MS,
      state: {
        watermark: Date.parse('2026-08-01T00:00:00.000Z'),
        seen: {},
        failures: 0,
        changedAt: 1,
        watches: [`${team}/${channel}@${watch.madeAt}`],
      },
    });
  }
  redis.disconnect();
}
