import { basicUser, ownUser, publicUser } from '../entities/user.ts';
import { noSuch } from '../rules/refusal.ts';
import { pageOf } from './pages-of-rows.ts';
import { type Answer, type Call, ok, type Route } from './route.ts';

function byId(call: Call): Answer {
  const user = call.state.users.get(call.params.integer('user_id') ?? -1);
  if (!user) throw noSuch('User');
  return ok(publicUser(call.state, user));
}

function byName(call: Call): Answer {
  const { state, params } = call;
  const username = params.string('username')?.toLowerCase();
  const search = params.string('search')?.toLowerCase();
  const rows = [...state.users.values()]
    .filter((user) => username === undefined || user.username.toLowerCase() === username)
    .filter((user) => search === undefined || `${user.name} ${user.username}`.toLowerCase().includes(search));
  return pageOf(call, rows, (user) => basicUser(state, user));
}

/** GET /personal_access_tokens/self: what the token in use may do and how long it lives. */
function ownToken({ state, token }: Call): Answer {
  return ok({
    id: token.id,
    name: 'sandbox',
    revoked: token.revoked,
    created_at: new Date(token.createdAt).toISOString(),
    scopes: token.scopes,
    user_id: token.userId,
    last_used_at: new Date(state.now()).toISOString(),
    active: true,
    expires_at: token.expiresAt === null ? null : new Date(token.expiresAt).toISOString().slice(0, 10),
  });
}

/** People (doc: api/users). */
export function userRoutes(): Route[] {
  const scopes = ['read_user'];
  return [
    { method: 'GET', path: '/user', scopes, run: (call) => ok(ownUser(call.state, call.user)) },
    {
      method: 'GET',
      path: '/users',
      scopes,
      paged: true,
      params: [
        { name: 'username', type: 'string' },
        { name: 'search', type: 'string' },
      ],
      run: byName,
    },
    { method: 'GET', path: '/users/:user_id', scopes, run: byId },
    { method: 'GET', path: '/personal_access_tokens/self', since: '15.5', run: ownToken },
  ];
}
