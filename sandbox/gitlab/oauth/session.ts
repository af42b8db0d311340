import type { Answer } from '../api/route.ts';
import { userNamed } from '../state/find.ts';
import type { User } from '../state/people-records.ts';
import type { State } from '../state/state.ts';
import { type OAuth, secret } from './oauth.ts';
import { localPath, redirect, textOf, type Visit } from './visit.ts';

/** Cookies ignore the port, so the name must not collide with anything else a demo runs on the same host. */
const COOKIE = '_sandbox_gitlab_session';

function sessionId(visit: Visit): string | undefined {
  const cookies = (visit.headers.cookie ?? '').split(/;\s*/);
  return cookies.find((one) => one.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}

/** The person signed in in this browser. */
export function visitorOf(state: State, oauth: OAuth, visit: Visit): User | undefined {
  const id = oauth.sessions.get(sessionId(visit) ?? '');
  return id === undefined ? undefined : state.users.get(id);
}

/** A form another site posts must not act here as the visitor. */
export function isForeignForm(visit: Visit): boolean {
  const { origin, host } = visit.headers;
  return origin !== undefined && origin !== 'null' && new URL(origin).host !== host;
}

/** POST /users/sign_in: no password, the person is chosen. */
export function signIn(state: State, oauth: OAuth, visit: Visit): Answer {
  const user = userNamed(state, textOf(visit.body, 'username') ?? '');
  const id = secret(16);
  oauth.sessions.set(id, user.id);
  user.signedInAt = state.now();
  const cookie = `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax`;
  return redirect(localPath(textOf(visit.body, 'return_to')), { 'Set-Cookie': cookie });
}

/** POST /users/sign_out */
export const signOut = (oauth: OAuth, visit: Visit): Answer =>
  endSession(oauth, visit, textOf(visit.body, 'return_to'));

/** `prompt=login`: whoever is signed in is signed out, and comes back to the same address without it. */
export function askAgain(oauth: OAuth, visit: Visit): Answer {
  const url = new URL(visit.url);
  url.searchParams.delete('prompt');
  return endSession(oauth, visit, url.pathname + url.search);
}

function endSession(oauth: OAuth, visit: Visit, returnTo: string | undefined): Answer {
  oauth.sessions.delete(sessionId(visit) ?? '');
  const cookie = `${COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`;
  return redirect(localPath(returnTo), { 'Set-Cookie': cookie });
}
