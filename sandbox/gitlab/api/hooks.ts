import { hookEntity } from '../entities/hook.ts';
import { groupLevel, LEVEL, projectLevel } from '../rules/access.ts';
import { forbidden, notFound, Refusal, refuse } from '../rules/refusal.ts';
import { HOOK_EVENTS, type Hook } from '../state/hook-records.ts';
import { type State, timestamp } from '../state/state.ts';
import { pageOf } from './pages-of-rows.ts';
import type { ParamRule } from './params.ts';
import { projectOf } from './project-of.ts';
import { groupOf } from './projects.ts';
import { type Answer, type Call, created, noContent, ok, type Route } from './route.ts';
import { testHook } from './test-hook.ts';

/** `whsec_` and 32 bytes in base64. */
const SIGNING_TOKEN = /^whsec_[A-Za-z0-9+/]{43}=$/;

/** A project or group, to whose hooks the caller may do anything. */
interface Owner {
  readonly projectId: number | null;
  readonly groupId: number | null;
}

function ofProject(call: Call): Owner {
  const project = projectOf(call, call.params.has('hook_id') ? false : undefined);
  if (projectLevel(call.state, project, call.user) < LEVEL.maintainer) throw forbidden();
  return { projectId: project.id, groupId: null };
}

function ofGroup(call: Call): Owner {
  const group = groupOf(call);
  const owner = call.user.admin || groupLevel(call.state, group, call.user) >= LEVEL.owner;
  if (!owner || !call.state.licensed) throw forbidden();
  return { projectId: null, groupId: group.id };
}

const hooksOf = (state: State, owner: Owner): Hook[] =>
  [...state.hooks.values()].filter(
    (hook) => hook.projectId === owner.projectId && hook.groupId === owner.groupId,
  );

function hookOf(call: Call, owner: Owner): Hook {
  const hook = hooksOf(call.state, owner).find((one) => one.id === call.params.integer('hook_id'));
  if (hook === undefined) throw notFound();
  return hook;
}

/** Sets what was sent; what was not stays. @throws Refusal 422 for an address or token GitLab does not take */
function fill(call: Call, hook: Hook): void {
  const { params, state } = call;
  const url = params.need('url');
  const isLocal = URL.canParse(url) && /^(localhost|127\.)/.test(new URL(url).hostname);
  if (!/^https?:\/\//.test(url) || !URL.canParse(url) || (isLocal && !state.allowLocalHooks))
    throw new Refusal(422, { error: 'Invalid url given' });
  const signing = state.version.atLeast('19.0') ? params.string('signing_token') : undefined;
  if (signing !== undefined && !SIGNING_TOKEN.test(signing))
    throw refuse(422, { signing_token: ['is invalid'] });
  // A changed address forgets the secret, so that it is not sent somewhere else.
  if (hook.url !== url) hook.token = null;
  hook.url = url;
  hook.token = params.string('token') ?? hook.token;
  hook.signingToken = signing ?? hook.signingToken;
  hook.name = params.string('name') ?? hook.name;
  hook.description = params.string('description') ?? hook.description;
  hook.enableSslVerification = params.boolean('enable_ssl_verification') ?? hook.enableSslVerification;
  for (const event of HOOK_EVENTS) {
    const wanted = params.boolean(event);
    if (wanted === true) hook.events.add(event);
    if (wanted === false) hook.events.delete(event);
  }
}

function add(call: Call, owner: Owner): Answer {
  const { state } = call;
  const hook: Hook = {
    ...owner,
    id: state.nextId('hook'),
    url: call.params.need('url'),
    name: null,
    description: null,
    token: null,
    signingToken: null,
    enableSslVerification: true,
    events: new Set(['push_events']),
    createdAt: timestamp(state),
    failures: 0,
    disabledUntil: null,
  };
  fill(call, hook);
  state.hooks.set(hook.id, hook);
  return created(hookEntity(state, hook));
}

function change(call: Call, hook: Hook): Answer {
  fill(call, hook);
  return ok(hookEntity(call.state, hook));
}

const PROPERTIES: readonly ParamRule[] = [
  { name: 'url', type: 'string', required: true },
  { name: 'name', type: 'string' },
  { name: 'description', type: 'string' },
  { name: 'token', type: 'string' },
  { name: 'signing_token', type: 'string' },
  { name: 'enable_ssl_verification', type: 'boolean' },
  ...HOOK_EVENTS.map((name): ParamRule => ({ name, type: 'boolean' })),
];

function routesBelow(
  top: string,
  ownerOf: (call: Call) => Owner,
  extra: { enterprise?: true },
  testSince: string,
) {
  const all = `/${top}/:id/hooks`;
  const one = `${all}/:hook_id`;
  const routes: Route[] = [
    {
      ...extra,
      method: 'GET',
      path: all,
      paged: true,
      run: (call) => pageOf(call, hooksOf(call.state, ownerOf(call)), (hook) => hookEntity(call.state, hook)),
    },
    { ...extra, method: 'POST', path: all, params: PROPERTIES, run: (call) => add(call, ownerOf(call)) },
    {
      ...extra,
      method: 'GET',
      path: one,
      run: (call) => ok(hookEntity(call.state, hookOf(call, ownerOf(call)))),
    },
    {
      ...extra,
      method: 'PUT',
      path: one,
      params: PROPERTIES,
      run: (call) => change(call, hookOf(call, ownerOf(call))),
    },
    {
      ...extra,
      method: 'DELETE',
      path: one,
      run: (call) => {
        call.state.hooks.delete(hookOf(call, ownerOf(call)).id);
        return noContent();
      },
    },
    {
      ...extra,
      method: 'POST',
      path: `${one}/test/:trigger`,
      since: testSince,
      params: [{ name: 'trigger', type: 'string', required: true, values: HOOK_EVENTS }],
      run: (call) => testHook(call, hookOf(call, ownerOf(call))),
    },
  ];
  return routes;
}

/** Webhooks of projects and groups (doc: api/project_webhooks, api/group_webhooks). */
export function hookRoutes(): Route[] {
  return [
    ...routesBelow('projects', ofProject, {}, '16.11'),
    ...routesBelow('groups', ofGroup, { enterprise: true }, '17.1'),
  ];
}
