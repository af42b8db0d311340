import { pushPayload } from '../hooks/push-payload.ts';
import { refuse } from '../rules/refusal.ts';
import type { Hook } from '../state/hook-records.ts';
import type { Project } from '../state/project-records.ts';
import type { State } from '../state/state.ts';
import { type Answer, type Call, created } from './route.ts';

const TESTS_A_MINUTE = 5;

/** GitLab delivers while the caller waits, whether the hook wants such events or not. */
export async function testHook(call: Call, hook: Hook): Promise<Answer> {
  const { state, user, params } = call;
  limitTests(state, `${hook.projectId ?? ''}/${hook.groupId ?? ''}/${user.id}`);
  const project = testedProject(state, hook);
  // Other events need something of their kind to tell of; the sandbox tests with a push.
  if (params.need('trigger') !== 'push_events') throw refuse(422, 'Testing not available for this hook');
  if (project === undefined || project.commits.length === 0)
    throw refuse(422, 'Ensure the project has at least one commit.');
  const body = pushPayload(state, project, user);
  const event = { trigger: 'push_events', name: 'Push Hook', projectId: project.id, body } as const;
  const answer = await state.deliver(hook, event);
  if (answer.status < 200 || answer.status > 299) throw refuse(422, answer.body);
  return created({ message: '201 Created' });
}

function limitTests(state: State, who: string): void {
  const recent = (state.hookTests.get(who) ?? []).filter((at) => at > state.now() - 60_000);
  state.hookTests.set(who, [...recent, state.now()]);
  if (recent.length >= TESTS_A_MINUTE)
    throw refuse(429, { error: 'This endpoint has been requested too many times. Try again later.' });
}

/** A group's hook is tested with its first project. */
function testedProject(state: State, hook: Hook): Project | undefined {
  if (hook.projectId !== null) return state.projects.get(hook.projectId);
  const group = state.groups.get(hook.groupId ?? -1);
  return [...state.projects.values()].find((one) => one.path.startsWith(`${group?.path}/`));
}
