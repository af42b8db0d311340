import { describe, expect, it } from 'vitest';
import { AnyWatch, isGroupWatch } from '../../../src/core/group-watch.ts';
import { ChannelId } from '../../../src/core/ids.ts';
import { isPaused } from '../../../src/core/watch.ts';
import { watchList } from '../../../src/slack/watch-list.ts';
import {
  decodeWatch,
  decodeWatchValue,
  encodeWatch,
  encodeWatchValue,
} from '../../../src/slack/watch-value.ts';
import { noticeMessage } from '../../../src/slack/words/notices.ts';

const commands = { deploy: '/deploy', env: '/env', slipway: '/slipway' };
const rule = {
  team: 'T1',
  channel: 'C1',
  environments: [],
  on: ['failed'],
  madeBy: 'U1',
  madeAt: 1_700_000_000_000,
  paused: { why: 'left', at: 5, until: 6 },
};
const project = AnyWatch.parse({ ...rule, project: 7, projectPath: 'acme/shop' });
const group = AnyWatch.parse({ ...rule, group: 7, projectPath: 'acme/*', projects: [1, 2], hidden: 1 });

describe('the value of a button about a watch', () => {
  it('stands for the watch of a project or of a group, which never are taken for one another', () => {
    if (!isPaused(project) || !isPaused(group)) throw new Error('both are paused');
    expect(decodeWatch(encodeWatch(project))?.subject).toEqual({ project: 7 });
    expect(decodeWatch(encodeWatch(group))?.subject).toEqual({ group: 7 });
    expect(decodeWatchValue(encodeWatchValue(project))).toEqual({ subject: { project: 7 }, askedAt: 5 });
    expect(decodeWatchValue(encodeWatchValue(group))).toEqual({ subject: { group: 7 }, askedAt: 5 });
    expect(isGroupWatch(group)).toBe(true);
    expect(isGroupWatch(project)).toBe(false);
  });

  it.each(['', 'g.5', 'g0.5', '0.5', '-1.5', 'x7.5', 'gg7.5', '7', '7.5.6', '7.', `7.${'9'.repeat(20)}`])(
    'is refused where nobody gave it out: %s',
    (text) => {
      expect(decodeWatchValue(text)).toBeUndefined();
      expect(decodeWatch(`C1.${text}`)).toBeUndefined();
    },
  );
});

describe('the answer about a group', () => {
  const answer = (preview: object): string =>
    JSON.stringify(
      noticeMessage(
        {
          kind: 'watch-set',
          watch: group,
          replaced: false,
          preview: { days: 7, matched: 14, looked: 80, isWhole: true, ...preview },
        },
        { gitlabHost: 'gitlab.example.com', commands },
      ).blocks,
    );

  it('says in how many of its projects was looked, unless it was in all', () => {
    expect(answer({ projects: { looked: 20, all: 143 } })).toContain(
      'it matched 14 deployments, about 2 a day, in the 20 most active of its 143 projects.',
    );
    expect(answer({ projects: { looked: 2, all: 2 } })).toContain('about 2 a day.');
    expect(answer({ matched: 0, projects: { looked: 20, all: 143 } })).toContain(
      'it matched none of the 80 deployments, in the 20 most active of its 143 projects.',
    );
    expect(answer({ matched: 0, looked: 0, projects: { looked: 20, all: 143 } })).toContain(
      'there were no deployments in it, in the 20 most active of its 143 projects.',
    );
  });

  it('promises no more than was looked at, where there were more deployments', () => {
    expect(answer({ isWhole: false, projects: { looked: 20, all: 143 } })).toContain(
      'more than 14 deployments',
    );
  });
});

it('a list of many groups stays within what Slack takes, with a menu each as long as they fit', () => {
  const watches = Array.from({ length: 30 }, (_, at) => ({
    ...group,
    projectPath: `acme/${'x'.repeat(60)}${at}/*`,
  }));
  const { blocks } = watchList({ kind: 'watches', channel: ChannelId.parse('C1'), watches }, commands);
  expect(JSON.stringify(blocks).length).toBeLessThan(13_000);
  expect(JSON.stringify(blocks)).toContain('and 12 more');
});
