import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import { CardRecord } from '../../src/core/card.ts';
import {
  ChannelId,
  DeploymentId,
  GitLabUserId,
  MessageTs,
  ProjectId,
  SlackUserId,
  TeamId,
} from '../../src/core/ids.ts';
import type { Stores } from '../../src/core/ports/stores.ts';
import { cardIdOf } from '../../src/core/revision.ts';
import { readDeployment } from '../../src/flows/read-deployment.ts';
import { createGitLab } from '../../src/gitlab/gitlab.ts';
import { staticCredential } from '../../src/gitlab/static-credential.ts';
import { createLog } from '../../src/log.ts';
import { systemChance, systemClock } from '../../src/real-world.ts';
import { ACTION, encodeControl } from '../../src/slack/ids.ts';
import { createSealer } from '../../src/store/sealer.ts';
import { createStores } from '../../src/store/stores.ts';
import { SHOP, WAITING } from '../world/rows.ts';
import { CHANNEL, KIM, TEAM } from '../world/tiny-slack.ts';

const team = TeamId.parse(TEAM);
const channel = ChannelId.parse(CHANNEL);
const user = SlackUserId.parse(KIM);
const project = ProjectId.parse(SHOP.id);
const deployment = DeploymentId.parse(WAITING);
const ts = MessageTs.parse('1786450000.000100');
const ENVIRONMENT = 'production';
const log = createLog('warn');

/**
 * Gives a running Slipway what it would have after a day's use: a connected person, a watch, and the card of a deployment
 * that waits.
 * @param env what that Slipway was started with
 * @returns the payload of a click on that card's *Approve*
 */
export async function furnish(env: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  const redis = new Redis(env.REDIS_URL ?? '');
  const stores = createStores({
    redis,
    prefix: env.REDIS_PREFIX ?? '',
    sealer: createSealer([Buffer.from(env.TOKEN_KEYS ?? '', 'base64')]),
    chance: systemChance,
    log,
    host: new URL(env.GITLAB_URL ?? '').host,
    afterDurableWrite: () => Promise.resolve(),
  });
  await connectKim(stores);
  // One made long ago would be checked first.
  const madeAt = systemClock.now();
  const watch = { team, channel, project, projectPath: SHOP.path, environments: [], madeBy: user, madeAt };
  await stores.watches.put({ ...watch, on: ['approvals', 'failed'] });
  const card = await cardOf(env.GITLAB_URL ?? '');
  await stores.cards.put(card);
  redis.disconnect();
  return clickOn(card);
}

/** Links Kim's account, by a token that lives. */
export async function connectKim(stores: Stores): Promise<void> {
  await stores.connections.put({
    person: { team, user },
    gitlabUser: { id: GitLabUserId.parse(8), username: 'kim', name: 'Kim Berg' },
    tokens: {
      accessToken: createHash('sha256').update('bench').digest('hex'),
      refreshToken: 'bench',
      expiresAt: 4e12,
    },
    since: 1,
  });
}

async function cardOf(baseUrl: string): Promise<CardRecord> {
  const gitlab = createGitLab({ baseUrl, log, clock: systemClock });
  const api = gitlab.as(staticCredential({ kind: 'private', token: 'bench' }));
  const { revision, phase } = await readDeployment(api, project, deployment, ENVIRONMENT);
  return CardRecord.parse({
    id: cardIdOf({ team, channel, project, deployment }),
    team,
    channel,
    project,
    projectPath: SHOP.path,
    deployment,
    environment: ENVIRONMENT,
    ts,
    revision,
    phase,
    // Known already: what a deployment ships is looked up once, after the card's first post.
    ships: {
      since: null,
      compareUrl: null,
      commits: 0,
      authors: 0,
      mergeRequests: [],
      loose: 0,
      tier: 'production',
    },
    open: true,
    madeAt: 1,
  });
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
function clickOn(card: CardRecord): Record<string, unknown> {
  if (card.revision === undefined) throw new Error('the card has no revision');
  return {
    type: 'block_actions',
    user: { id: user, username: 'kim', name: 'kim', team_id: team },
    team: { id: team, domain: 'bench' },
    api_app_id: 'A0BENCH001',
    token: 'unused',
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
    trigger_id: '1.2.3',
    channel: { id: channel, name: 'deploys' },
    message: { type: 'message', ts, text: 'Approval needed', blocks: [] },
    actions: [
      {
        type: 'button',
        action_id: ACTION.approve,
        block_id: 'actions',
        value: encodeControl({ card: card.id, revision: card.revision }),
        text: { type: 'plain_text', text: 'Approve' },
        action_ts: '1786450000.000400',
      },
    ],
  };
}
