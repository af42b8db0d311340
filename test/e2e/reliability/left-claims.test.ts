import { expect, test } from 'vitest';
import { SlipwayError } from '../../../src/core/errors.ts';
import { ProjectId } from '../../../src/core/ids.ts';
import type { PollStore } from '../../../src/core/ports/polls.ts';
import { sweep } from '../../../src/flows/sweep.ts';
import { startSimulation } from '../../support/simulated-polls.ts';

test('a project whose look could not be ended while Redis was away is looked at again once it is back', async () => {
  const world = await startSimulation();
  await world.watch(1);
  const gone = new SlipwayError('store-unavailable', {});
  let isAway = true;
  const finish: PollStore['finish'] = (project, end) =>
    isAway ? Promise.reject(gone) : world.ports.polls.finish(project, end);
  const ports = { ...world.ports, polls: { ...world.ports.polls, finish } };
  const left = new Set<ProjectId>();

  await expect(sweep(ports, left)).rejects.toBe(gone);
  const looks = world.requests();
  expect(looks).toBeGreaterThan(0);
  await expect(sweep(ports, left)).rejects.toBe(gone);
  expect([...left]).toEqual([ProjectId.parse(1)]);
  expect(world.requests()).toBe(looks);

  isAway = false;
  expect(await sweep(ports, left)).toBe(1);
  expect(world.requests()).toBeGreaterThan(looks);
  expect([...left]).toEqual([]);
  expect(await sweep(ports, left)).toBe(0);
});
