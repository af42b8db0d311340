import { describe, expect, test } from 'vitest';
import { GitLabError } from '../../../src/core/gitlab-error.ts';
import { ProjectId } from '../../../src/core/ids.ts';
import { type Simulation, startSimulation } from '../../support/simulated-polls.ts';

const MINUTE = 60_000;
const PROJECTS = 120;
const REQUEST = { method: 'GET', pathTemplate: '/projects/:id/deployments' };

async function watchMany(world: Simulation, count: number): Promise<void> {
  for (let project = 1; project <= count; project += 1) await world.watch(project);
  await world.pass(2 * MINUTE);
}

describe('GitLab is away for four hours', () => {
  test('it is asked about once a minute for all projects together, and each is read once when it is back', {
    timeout: 120_000,
  }, async () => {
    const world = await startSimulation();
    await watchMany(world, PROJECTS);
    world.gitLabSays(new GitLabError('gitlab-unreachable', REQUEST));
    const before = world.requests();
    await world.pass(4 * 60 * MINUTE);
    expect(world.requests() - before).toBeLessThan(4 * 60 + 60);
    const ids = [1, 60, 120].map((project) => world.start(project));
    for (const id of ids) world.end(id, 'failed');
    world.gitLabSays(undefined);
    const away = world.requests();
    await world.pass(90_000);
    for (const id of ids) expect(world.shown(id)).toEqual(['failed']);
    // The projects that failed last and the cards of three deployments are read besides.
    expect(world.requests() - away).toBeLessThanOrEqual(PROJECTS * 1.5);
  });

  test('one project that GitLab fails to list keeps the others from nothing', async () => {
    const world = await startSimulation();
    await world.watch(1);
    await world.watch(2);
    await world.pass(MINUTE);
    world.gitLabSays((project) =>
      project === 1 ? new GitLabError('gitlab-down', REQUEST, { status: 500 }) : undefined,
    );
    await world.pass(30 * MINUTE);
    const id = world.start(2);
    await world.pass(11 * MINUTE);
    world.end(id, 'failed');
    await world.pass(MINUTE);
    expect(world.shown(id)).toEqual(['failed']);
  });
});

describe('a project GitLab does not show any more', () => {
  const hidden = () => new GitLabError('gitlab-not-found', REQUEST, { status: 404 });
  const troublesOf = (world: Simulation) => world.ports.troubles.of([{ project: ProjectId.parse(1) }]);

  test('is told of once, after a quarter of an hour, is asked about at the cold pace, and comes back by itself', async () => {
    const world = await startSimulation();
    await world.watch(1);
    const id = world.start(1);
    await world.pass(MINUTE);
    world.gitLabSays(hidden());
    await world.pass(5 * MINUTE);
    expect(world.told).toEqual([]);
    await world.pass(15 * MINUTE);
    expect(world.told).toEqual(['project-unreadable']);
    const before = world.requests();
    await world.pass(120 * MINUTE);
    expect(world.requests() - before).toBeLessThanOrEqual(14);
    expect(world.told).toHaveLength(1);
    world.gitLabSays(undefined);
    world.end(id, 'failed');
    await world.pass(12 * MINUTE);
    expect(world.shown(id)).toEqual(['failed']);
    expect(await troublesOf(world)).toEqual([undefined]);
  });

  test('for a moment only, while it is moved: nobody is told', async () => {
    const world = await startSimulation();
    await world.watch(1);
    await world.pass(MINUTE);
    world.gitLabSays(hidden());
    await world.pass(8 * MINUTE);
    world.gitLabSays(undefined);
    await world.pass(20 * MINUTE);
    expect(world.told).toEqual([]);
    expect(await troublesOf(world)).toEqual([undefined]);
  });
});

describe('a project’s standing', () => {
  const pathOf = async ({ ports }: Simulation) =>
    (await ports.watches.ofProject(ProjectId.parse(1)))[0]?.projectPath;

  test('its new path is in the watch within a day', async () => {
    const world = await startSimulation();
    await world.watch(1);
    await world.pass(MINUTE);
    world.projectIs({ path: 'acme/moved' });
    await world.pass(24.5 * 60 * MINUTE);
    expect(await pathOf(world)).toBe('acme/moved');
    expect(world.told).toEqual([]);
  });

  test('that it was archived is told once; the watch stays', async () => {
    const world = await startSimulation();
    await world.watch(1);
    await world.pass(MINUTE);
    world.projectIs({ archived: true });
    await world.pass(72 * 60 * MINUTE);
    expect(world.told).toEqual(['project-archived']);
    expect(await pathOf(world)).toBe('acme/app-1');
  });

  const aDayLater = async (world: Simulation) => {
    world.stand(24 * 60 * MINUTE);
    await world.pass(MINUTE);
  };

  test('back from the archive nothing is marked any more, and another time it is told anew', async () => {
    const world = await startSimulation();
    const marks = () => world.ports.troubles.of([{ archived: ProjectId.parse(1) }]);
    await world.watch(1);
    await world.pass(MINUTE);
    world.projectIs({ archived: true });
    await aDayLater(world);
    expect(await marks()).toMatchObject([{ code: 'project-archived', told: true }]);
    world.projectIs({ archived: false });
    await aDayLater(world);
    expect(await marks()).toEqual([undefined]);
    world.projectIs({ archived: true });
    await aDayLater(world);
    expect(world.told).toEqual(['project-archived', 'project-archived']);
  });
});
