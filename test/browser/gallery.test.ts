import { WebClient } from '@slack/web-api';
import { expect, onTestFinished, test } from 'vitest';
import { startSandboxSlack } from '../../sandbox/slack/sandbox-slack.ts';
import type { CardView } from '../../src/core/card.ts';
import { DeploymentId } from '../../src/core/ids.ts';
import { renderPost } from '../../src/slack/render.ts';
import { commandNames } from '../../src/slack/words/commands.ts';
import { chromiumPath, startChromium } from '../support/chromium.ts';
import { pictureAt } from '../support/pictures.ts';
import {
  cardView,
  deployment,
  GITLAB_HOST,
  job,
  person,
  rule,
  ships,
  vote,
} from '../unit/slack/card-builder.ts';

const kim = person(2, 'Kim Berg');
const security = (given: number) => rule('Security', 2, given === 0 ? [] : [vote(kim)]);

/** Security has approved. */
const given = { pending: 0, approvals: [vote(kim)], rules: [rule('Security', 1, [vote(kim)])] };

const STARTED = '2026-11-21T10:42:00.000Z';
const FINISHED = '2026-11-21T10:45:12.000Z';
const previous = {
  ref: 'v2.13.0',
  sha: '99aa88bb77665544',
  url: `https://${GITLAB_HOST}/acme/shop/-/environments/3/deployments/11`,
};

/** The card in every phase, by the name of its picture. */
const CARDS: Record<string, CardView> = {
  'card-awaiting-approval': cardView('awaiting-approval', { ships: ships() }),
  'card-confirming': cardView('awaiting-approval', { ships: ships(), confirming: ['Kim Berg'] }),
  'card-partly-approved': cardView('awaiting-approval', {
    deployment: deployment({ approval: { pending: 1, approvals: [vote(kim)], rules: [security(1)] } }),
  }),
  'card-ready': cardView('ready', {
    deployment: deployment({ approval: given }),
  }),
  'card-manual': cardView('manual', {
    deployment: deployment({ approval: { pending: 0, approvals: [], rules: [] } }),
  }),
  'card-queued': cardView('queued', {
    deployment: deployment({ approval: given, job: job({ status: 'pending' }) }),
  }),
  'card-running': cardView('running', {
    deployment: deployment({
      status: 'running',
      approval: given,
      job: job({ status: 'running', startedAt: STARTED }),
    }),
    previous,
  }),
  'card-success': cardView('success', {
    deployment: deployment({
      status: 'success',
      approval: given,
      job: job({ status: 'success', startedAt: STARTED, finishedAt: FINISHED }),
    }),
    previous,
  }),
  'card-failed': cardView('failed', {
    deployment: deployment({
      status: 'failed',
      approval: given,
      job: job({
        status: 'failed',
        failureReason: 'script_failure',
        startedAt: STARTED,
        finishedAt: FINISHED,
      }),
    }),
    previous,
  }),
  'card-rejected': cardView('rejected', {
    deployment: deployment({
      status: 'failed',
      approval: {
        pending: 2,
        approvals: [vote(kim, 'rejected', 'The migration is not reviewed')],
        rules: [security(0)],
      },
    }),
  }),
  'card-canceled': cardView('canceled', {
    deployment: deployment({ status: 'canceled', job: job({ status: 'canceled' }) }),
  }),
  'card-canceled-running': cardView('canceled', {
    deployment: deployment({
      status: 'canceled',
      approval: given,
      job: job({ status: 'canceled', startedAt: STARTED, finishedAt: FINISHED }),
    }),
    previous,
  }),
  'card-superseded': cardView('superseded', {
    supersededBy: {
      id: DeploymentId.parse(4715),
      url: `https://${GITLAB_HOST}/acme/shop/-/environments/3/deployments/16`,
    },
  }),
};

test.runIf(chromiumPath !== undefined)(
  'the card can be looked at in every phase',
  { timeout: 120_000 },
  async () => {
    const slack = await startSandboxSlack();
    onTestFinished(() => slack.stop());
    slack.addUser({ name: 'kim', realName: 'Kim Berg' });
    const channel = slack.addChannel({ name: 'deploys', botIsMember: true });
    const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
    for (const view of Object.values(CARDS)) {
      const { text, blocks } = renderPost(
        { kind: 'card', view },
        { gitlabHost: GITLAB_HOST, commands: commandNames() },
      );
      await client.chat.postMessage({ channel: channel.id, text, blocks });
    }
    const browser = await startChromium(chromiumPath ?? '');
    onTestFinished(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    await page.goto(slack.url);
    const articles = page.getByRole('article');
    await articles.nth(Object.keys(CARDS).length - 1).waitFor();
    for (const [index, name] of Object.keys(CARDS).entries()) {
      const picture = await articles.nth(index).screenshot({ path: pictureAt(name) });
      expect(picture.length).toBeGreaterThan(5_000);
    }
  },
);
