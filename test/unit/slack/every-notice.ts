import type { GroupMap } from '../../../src/core/group-map.ts';
import type { AnyWatch } from '../../../src/core/group-watch.ts';
import {
  ChannelId,
  DeploymentId,
  ProjectId,
  SlackUserId,
  TeamId,
  UserGroupId,
} from '../../../src/core/ids.ts';
import {
  type Announcement,
  type Fact,
  fact,
  type Notice,
  type ThreadNote,
} from '../../../src/core/notice.ts';
import { OPERATION_NAMES } from '../../../src/core/operations.ts';
import type { Watch } from '../../../src/core/watch.ts';
import { CARD_ID, GITLAB_HOST, REVISION } from './card-builder.ts';

/** Whom and what our own words name. Whatever else a message calls came from outside. */
const [OWNER, OTHER] = [SlackUserId.parse('U0OWNER'), SlackUserId.parse('U0OTHER')];
const CHANNEL = ChannelId.parse('C0OWN');
const USER_GROUP = UserGroupId.parse('S0OWN');
const TEAM = TeamId.parse('T1');

/** The same message with what it names by itself taken out. */
export function withoutOwnCalls<T extends object>(message: T): T {
  const wire = JSON.stringify(message)
    .replaceAll(`<@${OWNER}>`, 'Kim')
    .replaceAll(`<@${OTHER}>`, 'Ana')
    .replaceAll(`<#${CHANNEL}>`, 'a channel')
    .replaceAll(`<!subteam^${USER_GROUP}>`, 'a group');
  return JSON.parse(wire) as T;
}

const FACTS: Record<Fact['name'], true> = {
  subject: true,
  state: true,
  tier: true,
  address: true,
  description: true,
  agent: true,
  namespace: true,
  flux: true,
  environment: true,
  version: true,
  status: true,
  'record-only': true,
  'current-refused': true,
  'stop-job': true,
  forced: true,
  'stop-job-runs': true,
  'no-stop-job': true,
  'stopped-by-force': true,
  'stopped-before': true,
  'with-deployments': true,
  'protected-skipped': true,
  'maybe-more': true,
};

/** The table's keys are the names; `Object.keys` forgets that. */
const factsOf = (text: string): Fact[] =>
  (Object.keys(FACTS) as Fact['name'][]).map((name) => fact(name, text));

const watchOf = (text: string): Watch => ({
  team: TEAM,
  channel: CHANNEL,
  project: ProjectId.parse(7),
  projectPath: text,
  environments: [text, `!${text}`, `${text}/*`],
  tiers: [text],
  refs: [text, `!${text}`],
  by: [text],
  on: ['approvals', 'failed'],
  confirm: 'browser',
  mention: [OWNER, USER_GROUP],
  mode: 'thread',
  madeBy: OWNER,
  madeAt: 0,
});

/** Names of those a watch calls, as Slack tells them. */
const namesOf = (text: string) => new Map([OWNER, USER_GROUP].map((one) => [one, text] as const));

const groupWatchOf = (text: string): AnyWatch => {
  const { project: _project, ...rule } = watchOf(text);
  return { ...rule, group: 9, projects: [ProjectId.parse(7)], hidden: 2 };
};

const pausedOf = (text: string) =>
  ({ ...watchOf(text), madeBy: OWNER, paused: { why: 'no-access', at: 0, until: 1 } }) as const;

const mapOf = (text: string): GroupMap => ({
  team: TEAM,
  group: 9,
  path: text,
  userGroup: USER_GROUP,
  by: OWNER,
  at: 1,
});

const namedOf = (text: string) => ({
  project: text,
  environment: text,
  deployment: DeploymentId.parse(4711),
  url: text,
});

const all = <T>(makers: readonly ((text: string) => readonly T[])[], text: string): T[] =>
  makers.flatMap((make) => make(text));

/** Each kind of notice with this text wherever somebody else's text can stand; a new kind does not compile without one. */
const NOTICES: {
  readonly [Kind in Notice['kind']]: (text: string) => readonly Extract<Notice, { kind: Kind }>[];
} = {
  error: (text) => [{ kind: 'error', code: 'internal', facts: { url: text }, reference: text }],
  connect: (text) => [
    { kind: 'connect', url: text, minutes: 10, continues: true },
    { kind: 'connect', url: text, code: text, minutes: 10, continues: false },
  ],
  'already-connected': (text) => [{ kind: 'already-connected', username: text, url: text, code: text }],
  'confirm-link': (text) => [
    { kind: 'confirm-link', id: 'x', username: text, takenBy: undefined },
    { kind: 'confirm-link', id: 'x', username: text, takenBy: OTHER },
  ],
  'link-answered': () => [{ kind: 'link-answered' }],
  'link-canceled': () => [{ kind: 'link-canceled' }],
  connected: (text) => [
    { kind: 'connected', username: text, continues: false },
    { kind: 'connected', username: text, continues: true, from: OTHER },
  ],
  'connection-moved': (text) => [{ kind: 'connection-moved', username: text, to: OTHER }],
  'connection-dropped': (text) => [
    { kind: 'connection-dropped', username: text, why: 'connection-lost' },
    { kind: 'connection-dropped', username: text, why: 'gitlab-account-refused' },
  ],
  disconnected: (text) => [
    { kind: 'disconnected', username: text, revoked: false },
    { kind: 'disconnected', username: text, revoked: true },
  ],
  me: (text) => [{ kind: 'me', username: text, name: text, host: GITLAB_HOST, since: 0, ends: true }],
  ends: () => [{ kind: 'ends', wanted: false }],
  decided: (text) => [
    {
      kind: 'decided',
      decision: 'approved',
      named: namedOf(text),
      as: text,
      missing: 1,
      phase: 'ready',
      runs: 'refused',
    },
    {
      kind: 'decided',
      decision: 'rejected',
      named: namedOf(text),
      as: text,
      missing: undefined,
      phase: 'rejected',
      runs: 'not-asked',
    },
  ],
  'confirm-in-browser': (text) => [
    { kind: 'confirm-in-browser', named: namedOf(text), ref: text, sha: text, url: text, minutes: 5 },
  ],
  uncertain: (text) => [{ kind: 'uncertain', named: namedOf(text), act: 'approval' }],
  'run-started': (text) => [
    { kind: 'run-started', named: namedOf(text), job: text, again: true },
    { kind: 'run-started', named: namedOf(text), job: text, again: false },
  ],
  'choose-rule': (text) => [
    {
      kind: 'choose-rule',
      named: namedOf(text),
      card: { id: CARD_ID, revision: REVISION },
      labels: [text, `${text}2`, 'Security'],
    },
    { kind: 'choose-rule', named: namedOf(text), card: undefined, labels: [text] },
  ],
  confirm: (text) =>
    OPERATION_NAMES.map((op) => ({ kind: 'confirm', id: 'x', op, project: text, effects: factsOf(text) })),
  confirmed: () => OPERATION_NAMES.map((op) => ({ kind: 'confirmed', op })),
  canceled: () => [{ kind: 'canceled' }],
  written: (text) =>
    OPERATION_NAMES.map((op) => ({
      kind: 'written',
      op,
      project: text,
      subject: text,
      url: text,
      details: factsOf(text),
    })),
  'hook-set': (text) =>
    (
      [
        { end: 'arrived', afterMs: 1 },
        { end: 'not-delivered', said: text },
        { end: 'not-arrived' },
        { end: 'untested' },
      ] as const
    ).map((test) => ({ kind: 'hook-set', where: text, isGroup: true, page: text, address: text, test })),
  'watch-set': (text) => [
    {
      kind: 'watch-set',
      watch: watchOf(text),
      replaced: true,
      preview: { days: 7, matched: 1, looked: 2, isWhole: false },
      undo: 'x',
    },
    {
      kind: 'watch-set',
      watch: groupWatchOf(text),
      replaced: false,
      preview: { days: 7, matched: 1, looked: 2, isWhole: true, projects: { looked: 1, all: 3 } },
    },
  ],
  'watch-undone': (text) => [
    { kind: 'watch-undone', projectPath: text, restored: undefined },
    { kind: 'watch-undone', projectPath: text, restored: watchOf(text) },
  ],
  'watch-tested': (text) => [{ kind: 'watch-tested', watch: watchOf(text) }],
  'watch-removed': (text) => [
    { kind: 'watch-removed', projectPath: text },
    { kind: 'watch-removed', projectPath: text, channel: CHANNEL },
    { kind: 'watch-removed', projectPath: text, isDirect: true },
  ],
  'watch-kept': (text) => [{ kind: 'watch-kept', watch: watchOf(text) }],
  'watch-lost': (text) => [{ kind: 'watch-lost', watch: pausedOf(text) }],
  watches: (text) => {
    const watches = [watchOf(text), groupWatchOf(text), pausedOf(text)];
    const [first] = watches;
    const trouble = {
      code: 'channel-lost',
      reason: text,
      since: 0,
      times: 1,
      nextTryAt: 0,
      told: true,
    } as const;
    return [
      {
        kind: 'watches',
        channel: CHANNEL,
        watches,
        direct: watches,
        names: namesOf(text),
        troubles: first === undefined ? new Map() : new Map([[first, trouble]]),
        declared: [
          {
            channel: CHANNEL,
            of: { kind: 'project', ref: text },
            rule: watchOf(text),
            trouble: { code: 'unreadable', since: 0 },
          },
        ],
      },
      { kind: 'watches', channel: CHANNEL, watches, isMine: true },
    ];
  },
  'group-mapped': (text) => [{ kind: 'group-mapped', map: mapOf(text), before: USER_GROUP }],
  'group-unmapped': (text) => [{ kind: 'group-unmapped', map: mapOf(text) }],
  'group-maps': (text) => [{ kind: 'group-maps', rows: [{ map: mapOf(text), isGone: true }] }],
  status: (text) => [{ kind: 'status', status: statusOf(text) }],
  'all-watches': (text) => [
    {
      kind: 'all-watches',
      watches: [watchOf(text), groupWatchOf(text), pausedOf(text)],
      total: 3,
      page: 1,
      pages: 2,
    },
  ],
};

const statusOf = (text: string): Extract<Notice, { kind: 'status' }>['status'] => ({
  now: 1,
  processes: [{ role: text, version: text, startedAt: 0, seenAt: 0 }],
  slack: { failed: 'slack-unreachable' },
  gitlab: { known: text },
  token: { known: { scopes: [text], expiresAt: text } },
  server: { name: text, policy: text, usedBytes: 1, limitBytes: 2 },
  queues: { acts: { waiting: 1, failed: 1 } },
  polls: {
    hot: 1,
    warm: 1,
    cold: 1,
    lateMs: 9,
    failing: [{ project: text, failures: 9, code: text }],
  },
  webhook: { lastAt: 0, refusedAt: 0 },
  connections: 1,
  watches: { total: 1, paused: 1, troubled: 1, fromFile: 1, replacing: 1, idle: 1 },
  openCards: 1,
  audit: { seq: 1, hash: text },
  errors: 1,
});

export const everyNotice = (text: string): Notice[] => all<Notice>(Object.values(NOTICES), text);

const ANNOUNCEMENTS: {
  readonly [Kind in Announcement['kind']]: (text: string) => readonly Extract<Announcement, { kind: Kind }>[];
} = {
  'watch-started': (text) => [
    { kind: 'watch-started', watch: watchOf(text), by: OWNER, replaced: OTHER, names: namesOf(text) },
    { kind: 'watch-started', watch: { ...groupWatchOf(text), madeBy: 'file' }, by: 'file', replaced: OTHER },
  ],
  'watch-test': (text) => [{ kind: 'watch-test', watch: watchOf(text), by: OTHER, names: namesOf(text) }],
  'watch-stopped': (text) => [
    { kind: 'watch-stopped', watch: watchOf(text), by: OTHER },
    { kind: 'watch-stopped', watch: { ...watchOf(text), madeBy: 'file' }, by: 'file' },
  ],
  'watch-question': (text) => [
    { kind: 'watch-question', watch: pausedOf(text), end: undefined },
    ...([{ how: 'kept', by: OTHER }, { how: 'ended' }, { how: 'file' }] as const).map(
      (end) => ({ kind: 'watch-question', watch: pausedOf(text), end }) as const,
    ),
  ],
  'watch-taken-over': (text) => [{ kind: 'watch-taken-over', watch: watchOf(text), from: OTHER }],
  'watch-ended': (text) => [{ kind: 'watch-ended', watch: pausedOf(text) }],
};

export const everyAnnouncement = (text: string): Announcement[] =>
  all<Announcement>(Object.values(ANNOUNCEMENTS), text);

const NOTES: {
  readonly [Kind in ThreadNote['kind']]: (text: string) => readonly Extract<ThreadNote, { kind: Kind }>[];
} = {
  vote: (text) => [
    { kind: 'vote', status: text, name: text, rule: text, comment: text, missing: 1, about: aboutOf(text) },
    { kind: 'vote', status: 'approved', name: text, rule: text, comment: text, missing: 0 },
  ],
  failure: (text) => [
    { kind: 'failure', user: OWNER, name: text, job: text, reason: text, about: aboutOf(text) },
    { kind: 'failure', user: OWNER, name: text, job: undefined, reason: null },
  ],
};

const aboutOf = (text: string) => ({ environment: text, deployment: DeploymentId.parse(4711) });

export const everyNote = (text: string): ThreadNote[] => all<ThreadNote>(Object.values(NOTES), text);
