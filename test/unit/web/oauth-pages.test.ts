import { describe, expect, it } from 'vitest';
import {
  canceledPage,
  confirmPage,
  donePage,
  failedPage,
  type SignInWords,
} from '../../../src/web/oauth-pages.ts';

const words: SignInWords = {
  product: 'Slipway',
  confirm: {
    title: 'Connect these accounts?',
    question: (gitlab, slack) => `GitLab @${gitlab} and Slack @${slack}`,
    consequence: 'Approvals will be yours.',
    confirm: 'Connect',
    cancel: 'Cancel',
    taken: (gitlab, other) => `${gitlab} belongs to ${other} now`,
    move: 'Move it',
  },
  done: { title: 'Connected', text: (gitlab, slack) => `${gitlab} is ${slack}`, next: 'Go back to Slack.' },
  canceled: { title: 'Nothing was connected', text: 'You said no.' },
  failed: { title: 'That did not work' },
  error: (code, facts) => [`${code}: ${String(facts.said ?? '')}`, 'Start again in Slack.'],
};

const asked = { id: 'link-1', gitlab: 'kim', slackName: 'Kim Lee', takenBy: undefined };
const HOSTILE = `"><script>alert('x')</script>&`;
const SAFE = '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;';

describe('the question before anything is linked', () => {
  const page = confirmPage(words, asked);

  it('names both accounts and what follows', () => {
    expect(page).toContain('<p>GitLab @kim and Slack @Kim Lee</p>');
    expect(page).toContain('<p>Approvals will be yours.</p>');
    expect(page).toContain('<title>Connect these accounts? · Slipway</title>');
  });

  it('is answered by a form that carries the link and one of two answers', () => {
    expect(page).toContain('<form method="post" action="/oauth/gitlab/callback/confirm">');
    expect(page).toContain('<input type="hidden" name="id" value="link-1">');
    expect(page).toMatch(/name="answer" value="connect">Connect</u);
    expect(page).toMatch(/name="answer" value="cancel">Cancel</u);
  });

  it('names whoever holds the account now, and asks for the move by another answer', () => {
    const moving = confirmPage(words, { ...asked, takenBy: 'Ana Costa' });
    expect(moving).toContain('<p>kim belongs to Ana Costa now</p>');
    expect(moving).toMatch(/name="answer" value="move">Move it</u);
    expect(moving).not.toContain('value="connect"');
  });
});

it.each([
  ['confirm', confirmPage(words, { id: HOSTILE, gitlab: HOSTILE, slackName: HOSTILE, takenBy: HOSTILE }), 5],
  ['done', donePage(words, HOSTILE, HOSTILE), 2],
  ['failed', failedPage(words, 'link-refused', { said: HOSTILE }), 1],
  ['canceled', canceledPage({ ...words, canceled: { title: HOSTILE, text: HOSTILE } }), 3],
])('the %s page shows hostile names as text', (_page, html, times) => {
  expect(html).not.toContain('<script');
  expect(html).not.toContain(`alert('x')`);
  expect(html.split(SAFE).length - 1).toBe(times);
});

it.each([
  ['done', donePage(words, 'kim', 'Kim Lee'), ['kim is Kim Lee', 'Go back to Slack.']],
  ['canceled', canceledPage(words), ['You said no.']],
  ['failed', failedPage(words, 'link-expired', {}), ['link-expired: ', 'Start again in Slack.']],
])('the %s page says what happened, offers nothing to press and loads nothing', (_page, html, texts) => {
  for (const text of texts) expect(html).toContain(`<p>${text}</p>`);
  expect(html).not.toMatch(/<form|<button|<script|<link|<img|https?:/u);
  expect(html.startsWith('<!doctype html><html lang="en">')).toBe(true);
});
