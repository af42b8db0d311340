import { expect, test } from 'vitest';
import type { Member } from '../../../src/core/deployment.ts';
import { GitLabError } from '../../../src/core/gitlab-error.ts';
import { ProjectId } from '../../../src/core/ids.ts';
import { rememberingMembers } from '../../../src/flows/remembered-members.ts';
import { aUser } from '../../support/builders.ts';

const MINUTE = 60_000;
const people: readonly Member[] = [{ ...aUser(1), accessLevel: 30 }];
const refusal = (code: 'gitlab-forbidden' | 'gitlab-down') =>
  new GitLabError(code, { method: 'GET', pathTemplate: '/groups/:id/members/all' }, {});

/** Lists that count what they are asked, under a clock of their own. */
function lists(answer: () => Promise<readonly Member[]> = () => Promise.resolve(people)) {
  const asked: string[] = [];
  const clock = { at: 0, now: () => clock.at };
  const note = (what: string) => {
    asked.push(what);
    return answer();
  };
  const read = {
    groups: { members: (group: number, inherited = true) => note(`group ${group} ${inherited}`) },
    projects: { members: (project: unknown) => note(`project ${String(project)}`) },
    users: { me: () => Promise.resolve(aUser(9)) },
  };
  return { asked, clock, kept: rememberingMembers(read, clock) };
}

test('ten who want to know at once, and ten more within five minutes, cost one request', async () => {
  const { asked, clock, kept } = lists();
  const first = await Promise.all(Array.from({ length: 10 }, () => kept.groups.members(7)));
  clock.at = 5 * MINUTE - 1;
  for (let times = 0; times < 10; times += 1) await kept.groups.members(7);
  expect(asked).toEqual(['group 7 true']);
  expect(first.every((one) => one === people)).toBe(true);
  clock.at = 5 * MINUTE;
  await kept.groups.members(7);
  expect(asked).toHaveLength(2);
});

test('each group, each way to read it and each project is a list of its own', async () => {
  const { asked, kept } = lists();
  for (const _ of [1, 2]) {
    await kept.groups.members(7);
    await kept.groups.members(7, true);
    await kept.groups.members(7, false);
    await kept.groups.members(8);
    await kept.projects.members(ProjectId.parse(7));
  }
  expect(asked).toEqual(['group 7 true', 'group 7 false', 'group 8 true', 'project 7']);
});

test('that a list is hidden is remembered; that GitLab did not answer is asked again', async () => {
  const hidden = lists(() => Promise.reject(refusal('gitlab-forbidden')));
  const away = lists(() => Promise.reject(refusal('gitlab-down')));
  for (const _ of [1, 2]) {
    await expect(hidden.kept.groups.members(7)).rejects.toThrow();
    await expect(away.kept.groups.members(7)).rejects.toThrow();
  }
  expect(hidden.asked).toHaveLength(1);
  expect(away.asked).toHaveLength(2);
});

test('a clock that is set back keeps no list alive', async () => {
  const { asked, clock, kept } = lists();
  clock.at = 60 * MINUTE;
  await kept.groups.members(7);
  clock.at = 0;
  await kept.groups.members(7);
  expect(asked).toHaveLength(2);
});

test('a hundred lists are kept, and the oldest go first', async () => {
  const { asked, kept } = lists();
  for (let group = 1; group <= 101; group += 1) await kept.groups.members(group);
  await kept.groups.members(101);
  expect(asked).toHaveLength(101);
  await kept.groups.members(1);
  expect(asked).toHaveLength(102);
});
