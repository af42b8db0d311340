import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkView } from '../../../sandbox/slack/block-kit/check-blocks.ts';
import type { JsonObject } from '../../../sandbox/slack/json.ts';
import { mentions } from '../../../sandbox/slack/mentions.ts';
import { tallyRules } from '../../../src/core/approvals.ts';
import type { Deployment, Environment, Project } from '../../../src/core/deployment.ts';
import { FORM_NAMES } from '../../../src/core/forms.ts';
import {
  ChannelId,
  DeploymentId,
  EnvironmentId,
  ProjectId,
  SlackUserId,
  TeamId,
  UserGroupId,
} from '../../../src/core/ids.ts';
import { type Fact, fact, type Notice } from '../../../src/core/notice.ts';
import { OPERATION_NAMES } from '../../../src/core/operations.ts';
import type { Phase } from '../../../src/core/phase.ts';
import { changesMessage } from '../../../src/slack/changes.ts';
import { deploymentDetails } from '../../../src/slack/details.ts';
import { environmentDetails, environmentList } from '../../../src/slack/environments.ts';
import { withinLimits } from '../../../src/slack/limits.ts';
import { deploymentList } from '../../../src/slack/lists.ts';
import { approversModal } from '../../../src/slack/modals/approvers.ts';
import { formModal } from '../../../src/slack/modals/form.ts';
import { noticeModal } from '../../../src/slack/modals/notice.ts';
import { announcementMessage } from '../../../src/slack/words/announcements.ts';
import { commandNames } from '../../../src/slack/words/commands.ts';
import { noticeMessage } from '../../../src/slack/words/notices.ts';
import { CARD_ID, deployment, GITLAB_HOST, job, person, REVISION, rule, vote } from './card-builder.ts';
import { assertHarmless, untrusted } from './hostile.ts';

const settings = { gitlabHost: GITLAB_HOST, commands: commandNames() };
const CHANNEL = ChannelId.parse('C1');
const WHO = { team: TeamId.parse('T1'), user: SlackUserId.parse('U1') };
const PHASES: readonly Phase[] = [
  'awaiting-approval',
  'ready',
  'manual',
  'running',
  'success',
  'failed',
  'unknown',
];

const projectOf = (text: string): Project => ({
  id: ProjectId.parse(7),
  path: text,
  name: text,
  webUrl: text,
  archived: false,
});

const deploymentOf = (text: string): Deployment => {
  const votes = [vote(person(2, text), 'approved', text), vote(person(3, text), 'rejected', text)];
  return deployment({
    ref: text,
    sha: text,
    status: text,
    createdAt: text,
    requestedBy: person(1, text),
    environment: { id: EnvironmentId.parse(3), name: text, externalUrl: text },
    job: job({ name: text, failureReason: text, webUrl: text, commitTitle: text }),
    approval: { pending: 9, approvals: votes, rules: [rule(text, 9, votes), rule(null, 2)] },
  });
};

const environmentOf = (text: string): Environment => ({
  id: EnvironmentId.parse(3),
  name: text,
  externalUrl: text,
  tier: text,
  state: text,
  slug: text,
  description: text,
  createdAt: text,
  updatedAt: text,
  autoStopAt: text,
  autoStopSetting: text,
  kubernetesNamespace: text,
  fluxResourcePath: text,
  lastDeployment: {
    id: DeploymentId.parse(1),
    iid: 1,
    sha: text,
    ref: text,
    createdAt: text,
    requestedBy: person(1, text),
  },
});

const FACTS: readonly Fact['name'][] = [
  'subject',
  'state',
  'tier',
  'address',
  'description',
  'environment',
  'version',
  'status',
  'current-refused',
  'stop-job',
];

/** Every notice whose words are not an error's, each with this text wherever somebody else's text can stand. */
function noticesOf(text: string): Notice[] {
  const named = { project: text, environment: text, deployment: DeploymentId.parse(4711), url: text };
  const facts = FACTS.map((name) => fact(name, text));
  const watch = {
    ...WHO,
    channel: CHANNEL,
    project: ProjectId.parse(7),
    projectPath: text,
    environments: [text, `!${text}`, `${text}/*`],
    on: ['failed' as const],
    madeBy: WHO.user,
    madeAt: 0,
  };
  return [
    { kind: 'connect', url: text, minutes: 10, continues: true },
    { kind: 'already-connected', username: text, url: text },
    { kind: 'connected', username: text, continues: false },
    { kind: 'disconnected', username: text, revoked: false },
    { kind: 'me', username: text, name: text, host: GITLAB_HOST, since: 0, ends: true },
    { kind: 'ends', wanted: false },
    { kind: 'decided', decision: 'approved', named, as: text, missing: 1, phase: 'ready', runs: 'refused' },
    {
      kind: 'decided',
      decision: 'rejected',
      named,
      as: text,
      missing: undefined,
      phase: 'rejected',
      runs: 'not-asked',
    },
    { kind: 'uncertain', named, act: 'approval' },
    { kind: 'run-started', named, job: text, again: true },
    {
      kind: 'choose-rule',
      named,
      card: { id: CARD_ID, revision: REVISION },
      labels: [text, `${text}2`, 'Security'],
    },
    { kind: 'choose-rule', named, card: undefined, labels: [text] },
    ...OPERATION_NAMES.flatMap((op): Notice[] => [
      { kind: 'confirm', id: 'x', op, project: text, effects: facts },
      { kind: 'written', op, project: text, subject: text, url: text, details: facts },
    ]),
    { kind: 'watch-set', watch, replaced: true },
    { kind: 'watch-removed', projectPath: text },
    { kind: 'watches', channel: CHANNEL, watches: [watch, watch] },
  ];
}

/** A query that keeps what was typed, as the buttons to further pages carry it. */
const queryOf = (text: string) => ({ kind: 'list' as const, filters: { env: text.slice(0, 500) }, page: 2 });

test('text from outside is harmless in every private answer', () => {
  fc.assert(
    fc.property(untrusted, (text) => {
      for (const notice of noticesOf(text)) {
        // Our own address may be any; a test of its own holds it to http and https.
        const message = withinLimits(noticeMessage(notice, settings));
        const isOurs = notice.kind === 'connect' || notice.kind === 'already-connected';
        assertHarmless(isOurs ? { ...message, blocks: message.blocks.slice(0, 1) } : message);
      }
    }),
    { numRuns: 150 },
  );
});

test('text from outside is harmless in every list, in details, and in what a deployment ships', () => {
  fc.assert(
    fc.property(untrusted, fc.constantFrom(...PHASES), (text, phase) => {
      const project = projectOf(text);
      const own = deploymentOf(text);
      const rows = Array.from({ length: 10 }, () => ({ project, deployment: own, phase, tier: text }));
      const pages = { page: 1, previous: undefined, next: queryOf(text) };
      const environments = Array.from({ length: 20 }, () => environmentOf(text));
      const requests = [{ iid: 1, title: text, webUrl: text, author: text }];
      for (const message of [
        deploymentList({ kind: 'list', projectPath: text, rows, ...pages }, settings),
        deploymentList({ kind: 'pending', projectPath: undefined, rows, ...pages }, settings),
        deploymentDetails(
          project,
          { deployment: own, phase, revision: REVISION, supersededBy: undefined },
          settings,
          text,
        ),
        environmentList({ project, rows: environments, ...pages }, settings),
        environmentDetails(project, environmentOf(text), settings),
        changesMessage(
          project,
          own.id,
          {
            kind: 'linked',
            rows: [{ iid: 1, title: text, webUrl: text, author: text }],
            page: 1,
            hasMore: true,
          },
          1,
          settings,
        ),
        changesMessage(
          project,
          own.id,
          {
            kind: 'expected',
            shipping: {
              since: text,
              compareUrl: text,
              tier: text,
              commits: [{ sha: text, title: text, message: text, author: text }],
              mergeRequests: requests,
              loose: [{ sha: text, title: text, message: text, author: text }],
              behind: 1,
              uncertain: true,
            },
          },
          1,
          settings,
        ),
      ])
        assertHarmless(withinLimits(message));
    }),
    { numRuns: 150 },
  );
});

test('what a channel is told of a watch calls nobody but who set it up', () => {
  fc.assert(
    fc.property(untrusted, (text) => {
      const [watch] = noticesOf(text).flatMap((notice) =>
        notice.kind === 'watch-set' ? [notice.watch] : [],
      );
      if (watch === undefined) throw new Error('no watch');
      const { text: fallback, blocks } = announcementMessage(
        { kind: 'watch-started', watch, by: WHO.user },
        settings.commands,
      );
      const wire = JSON.stringify(blocks);
      expect(wire.split(`<@${WHO.user}>`)).toHaveLength(2);
      assertHarmless({ text: fallback, blocks: JSON.parse(wire.replace(`<@${WHO.user}>`, 'Kim')) });
    }),
  );
});

test('a group’s name calls nobody but the user group that stands for it', () => {
  fc.assert(
    fc.property(untrusted, (path) => {
      const userGroup = UserGroupId.parse('S0SEC');
      const map = { team: WHO.team, group: 9, path, userGroup, by: WHO.user, at: 1 };
      for (const notice of [
        { kind: 'group-mapped', map, before: userGroup } as const,
        { kind: 'group-unmapped', map } as const,
        { kind: 'group-maps', rows: [{ map, isGone: true }] } as const,
      ]) {
        const { text, blocks } = noticeMessage(notice, settings);
        const wire = JSON.stringify(blocks)
          .replace(`<@${WHO.user}>`, 'Kim')
          .replace(`<!subteam^${userGroup}>`, '');
        assertHarmless({ text: text.replace(`<@${WHO.user}>`, 'Kim'), blocks: JSON.parse(wire) });
      }
    }),
  );
});

test('text from outside is harmless in every dialog', () => {
  fc.assert(
    fc.property(untrusted, fc.constantFrom(...FORM_NAMES), (text, op) => {
      const named = { id: ProjectId.parse(7), path: text };
      const people = [{ tally: tallyRules(deploymentOf(text))[0], people: [person(5, text)] }];
      const notices = noticesOf(text).filter(({ kind }) => kind === 'decided' || kind === 'written');
      const views = [
        ...notices.map((notice) => noticeModal(notice, settings)),
        approversModal(
          { sha: text, ref: text, environment: text },
          {
            rules: people.flatMap(({ tally, people: known }) =>
              tally === undefined ? [] : [{ tally, people: { known }, userGroup: undefined }],
            ),
            you: { as: [text], voted: false, requested: false },
            slackUsers: new Map(),
          },
        ),
        ...[named, undefined].map((project) =>
          formModal({
            op,
            person: WHO,
            channel: CHANNEL,
            values: { environment: text, name: text, ref: text, sha: text, url: text, description: text },
            project,
            watched: [named],
            choices: {
              environments: [text],
              allEnvironments: false,
              removable: { description: text, url: text },
              refs: [text],
              deployments: [
                { id: DeploymentId.parse(1), environment: text, ref: text, sha: text, status: text },
              ],
            },
          }),
        ),
      ];
      for (const view of views) {
        const wire: JsonObject & { blocks: JsonObject[] } = JSON.parse(JSON.stringify(view));
        expect(checkView(wire, 'modal')).toBeUndefined();
        const found = mentions({ text: '', blocks: wire.blocks });
        expect([...found.users, ...found.usergroups, ...found.broadcasts, ...found.channels]).toEqual([]);
        for (const { url } of found.links) expect(new URL(url).host).toBe(GITLAB_HOST);
      }
    }),
    { numRuns: 100 },
  );
});
