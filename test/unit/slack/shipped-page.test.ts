import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkView } from '../../../sandbox/slack/block-kit/check-blocks.ts';
import type { JsonObject } from '../../../sandbox/slack/json.ts';
import type { Commit, MergeRequest } from '../../../src/core/deployment.ts';
import { ChannelId } from '../../../src/core/ids.ts';
import type { Shipping } from '../../../src/core/shipping.ts';
import { changesMessage } from '../../../src/slack/changes.ts';
import { brokenLimits } from '../../../src/slack/limits.ts';
import { shipsModal } from '../../../src/slack/modals/ships.ts';
import { type ShippedPage, shippedPage } from '../../../src/slack/shipped-page.ts';
import { CARD_ID, cardView, GITLAB_HOST, REVISION } from './card-builder.ts';
import { untrusted } from './hostile.ts';
import { textOf } from './reading.ts';

const { project } = cardView('ready');
const reference = { card: CARD_ID, revision: REVISION, channel: ChannelId.parse('C1') };
const subject = { sha: 'a'.repeat(40), ref: 'v1', environment: 'production' };

const requestOf = (iid: number, title = `Change ${iid}`): MergeRequest => ({
  iid,
  title,
  webUrl: `https://${GITLAB_HOST}/acme/shop/-/merge_requests/${iid}`,
  author: title,
});
const commitOf = (at: number, title = `Fix ${at}`): Commit => ({
  sha: at.toString(16).padStart(40, '0'),
  title,
  message: title,
  author: title,
});
const shipping = (mergeRequests: readonly MergeRequest[], loose: readonly Commit[] = []): Shipping => ({
  since: 'b'.repeat(40),
  compareUrl: `https://${GITLAB_HOST}/acme/shop/-/compare/b...a`,
  tier: 'production',
  commits: [...loose, ...mergeRequests.map(({ iid }) => commitOf(iid))],
  mergeRequests,
  loose,
  behind: 0,
  uncertain: false,
});

/** Every page, as somebody who presses *Next* to the end sees them. */
function leafed(shipped: Shipping): ShippedPage[] {
  const pages: ShippedPage[] = [];
  for (let page = 1; ; page += 1) {
    const shown = shippedPage({ kind: 'expected', shipping: shipped }, project, page, GITLAB_HOST);
    pages.push(shown);
    if (!shown.hasMore) return pages;
  }
}

describe('what ships, page by page', () => {
  it('stays within Slack’s limits and leaves nothing out, for any number of merge requests and any titles', () => {
    // What is escaped grows: these titles are five times as long on the wire.
    const long = fc.constantFrom('&'.repeat(300), '"<!channel>\\'.repeat(50), '𝕏'.repeat(200));
    const titles = fc.array(fc.oneof(untrusted, long), { minLength: 1, maxLength: 5 });
    const counts = fc.tuple(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 100 }));
    fc.assert(
      fc.property(counts, titles, ([requests, commits], texts) => {
        const titleAt = (at: number): string => texts[at % texts.length] ?? '';
        const all = Array.from({ length: requests }, (_, at) => requestOf(at + 1, titleAt(at)));
        const loose = Array.from({ length: commits }, (_, at) => commitOf(at + 2_000, titleAt(at)));
        const pages = leafed(shipping(all, loose));
        for (const shown of pages) {
          const view = shipsModal(subject, shown, reference);
          expect(brokenLimits(view.blocks, 100)).toEqual([]);
          expect(checkView(JSON.parse(JSON.stringify(view)) as JsonObject, 'modal')).toBeUndefined();
        }
        const lines = pages.flatMap((shown) => shown.lines);
        const numbers = lines.flatMap((line) => /\|!(\d+)>/u.exec(line)?.[1] ?? []);
        expect(numbers).toEqual(all.map(({ iid }) => String(iid)));
        expect(lines.filter((line) => line.includes('/-/commit/'))).toHaveLength(commits);
      }),
      { numRuns: 25 },
    );
  });

  it('stays within them also for what GitLab linked, whose pages are GitLab’s own', () => {
    fc.assert(
      fc.property(untrusted, fc.integer({ min: 0, max: 10 }), (text, count) => {
        const rows = Array.from({ length: count }, (_, at) => requestOf(at + 1, text.repeat(20)));
        const shown = shippedPage({ kind: 'linked', rows, page: 2, hasMore: true }, project, 2, GITLAB_HOST);
        expect(brokenLimits(shipsModal(subject, shown, reference).blocks, 100)).toEqual([]);
        expect(shown.lines).toHaveLength(Math.max(count, 1));
      }),
      { numRuns: 50 },
    );
  });

  it('names number, title and author, then the commits without a merge request', () => {
    const [first] = leafed(shipping([requestOf(812, 'Checkout retries')], [commitOf(1, 'Hotfix')]));
    if (first === undefined) throw new Error('there is always a page');
    const text = textOf(shipsModal(subject, first, reference));
    expect(text).toContain(`/812|!812> Checkout retries – Checkout retries`);
    expect(text).toContain('*1 commit without a merge request*');
    expect(text).toContain('Hotfix');
    expect(text).toContain('1 merge request, 2 commits');
    expect(text).not.toContain('Page');
  });

  it('offers the next page and the one before, where there are such', () => {
    const many = shipping(Array.from({ length: 60 }, (_, at) => requestOf(at + 1)));
    const buttons = (page: number) => {
      const shown = shippedPage({ kind: 'expected', shipping: many }, project, page, GITLAB_HOST);
      const { blocks } = shipsModal(subject, shown, reference);
      return [...JSON.stringify(blocks).matchAll(/"value":"(\d+)"/gu)].map(([, value]) => value);
    };
    expect(buttons(1)).toEqual(['2']);
    expect(buttons(2)).toEqual(['1', '3']);
    expect(buttons(3)).toEqual(['2']);
    expect(buttons(99)).toEqual(['2']);
  });

  it('says what an older version would take away, and when there is nothing to tell', () => {
    const head = (changes: Partial<Shipping>) =>
      shippedPage(
        { kind: 'expected', shipping: { ...shipping([]), ...changes } },
        project,
        1,
        GITLAB_HOST,
      ).head.join('\n');
    expect(head({ behind: 7 })).toContain('an older version, 7 commits behind what runs now');
    expect(head({ commits: [commitOf(1)], behind: 1 })).toContain('It lacks 1 commit that runs there now.');
    expect(head({})).toContain('no commits since the last successful deployment');
    expect(head({ since: null, compareUrl: null })).toContain('Nothing is deployed there yet');
  });

  it('goes on in the command by page', () => {
    const many = shipping(Array.from({ length: 60 }, (_, at) => requestOf(at + 1)));
    const { deployment } = cardView('ready');
    const answer = (page: number) =>
      textOf(
        changesMessage(project, deployment.id, { kind: 'expected', shipping: many }, page, {
          gitlabHost: GITLAB_HOST,
        }),
      );
    expect(answer(1)).toContain('add `page:2`');
    expect(answer(3)).toContain('Change 60');
    expect(answer(3)).not.toContain('There is more');
  });
});
