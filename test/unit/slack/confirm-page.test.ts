import { expect, test } from 'vitest';
import type { StepUp } from '../../../src/core/ports/step-up.ts';
import { commandNames } from '../../../src/slack/words/commands.ts';
import { confirmPageWords } from '../../../src/slack/words/confirm-page.ts';
import { failedPage, questionPage } from '../../../src/web/confirm-pages.ts';
import { stepUp } from '../../integration/store/store-world.ts';

const words = confirmPageWords(commandNames());
const HOSTILE = '\u202Egnp.<script>alert(1)</script>\n"\'&';

test('the page names version, project and environment, and what else goes with the approval', () => {
  const full: StepUp = {
    ...stepUp,
    act: { ...stepUp.act, representedAs: 'Security', runWhenComplete: true },
  };
  const html = questionPage(words, 'the-id', full);
  expect(html).toContain('You are approving v2.14.0 (a1b2c3d4) to group/app-1 → production');
  expect(html).toContain('With the comment: the comment');
  expect(html).toContain('Under the rule: Security');
  expect(html).toContain('The job is run as well');
  expect(html).toContain('approval of @kim for deployment #4711');
  expect(html).toContain('value="the-id"');
});

test('no text from outside becomes part of the page, or turns its words around', () => {
  const hostile: StepUp = {
    ...stepUp,
    ref: HOSTILE,
    named: { ...stepUp.named, project: HOSTILE, environment: HOSTILE },
    gitlabUser: { ...stepUp.gitlabUser, username: HOSTILE },
    act: { ...stepUp.act, comment: HOSTILE, representedAs: HOSTILE },
  };
  for (const html of [
    questionPage(words, HOSTILE, hostile),
    failedPage(words, 'confirm-refused', { said: HOSTILE }),
    failedPage(words, 'confirm-other-account', { gitlabUser: HOSTILE }),
  ]) {
    expect(html).not.toContain('<script>');
    expect(html.replaceAll('value="\u202E', '')).not.toContain('\u202E');
  }
});
