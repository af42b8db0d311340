import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../src/core/audit.ts';
import { GitLabUserId } from '../../../src/core/ids.ts';
import { kim, storeWorld, team } from './store-world.ts';

const entry = (at: number): AuditEntry => ({
  at,
  act: 'approve',
  outcome: 'done',
  person: { team, user: kim },
  gitlabUser: { id: GitLabUserId.parse(7), username: 'kim' },
  project: 'group/app',
  status: 201,
});

describe('the audit trail', () => {
  it('tells the newest first, as many as asked for', async () => {
    const { stores, saves } = storeWorld();
    expect(await stores.audit.newest(10)).toEqual([]);
    for (const at of [1, 2, 3]) await stores.audit.append(entry(at));
    expect(await stores.audit.newest(2)).toEqual([entry(3), entry(2)]);
    expect(saves()).toBe(3);
  });

  it('passes over a line it cannot read, and leaves it where it is', async () => {
    const { stores, redis, prefix, log } = storeWorld();
    await stores.audit.append(entry(1));
    await redis.xadd(`{${prefix}}:audit:v1`, '*', 'entry', 'not json');
    await redis.xadd(`{${prefix}}:audit:v1`, '*', 'entry', JSON.stringify({ ...entry(1), act: 'invented' }));
    expect(await stores.audit.newest(10)).toEqual([entry(1)]);
    expect(await redis.xlen(`{${prefix}}:audit:v1`)).toBe(3);
    expect(log.lines).toHaveLength(2);
  });
});
