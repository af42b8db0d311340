import type { Ports } from './core/ports/ports.ts';
import { countingErrors } from './count-errors.ts';
import { linkingMessages } from './flows/audit-links.ts';
import { restWhenLimited } from './flows/rate-limited.ts';
import { rememberingMembers } from './flows/remembered-members.ts';
import { createGitLab } from './gitlab/gitlab.ts';
import { createGitLabOAuth } from './gitlab/oauth.ts';
import { staticCredential } from './gitlab/static-credential.ts';
import type { Parts } from './parts.ts';
import { replyDelivery } from './reply-delivery.ts';
import { createSlackForms } from './slack/forms.ts';
import { createSlackMessages } from './slack/messages.ts';
import { createSlackNotices } from './slack/notices.ts';
import { createSlackPeople } from './slack/people.ts';
import { createSlackUserGroups } from './slack/user-groups.ts';
import { createSlackViews } from './slack/views.ts';
import { commandNames } from './slack/words/commands.ts';
import { createSealer } from './store/sealer.ts';
import { createStores } from './store/stores.ts';

const SETTLE = { settlePost: { afterMs: 30_000, againMs: 15_000 }, settleDecisionMs: 5_000 };

const SIGN_IN_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;
const WATCH_CHECK = { everyMs: 24 * HOUR_MS, graceMs: 72 * HOUR_MS };

/** The ports the flows go through, each on its real part. */
export function buildPorts(parts: Parts, publicUrl: string): Ports {
  const { config, log, clock, chance, clients, queues, store, team } = parts;
  const sealer = createSealer(config.tokenKeys);
  const gitlabHost = new URL(config.gitlab.url).host;
  const words = { gitlabHost, commands: commandNames(config.commandPrefix) };
  const gitlab = createGitLab({
    baseUrl: config.gitlab.url,
    log,
    clock,
    fraction: () => chance.fraction(),
    ...(parts.overrides.gitlabTimeoutMs === undefined ? {} : { timeoutMs: parts.overrides.gitlabTimeoutMs }),
  });
  const stores = createStores({
    redis: store.redis,
    prefix: config.redisPrefix,
    sealer,
    chance,
    log,
    host: gitlabHost,
    afterDurableWrite: store.save,
  });
  const watcher = gitlab.as({
    ...staticCredential({ kind: config.gitlab.tokenType, token: config.gitlab.token }),
    limited: restWhenLimited({ polls: stores.polls, clock, log, pace: config.pace }),
  });
  return {
    ...stores,
    audit: linkingMessages(stores.audit, parts.installation.url),
    gitlab,
    watcher,
    memberLists: rememberingMembers(watcher, clock),
    oauth: createGitLabOAuth({
      baseUrl: config.gitlab.url,
      clientId: config.gitlab.clientId,
      clientSecret: config.gitlab.clientSecret,
      redirectUri: `${publicUrl}/oauth/gitlab/callback`,
      clock,
    }),
    messages: createSlackMessages({ client: clients.notify, settings: words }),
    notices: createSlackNotices({ ...replyDelivery(parts), settings: words }),
    forms: createSlackForms({ views: createSlackViews(clients.interactive), settings: words, log }),
    people: createSlackPeople({ client: clients.interactive, clock }),
    userGroups: createSlackUserGroups({ client: clients.interactive, clock, log }),
    jobs: queues,
    queueCounts: () => queues.counts(),
    clock,
    chance,
    log: countingErrors(log, stores.inspection, clock),
    settings: {
      ...SETTLE,
      signInMs: parts.overrides.signInMs ?? SIGN_IN_MS,
      watchCheck: WATCH_CHECK,
      ...parts.overrides.settings,
      team,
      publicUrl,
      signIn: config.signIn,
      webhook: config.gitlab.webhook,
      operators: config.operators,
      workspaceUrl: parts.installation.url,
      auditRetentionMs: config.auditRetentionMs,
      pace: config.pace,
    },
  };
}
