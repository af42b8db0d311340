import type { State } from '../state/state.ts';
import { type WorldDeployments, worldDeployments } from './deployments.ts';
import { type WorldHooks, worldHooks } from './hooks.ts';
import { type WorldPeople, worldPeople } from './people.ts';
import { type WorldProjects, worldProjects } from './projects.ts';

/** GitLab's own UI in code: changes the state behind the API's back, under the same rules. */
export interface GitLabWorld extends WorldPeople, WorldProjects, WorldDeployments, WorldHooks {
  /** Off by default: ms a queued job takes for each of pending → running → success. */
  autoFinishAfterMs: number | undefined;
}

/** The world over a state. */
export function createWorld(state: State): GitLabWorld {
  return {
    ...worldPeople(state),
    ...worldProjects(state),
    ...worldDeployments(state),
    ...worldHooks(state),
    get autoFinishAfterMs() {
      return state.autoFinishAfterMs;
    },
    set autoFinishAfterMs(ms) {
      state.autoFinishAfterMs = ms;
    },
  };
}
