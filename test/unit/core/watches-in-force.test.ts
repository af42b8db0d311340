import { describe, expect, it } from 'vitest';
import { inForce, Watch } from '../../../src/core/watch.ts';

const watch = (over: object): Watch =>
  Watch.parse({
    team: 'T1',
    channel: 'C1',
    project: 7,
    projectPath: 'acme/shop',
    environments: [],
    on: ['failed'],
    madeBy: 'U1',
    madeAt: 1,
    ...over,
  });

const own = watch({});
const ofGroup = watch({ group: 3 });
const ofSubGroup = watch({ group: 4 });
const paused = { why: 'left', at: 1, until: 2 };

describe('of the watches of a project', () => {
  it('a channel’s own goes before its group’s', () => {
    expect(inForce([ofGroup, own, ofSubGroup])).toEqual([own]);
  });

  it('those of groups all count where there is no other', () => {
    expect(inForce([ofGroup, ofSubGroup])).toEqual([ofGroup, ofSubGroup]);
  });

  it('another channel’s own changes nothing', () => {
    const elsewhere = watch({ channel: 'C2' });
    expect(inForce([ofGroup, elsewhere])).toEqual([ofGroup, elsewhere]);
  });

  it('a paused one shows nothing, and makes way', () => {
    expect(inForce([watch({ paused }), ofGroup])).toEqual([ofGroup]);
    expect(inForce([own, watch({ group: 3, paused })])).toEqual([own]);
    expect(inForce([watch({ group: 3, paused })])).toEqual([]);
  });
});
