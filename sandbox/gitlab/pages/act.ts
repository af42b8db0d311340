import type { Answer } from '../api/route.ts';
import { localPath, redirect, textOf } from '../oauth/visit.ts';
import type { View } from './page-context.ts';

/** A pipeline with something new in it, so that there is something to ship. */
function start(view: View, by: string): void {
  const project = textOf(view.visit.body, 'project') ?? '';
  const environment = textOf(view.visit.body, 'environment') ?? '';
  const count = view.state.mergeRequests.size + 1;
  view.world.addMergeRequest(project, { title: `Improve the shop, part ${count}`, author: by });
  view.world.startPipeline(project, { environment, by });
}

function perform(view: View, act: string, by: string): void {
  const { world } = view;
  const id = Number(textOf(view.visit.body, 'deployment'));
  const comment = textOf(view.visit.body, 'comment');
  const options = comment === undefined ? {} : { comment };
  const acts: Readonly<Record<string, () => unknown>> = {
    start: () => start(view, by),
    approve: () => world.approve(id, by, options),
    reject: () => world.reject(id, by, options),
    play: () => world.play(id, by),
    retry: () => world.retry(id, by),
    run: () => world.run(id),
    succeed: () => world.succeed(id),
    fail: () => world.fail(id),
    cancel: () => world.cancel(id),
  };
  const chosen = acts[act];
  if (!chosen) throw new Error(`nothing is called ${act}`);
  chosen();
}

/** POST /-/act: does the chosen thing as the chosen person and goes back, with GitLab's reason when it was refused. */
export function actAndReturn(view: View): Answer {
  const back = localPath(textOf(view.visit.body, 'return_to'));
  try {
    perform(view, textOf(view.visit.body, 'act') ?? '', textOf(view.visit.body, 'user') ?? '');
    return redirect(back);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return redirect(`${back}?notice=${encodeURIComponent(reason)}`);
  }
}
