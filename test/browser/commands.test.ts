import { expect, onTestFinished, test } from 'vitest';
import { chromiumPath, startChromium } from '../support/chromium.ts';
import { pictureAt } from '../support/pictures.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

/** Commands as Kim types them, by the name of the picture of the answer; some name what an earlier one made. */
function walk(world: TestWorld): Record<string, readonly [command: string, text: string | (() => string)]> {
  const { world: gitlab } = world.gitlab;
  gitlab.addMergeRequest(SHOP, { title: 'Retry a payment that timed out', author: 'dana' });
  const done = gitlab.startPipeline(SHOP, { environment: 'staging', by: 'dana', ref: 'v2.13.0', tag: true });
  gitlab.succeed(done.id);
  const sha = gitlab.addCommit(SHOP, { title: 'New tax rates', author: 'ana' });
  const failed = gitlab.startPipeline(SHOP, {
    environment: 'staging',
    by: 'dana',
    ref: 'v2.13.1',
    tag: true,
  });
  gitlab.fail(failed.id);
  const manual = gitlab.startPipeline(SHOP, {
    environment: 'staging',
    by: 'dana',
    ref: 'v2.13.2',
    tag: true,
    manual: true,
  });
  const waiting = gitlab.startPipeline(SHOP, {
    environment: 'production',
    by: 'dana',
    ref: 'v2.14.0',
    tag: true,
    sha,
  });
  return {
    'deploy-help': ['/deploy', 'help'],
    'deploy-help-approve': ['/deploy', 'help approve'],
    'deploy-pending': ['/deploy', `pending ${SHOP}`],
    'deploy-list': ['/deploy', `list ${SHOP}`],
    'deploy-show': ['/deploy', `show ${SHOP} ${waiting.id}`],
    'deploy-changes': ['/deploy', `changes ${SHOP} ${done.id}`],
    'deploy-approve': ['/deploy', `approve ${SHOP} ${waiting.id} as:Release Looks good`],
    'deploy-reject': ['/deploy', `reject ${SHOP} ${waiting.id} The migration is not reviewed`],
    'deploy-run': ['/deploy', `run ${SHOP} ${manual.id}`],
    'deploy-retry': ['/deploy', `retry ${SHOP} ${failed.id}`],
    'deploy-create': ['/deploy', `create ${SHOP} env:staging ref:main sha:${sha} status:running`],
    'deploy-update': [
      '/deploy',
      () => `update ${SHOP} ${gitlab.deployments(SHOP).at(-1)?.id} status:success`,
    ],
    'deploy-delete': ['/deploy', `delete ${SHOP} ${done.id}`],
    'env-help': ['/env', 'help'],
    'env-list': ['/env', `list ${SHOP}`],
    'env-show': ['/env', `show ${SHOP} staging`],
    'env-create': ['/env', `create ${SHOP} demo url:https://demo.example.com tier:testing`],
    'env-update': ['/env', `update ${SHOP} demo description:"For demos"`],
    'env-stop': ['/env', `stop ${SHOP} demo`],
    'env-delete-refused': ['/env', `delete ${SHOP} demo`],
    'env-stop-stale': ['/env', `stop-stale ${SHOP} before:30d`],
    'env-delete-review-apps': ['/env', `delete-review-apps ${SHOP}`],
    'slipway-help': ['/slipway', 'help'],
    'slipway-me': ['/slipway', 'me'],
    'slipway-watch': ['/slipway', `watch ${SHOP} env:production,staging/* on:approvals,failed`],
    'slipway-watches': ['/slipway', 'watches'],
    'slipway-unwatch': ['/slipway', `unwatch ${SHOP}`],
    'slipway-disconnect': ['/slipway', 'disconnect'],
    'slipway-connect': ['/slipway', 'connect'],
    'unknown-subcommand': ['/deploy', 'aprove 4711'],
  };
}

test.runIf(chromiumPath !== undefined)(
  'every command answers with a message to look at',
  { timeout: 180_000 },
  async () => {
    const world = await startWorld();
    await world.connect('kim');
    const browser = await startChromium(chromiumPath ?? '');
    onTestFinished(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1000, height: 1400 } });
    await page.goto(world.slack.url);
    await page.getByRole('combobox', { name: 'You are' }).selectOption({ label: 'Kim Berg' });
    const mine = page.getByRole('article').filter({ hasText: 'Only visible to you' });
    for (const [name, [command, text]] of Object.entries(walk(world))) {
      const before = await mine.count();
      await world.command('kim', command, typeof text === 'string' ? text : text());
      await mine.nth(before).waitFor();
      const picture = await mine.nth(before).screenshot({ path: pictureAt(`command-${name}`) });
      expect(picture.length).toBeGreaterThan(3_000);
    }
    expect(world.slack.unknown).toEqual([]);
  },
);
