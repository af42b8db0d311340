import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkView } from '../../../sandbox/slack/block-kit/check-blocks.ts';
import type { JsonObject } from '../../../sandbox/slack/json.ts';
import { mentions } from '../../../sandbox/slack/mentions.ts';
import { ERROR_TABLE, type ErrorCode } from '../../../src/core/errors.ts';
import { ChannelId } from '../../../src/core/ids.ts';
import type { Phase } from '../../../src/core/phase.ts';
import { approvalCard } from '../../../src/slack/cards/approval-card.ts';
import { cleanText, clip, code, fallbackText, literal } from '../../../src/slack/escape.ts';
import { brokenLimits } from '../../../src/slack/limits.ts';
import { approveModal } from '../../../src/slack/modals/approve.ts';
import { rejectModal } from '../../../src/slack/modals/reject.ts';
import { shipsModal } from '../../../src/slack/modals/ships.ts';
import type { Rendered } from '../../../src/slack/text-objects.ts';
import { commandNames } from '../../../src/slack/words/commands.ts';
import { noteMessage } from '../../../src/slack/words/notes.ts';
import { noticeMessage } from '../../../src/slack/words/notices.ts';
import {
  CARD_ID,
  cardView,
  deployment,
  GITLAB_HOST,
  job,
  person,
  REVISION,
  rule,
  ships,
  vote,
} from './card-builder.ts';
import { assertHarmless, untrusted } from './hostile.ts';
import { textOf } from './reading.ts';

const phase = fc.constantFrom<Phase>(
  'awaiting-approval',
  'ready',
  'manual',
  'queued',
  'running',
  'success',
  'failed',
  'rejected',
  'canceled',
  'skipped',
  'unknown',
);

const hostileView = (text: string, at: Phase) => {
  const voters = Array.from({ length: 6 }, (_, index) =>
    vote(person(index + 20, text), index === 5 ? 'rejected' : 'approved', text),
  );
  const rules = Array.from({ length: 12 }, () => rule(text, 9, voters));
  return cardView(at, {
    project: { ...cardView(at).project, path: text, name: text },
    deployment: deployment({
      ref: text,
      sha: text,
      status: text,
      createdAt: text,
      requestedBy: person(1, text),
      environment: { ...deployment().environment, name: text, externalUrl: null },
      job: job({ name: text, failureReason: text, webUrl: text }),
      approval: { pending: 99, approvals: voters, rules },
    }),
    ships: ships({
      since: text,
      compareUrl: text,
      mergeRequests: Array.from({ length: 5 }, (_, iid) => ({ iid, title: text, webUrl: text })),
    }),
  });
};

describe('untrusted text', () => {
  it('can neither mention, link nor break a card, whatever it is', () => {
    fc.assert(
      fc.property(untrusted, phase, (text, at) => {
        const card = approvalCard(hostileView(text, at), { gitlabHost: GITLAB_HOST });
        assertHarmless(card);
        expect(brokenLimits(card.blocks)).toEqual([]);
        expect(JSON.stringify(card.blocks).length).toBeLessThan(12_000);
        expect(card.blocks.length).toBeLessThanOrEqual(20);
      }),
      { numRuns: 400 },
    );
  });

  it('is harmless in every error, as any fact', () => {
    // The keys of the table are its codes; `Object.keys` forgets that.
    const codes = Object.keys(ERROR_TABLE) as ErrorCode[];
    const names = [
      'problem',
      'usage',
      'word',
      'suggestion',
      'help',
      'command',
      'project',
      'text',
      'deployment',
      'value',
      'key',
      'filter',
      'host',
      'phase',
      'by',
      'newer',
      'at',
      'environment',
      'wanted',
      'status',
      'said',
      'channel',
      'reason',
      'gitlabUser',
      'expected',
      'url',
    ];
    fc.assert(
      fc.property(untrusted, fc.constantFrom(...codes), (text, errorCode) => {
        const facts = Object.fromEntries([
          ...names.map((name) => [name, text]),
          ...['rules', 'names', 'known', 'allowed', 'watched'].map((name) => [name, [text, text, text]]),
        ]);
        assertHarmless(
          noticeMessage(
            { kind: 'error', code: errorCode, facts, reference: text },
            { gitlabHost: GITLAB_HOST, commands: commandNames() },
          ),
        );
      }),
      { numRuns: 600 },
    );
  });

  it('is harmless in a vote’s line', () => {
    fc.assert(
      fc.property(untrusted, (text) => {
        const note = {
          kind: 'vote',
          status: text,
          name: text,
          rule: text,
          comment: text,
          missing: 1,
        } as const;
        assertHarmless(noteMessage(note));
      }),
    );
  });

  it('is harmless in the modals', () => {
    const reference = { card: CARD_ID, revision: REVISION, channel: ChannelId.parse('C1') };
    fc.assert(
      fc.property(untrusted, (text) => {
        const subject = { sha: text, ref: text, environment: text };
        const lines = { head: [], lines: [], page: 2, pages: 3, hasMore: true };
        const views = [
          approveModal(reference, subject, [text, `${text}2`, 'Security']),
          rejectModal(reference, subject),
          shipsModal(subject, lines, reference),
        ];
        for (const view of views) {
          const wire = JSON.parse(JSON.stringify(view)) as JsonObject & { blocks: JsonObject[] };
          expect(checkView(wire, 'modal')).toBeUndefined();
          const found = mentions({ text: '', blocks: wire.blocks });
          expect([...found.users, ...found.broadcasts, ...found.channels, ...found.links]).toEqual([]);
        }
      }),
    );
  });

  it('is shown letter by letter', () => {
    const card: Rendered = approvalCard(
      cardView('awaiting-approval', {
        ships: ships({
          mergeRequests: [{ iid: 1, title: '<!channel> *bold* feature_x & `tick`', webUrl: '' }],
        }),
      }),
      { gitlabHost: GITLAB_HOST },
    );
    expect(textOf(card)).toContain('• !1 &lt;!channel&gt; ∗bold∗ feature_x &amp; ˋtickˋ');
  });
});

describe('the escape functions', () => {
  it('clip by whole characters and say that they did', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, limit) => {
        const clipped = clip(text, limit);
        expect(clipped.length).toBeLessThanOrEqual(limit);
        expect(/\p{Surrogate}/u.test(clipped)).toBe(false);
        if (text.length > limit) expect(clipped.endsWith('…')).toBe(true);
      }),
    );
  });

  it('clean twice to the same as once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
      }),
    );
  });

  it('leave wildcards and branch names readable', () => {
    expect(code('staging/*')).toBe('`staging/*`');
    expect(code('a`b')).toBe('`aˋb`');
    expect(code('')).toBe('');
    expect(literal('feature_x_y')).toBe('feature_x_y');
    expect(literal('_x_')).toBe('ˍxˍ');
  });

  it('break the words that would call everybody in the fallback text', () => {
    expect(fallbackText('@here <!channel> @Channel @kim')).toBe('＠here &lt;!channel&gt; ＠Channel @kim');
  });
});
