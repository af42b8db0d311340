import { describe, expect, it } from 'vitest';
import { SlackUserId } from '../../../src/core/ids.ts';
import type { Notice } from '../../../src/core/notice.ts';
import { commandNames } from '../../../src/slack/words/commands.ts';
import { noticeMessage } from '../../../src/slack/words/notices.ts';

const ana = SlackUserId.parse('UANA');
const say = (notice: Notice) =>
  noticeMessage(notice, { gitlabHost: 'gitlab.example.com', commands: commandNames('') });
const buttons = (notice: Notice) =>
  say(notice).blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));

const offer = { kind: 'connect', minutes: 5, continues: false, code: 'A94RVQSE' } as const;

describe('the offer of a code', () => {
  it('shows the code, how long it works, and a button to GitLab', () => {
    const notice = { ...offer, url: 'https://gitlab.example.com/oauth/device?user_code=A94RVQSE' };
    expect(say(notice).text).toMatch(/enter the code A94RVQSE\. It works for 5 minutes/u);
    expect(say(notice).text).toContain('Never enter a code somebody else sent you');
    expect(buttons(notice)).toMatchObject([{ url: notice.url }]);
  });

  it.each([
    'https://evil.example/oauth/device',
    'http://gitlab.example.com.evil.example/',
    'javascript:alert(1)',
  ])('has no button to %s', (url) => {
    expect(buttons({ ...offer, url })).toEqual([]);
  });

  it('comes to somebody connected already, too', () => {
    const notice = {
      ...offer,
      kind: 'already-connected',
      username: 'kim',
      url: 'https://gitlab.example.com/x',
    } as const;
    expect(say(notice).text).toContain('A94RVQSE');
  });
});

describe('the question whether to connect', () => {
  it('names the GitLab account and is answered by a yes or a no', () => {
    const notice = { kind: 'confirm-link', id: 'q1', username: 'kim', takenBy: undefined } as const;
    expect(say(notice).text).toContain('signed in to gitlab.example.com as kim');
    expect(buttons(notice)).toMatchObject([
      { action_id: 'link-connect', value: 'q1' },
      { action_id: 'link-cancel', value: 'q1' },
    ]);
  });

  it('names whoever holds the account, and then knows no plain yes', () => {
    const notice = { kind: 'confirm-link', id: 'q1', username: 'kim', takenBy: ana } as const;
    expect(JSON.stringify(say(notice).blocks)).toContain('<@UANA>');
    expect(buttons(notice)).toMatchObject([
      { action_id: 'link-move', value: 'q1', style: 'danger' },
      { action_id: 'link-cancel' },
    ]);
  });

  it('shows a hostile user name as text', () => {
    const notice = { kind: 'confirm-link', id: 'q1', username: '<!channel>*x*', takenBy: undefined } as const;
    expect(JSON.stringify(say(notice).blocks)).not.toContain('<!channel>');
  });
});
