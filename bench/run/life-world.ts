import { setTimeout as sleep } from 'node:timers/promises';
import { type GitLabWorld, startSandboxGitLab } from '../../sandbox/gitlab/sandbox-gitlab.ts';
import type { RecordedCall } from '../../sandbox/slack/model.ts';
import { startSandboxSlack } from '../../sandbox/slack/sandbox-slack.ts';
import { type RunningApp, startApp } from '../../src/app.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { ChannelId, GitLabUserId, ProjectId, SlackUserId } from '../../src/core/ids.ts';
import { createLog } from '../../src/log.ts';
import { PROJECT, REQUESTER } from '../world/random-life.ts';
import type { Bench } from './bench.ts';

/** A Slipway between the strict stand-ins, in this process: calls are counted here, and no time is taken. */
export interface LifeWorld {
  readonly gitlab: GitLabWorld;
  /** Every call to Slack's Web API so far. */
  readonly calls: readonly RecordedCall[];
  /** Resolves when every card shows how its deployment ended and nothing is left to be told. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const LIMIT_MS = 60_000;

/** One project, one channel that watches it, and a requester who is connected. */
export async function startLifeWorld(bench: Bench): Promise<LifeWorld> {
  const gitlab = await startSandboxGitLab();
  const { world } = gitlab;
  for (const username of [REQUESTER, 'ana', 'kim', 'watcher']) world.addUser({ username, name: username });
  const members = { dana: 'developer', ana: 'developer', kim: 'maintainer', watcher: 'reporter' } as const;
  const project = ProjectId.parse(world.addProject({ path: PROJECT, members }).id);
  const slack = await startSandboxSlack();
  const user = SlackUserId.parse(slack.addUser({ name: REQUESTER, realName: 'Dana Ruiz' }).id);
  const channel = ChannelId.parse(
    slack.addChannel({ name: 'deploys', members: [user], botIsMember: true }).id,
  );
  const { SLACK_SIGNING_SECRET: _, ...environment } = bench.environment(await bench.freePort());
  const app = await startApp(
    configFrom({
      ...environment,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      GITLAB_URL: gitlab.url,
      GITLAB_TOKEN: world.addToken('watcher', { scopes: ['read_api'] }),
      POLL_HOT: '200ms',
      POLL_WARM: '200ms',
    }),
    { log: createLog('error') },
  );
  const { ports } = app;
  const person = { team: ports.settings.team, user };
  await ports.connections.put({
    person,
    gitlabUser: { id: GitLabUserId.parse(world.user(REQUESTER).id), username: REQUESTER, name: 'Dana Ruiz' },
    tokens: { accessToken: 'unused', refreshToken: undefined, expiresAt: undefined },
    since: 1,
  });
  await ports.watches.put({
    ...{ team: person.team, channel, project, projectPath: PROJECT, environments: [] },
    on: ['approvals', 'failed', 'succeeded', 'canceled'],
    madeBy: user,
    madeAt: Date.now(),
  });
  await ports.polls.dueBy(project, 0);
  return {
    gitlab: world,
    calls: slack.calls,
    settled: () => settled(app, project),
    stop: async () => {
      await app.stop();
      await slack.stop();
      await gitlab.stop();
    },
  };
}

function configFrom(environment: Record<string, string>): Config {
  const read = readConfig(environment);
  if (!read.ok)
    throw new Error(read.problems.map(({ variable, problem }) => `${variable.name} ${problem}`).join('; '));
  return read.config;
}

async function settled({ ports }: RunningApp, project: ProjectId): Promise<void> {
  const until = Date.now() + LIMIT_MS;
  const unfinished = async (): Promise<number> => {
    const { active = 0, waiting = 0, delayed = 0 } = (await ports.queueCounts()).cards ?? {};
    return active + waiting + delayed + (await ports.cards.open(project)).length;
  };
  // What ended just now is on no card's list before the next poll.
  await sleep(1_000);
  while ((await unfinished()) > 0) {
    if (Date.now() > until) throw new Error(`cards were not settled within ${LIMIT_MS} ms`);
    await sleep(50);
  }
}
