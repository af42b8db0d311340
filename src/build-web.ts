import { GitLabError } from './core/gitlab-error.ts';
import type { GitLabApi } from './core/ports/gitlab.ts';
import type { Ports } from './core/ports/ports.ts';
import { type Binding, bind } from './handlers/bind.ts';
import { CAPABILITIES } from './handlers/capabilities.ts';
import { createPace } from './handlers/pace.ts';
import { createRegistry } from './handlers/registry.ts';
import { createSlackIngress, type SlackIngress } from './handlers/slack-app.ts';
import { guardedRoute } from './handlers/slack-route.ts';
import type { Parts } from './parts.ts';
import { refusedRequests } from './refused-requests.ts';
import { replyDelivery, replySealer } from './reply-delivery.ts';
import { createCommandReplies } from './slack/command-replies.ts';
import { slackLogger } from './slack/logger.ts';
import { createSlackViews } from './slack/views.ts';
import { commandNames } from './slack/words/commands.ts';
import { confirmPageWords } from './slack/words/confirm-page.ts';
import { signInWords } from './slack/words/web.ts';
import { webhookRoutes } from './web/gitlab-webhook.ts';
import { healthRoutes } from './web/health.ts';
import { createHookTally } from './web/hook-tally.ts';
import { metricsRoutes } from './web/metrics.ts';
import { oauthRoutes } from './web/oauth.ts';
import type { Route } from './web/server.ts';

/** What the handlers are bound with. */
export function buildBinding(parts: Parts, ports: Ports): Binding {
  const { config, clients, clock, stopper } = parts;
  return {
    ports,
    views: createSlackViews(clients.interactive),
    replies: createCommandReplies(replyDelivery(parts)),
    words: { gitlabHost: new URL(config.gitlab.url).host, commands: commandNames(config.commandPrefix) },
    registry: createRegistry(CAPABILITIES),
    installation: parts.installation,
    pace: createPace(clock, parts.overrides.allowance),
    sealReply: replySealer(parts),
    commandPrefix: config.commandPrefix,
    track: (work) => stopper.track(work),
  };
}

/** Opens the way Slack comes in. */
export async function openIngress(parts: Parts, binding: Binding): Promise<SlackIngress> {
  const { config, log, stopper } = parts;
  const ingress = createSlackIngress({ ...config.slack, logger: slackLogger(log), log });
  bind(ingress.app, binding);
  await ingress.start();
  stopper.add('slack', () => ingress.stop());
  return ingress;
}

/** Every route of the HTTP server. */
export function routesOf(parts: Parts, ports: Ports, ingress: SlackIngress | undefined): Route[] {
  const { clients, clock, config, log, queues, stopper, store } = parts;
  const probes = {
    redis: async () => void (await store.redis.ping()),
    slack: async () => void (await clients.interactive.auth.test()),
    gitlab: () => answers(ports.watcher),
  };
  if (ingress === undefined) return [...healthRoutes(probes), ...metricsRoutes(() => queues.counts())];
  const { hooks } = ports;
  const tally = createHookTally();
  const facts = { tally, lastAt: () => hooks.lastAt(), lastRefusedAt: () => hooks.lastRefusedAt() };
  const own = [
    ...healthRoutes(probes),
    ...metricsRoutes(() => queues.counts(), facts),
    ...webhookRoutes({ ports, keys: config.gitlab.webhook, tally, track: (work) => stopper.track(work) }),
  ];
  const { listener } = ingress;
  const slack: Route[] =
    listener === undefined
      ? []
      : [
          {
            method: 'POST',
            path: '/slack/events',
            handle: guardedRoute(listener, { clock, log, refused: refusedRequests(parts, ports) }),
          },
        ];
  return [...slack, ...signInRoutes(parts, ports), ...own];
}

/** Where people enter a code at GitLab, nothing of a sign-in comes through here. */
function signInRoutes({ config }: Parts, ports: Ports): Route[] {
  const names = commandNames(config.commandPrefix);
  return config.signIn === 'device' ? [] : oauthRoutes(ports, signInWords(names), confirmPageWords(names));
}

/** Whether GitLab answers at all: a refused token is for `doctor` to find, and not mended by taking the bot away. */
async function answers(gitlab: GitLabApi): Promise<void> {
  try {
    await gitlab.version();
  } catch (error) {
    if (!(error instanceof GitLabError) || error.status === undefined || error.status >= 500) throw error;
  }
}
