import type { TestWorld } from '../../support/world.ts';

/** The polls of all projects so far: the watcher's lists of what changed. */
export const polls = (world: TestWorld) =>
  world.gitlab.requests.filter(
    (one) =>
      one.user === 'watcher' && one.path.endsWith('/deployments') && one.query.order_by === 'updated_at',
  );

/** Waits until GitLab has been polled so many times more. */
export async function polled(world: TestWorld, times: number): Promise<void> {
  const until = polls(world).length + times;
  await world.slack.waitFor(() => polls(world).length >= until, {
    what: `${times} more polls`,
    timeoutMs: 20_000,
  });
}

/** Waits for the first look at a project: what starts after it is news, whatever becomes of it. */
export const firstLook = (world: TestWorld) =>
  world.slack.waitFor(
    () => polls(world).some((one) => one.query.updated_after !== undefined || one.query.sort === 'asc'),
    {
      what: 'a poll after the first one',
    },
  );
