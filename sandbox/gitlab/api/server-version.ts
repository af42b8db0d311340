import type { State } from '../state/state.ts';
import { type Answer, ok, type Route } from './route.ts';

function metadata(state: State): Answer {
  const { version, baseUrl } = state;
  return ok({
    version: version.text,
    revision: '5a4d8b0c1f2',
    kas: {
      enabled: true,
      externalUrl: `${baseUrl.replace(/^http/, 'ws')}/-/kubernetes-agent/`,
      version: version.text,
    },
    ...(version.atLeast('15.6') ? { enterprise: version.enterprise } : {}),
  });
}

/** /version always, /metadata from 15.2 (doc: api/metadata). */
export function versionRoutes(): Route[] {
  const scopes = ['read_user'];
  return [
    { method: 'GET', path: '/metadata', since: '15.2', scopes, run: (call) => metadata(call.state) },
    {
      method: 'GET',
      path: '/version',
      scopes,
      run: ({ state }) => ok({ version: state.version.text, revision: '5a4d8b0c1f2' }),
    },
  ];
}
