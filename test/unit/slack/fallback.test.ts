import { expect, test } from 'vitest';
import { plainFallback, plainWords } from '../../../src/slack/words/fallback.ts';

const REFUSAL = '*Nothing* was done: it takes `review/*` or `!old`. See <https://gitlab.example.com/1|#1>';

test('a notification keeps no mark that Slack would read', () => {
  expect(plainFallback(REFUSAL)).toBe('Nothing was done: it takes review/ or !old. See #1');
});

test('where nothing is read as marks, a pattern keeps its star', () => {
  expect(plainWords(REFUSAL)).toBe('Nothing was done: it takes review/* or !old. See #1');
  expect(plainWords('a lone ` and a lone *')).toBe('a lone and a lone');
});

test.each([plainFallback, plainWords])('neither calls anybody', (plain) => {
  expect(plain('`@here` and `<!subteam^S1>`')).toBe('＠here and a user group');
});
