import { groupAt, projectNamed } from '../state/find.ts';
import type { Hook, HookTrigger } from '../state/hook-records.ts';
import { type State, timestamp } from '../state/state.ts';

export interface WorldHooks {
  /** A webhook of a project, or of the group at the path; to deployments, jobs and pipelines unless told otherwise. */
  addHook(
    path: string,
    wish: { url: string; token?: string; signingToken?: string; events?: readonly HookTrigger[] },
  ): Hook;
  /** An administrator's setting, on by default: whether hooks may lead to this machine. */
  allowLocalHooks(allowed: boolean): void;
}

function addHook(state: State, path: string, wish: Parameters<WorldHooks['addHook']>[1]): Hook {
  const group = groupAt(state, path);
  const hook: Hook = {
    id: state.nextId('hook'),
    projectId: group === undefined ? projectNamed(state, path).id : null,
    groupId: group?.id ?? null,
    url: wish.url,
    name: null,
    description: null,
    token: wish.token ?? null,
    signingToken: wish.signingToken ?? null,
    enableSslVerification: true,
    events: new Set(wish.events ?? ['deployment_events', 'job_events', 'pipeline_events']),
    createdAt: timestamp(state),
    failures: 0,
    disabledUntil: null,
  };
  state.hooks.set(hook.id, hook);
  return hook;
}

/** Webhooks, as set up in GitLab's settings. */
export function worldHooks(state: State): WorldHooks {
  return {
    addHook: (path, wish) => addHook(state, path, wish),
    allowLocalHooks(allowed) {
      state.allowLocalHooks = allowed;
    },
  };
}
