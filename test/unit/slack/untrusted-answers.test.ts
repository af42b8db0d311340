import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkView } from '../../../sandbox/slack/block-kit/check-blocks.ts';
import type { JsonObject } from '../../../sandbox/slack/json.ts';
import { mentions } from '../../../sandbox/slack/mentions.ts';
import { tallyRules } from '../../../src/core/approvals.ts';
import { AUDIT_ACTS } from '../../../src/core/audit.ts';
import type { Deployment, Environment, Project } from '../../../src/core/deployment.ts';
import { FORM_NAMES } from '../../../src/core/forms.ts';
import {
  ChannelId,
  DeploymentId,
  EnvironmentId,
  GitLabUserId,
  ProjectId,
  SlackUserId,
  TeamId,
} from '../../../src/core/ids.ts';
import type { Notice } from '../../../src/core/notice.ts';
import type { Phase } from '../../../src/core/phase.ts';
import { changesMessage } from '../../../src/slack/changes.ts';
import { deploymentDetails } from '../../../src/slack/details.ts';
import { environmentDetails, environmentList } from '../../../src/slack/environments.ts';
import { historyMessage } from '../../../src/slack/history.ts';
import { withinLimits } from '../../../src/slack/limits.ts';
import { deploymentList } from '../../../src/slack/lists.ts';
import { approversModal } from '../../../src/slack/modals/approvers.ts';
import { formModal } from '../../../src/slack/modals/form.ts';
import { noticeModal } from '../../../src/slack/modals/notice.ts';
import { renderPost } from '../../../src/slack/render.ts';
import { commandNames } from '../../../src/slack/words/commands.ts';
import { noticeMessage } from '../../../src/slack/words/notices.ts';
import { deployment, GITLAB_HOST, job, person, REVISION, rule, vote } from './card-builder.ts';
import { everyAnnouncement, everyNote, everyNotice, withoutOwnCalls } from './every-notice.ts';
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

/** A query that keeps what was typed, as the buttons to further pages carry it. */
const queryOf = (text: string) => ({ kind: 'list' as const, filters: { env: text.slice(0, 500) }, page: 2 });

/** Their button leads to a page of our own, whose address may be any; a test of its own holds it to http and https. */
const OWN_PAGES: ReadonlySet<Notice['kind']> = new Set([
  'connect',
  'already-connected',
  'confirm-in-browser',
]);

test('text from outside is harmless in every private answer', () => {
  fc.assert(
    fc.property(untrusted, (text) => {
      for (const notice of everyNotice(text)) {
        const message = withoutOwnCalls(withinLimits(noticeMessage(notice, settings)));
        assertHarmless(
          OWN_PAGES.has(notice.kind) ? { ...message, blocks: message.blocks.slice(0, 1) } : message,
        );
      }
    }),
    { numRuns: 150 },
  );
});

test('text from outside is harmless in all that a channel or a thread is told', () => {
  fc.assert(
    fc.property(untrusted, (text) => {
      for (const post of [
        ...everyAnnouncement(text).map((announcement) => ({ kind: 'announcement', announcement }) as const),
        ...everyNote(text).map((note) => ({ kind: 'note', note }) as const),
      ])
        assertHarmless(withoutOwnCalls(renderPost(post, settings)));
    }),
    { numRuns: 150 },
  );
});

test('text from outside is harmless in the history, whoever did what', () => {
  fc.assert(
    fc.property(untrusted, fc.constantFrom(...AUDIT_ACTS), (text, act) => {
      const entry = {
        at: 0,
        act,
        outcome: text,
        gitlabUser: { id: GitLabUserId.parse(1), username: text },
        project: text,
        environment: text,
        sha: text,
        detail: text,
        comment: text,
        url: text,
        messageUrl: text,
      };
      const entries = [entry, { ...entry, outcome: 'done', deployment: DeploymentId.parse(1) }];
      const query = { filters: { env: text.slice(0, 500) } };
      const list = { entries, older: query, newer: query, searchedTo: 0, seesAll: false };
      assertHarmless(historyMessage(list, { gitlabHost: GITLAB_HOST, slackHost: 'acme.slack.com' }));
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

test('text from outside is harmless in every dialog', () => {
  fc.assert(
    fc.property(untrusted, fc.constantFrom(...FORM_NAMES), (text, op) => {
      const named = { id: ProjectId.parse(7), path: text };
      const people = [{ tally: tallyRules(deploymentOf(text))[0], people: [person(5, text)] }];
      const notices = everyNotice(text).filter(({ kind }) => !OWN_PAGES.has(kind));
      const views = [
        ...notices.map((notice) => withoutOwnCalls(noticeModal(notice, settings))),
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

test('no answer holds an action id twice', () => {
  for (const notice of everyNotice('acme/shop')) {
    const ids = JSON.stringify(noticeMessage(notice, settings).blocks).match(/"action_id":"[^"]*"/gu) ?? [];
    expect(ids, notice.kind).toEqual([...new Set(ids)]);
  }
});
