import type { Answer } from '../api/route.ts';
import { Refusal } from '../rules/refusal.ts';
import type { State } from '../state/state.ts';
import { backToApp, grantCode, readAuthorize } from './authorize.ts';
import {
  consentPage,
  deviceConsentPage,
  deviceDonePage,
  devicePage,
  errorPage,
  signInPage,
} from './consent-pages.ts';
import { deviceWaiting, startDevice } from './device.ts';
import { type OAuth, oauthError } from './oauth.ts';
import { askAgain, isForeignForm, signIn, signOut, visitorOf } from './session.ts';
import { clientOf, revokeEndpoint, tokenEndpoint, tokenInfo } from './token-endpoint.ts';
import { redirect, textOf, type Visit } from './visit.ts';

/** GET: sign in first, then consent. GitLab skips the consent for a known pair; the demo's people share a browser, so this one asks. */
function showAuthorize(state: State, oauth: OAuth, visit: Visit): Answer {
  const request = readAuthorize(state, Object.fromEntries(visit.url.searchParams));
  if (request.error) return redirect(backToApp(request, { error: request.error }));
  const visitor = visitorOf(state, oauth, visit);
  const here = visit.url.pathname + visit.url.search;
  if (visitor && visit.url.searchParams.get('prompt') === 'login') return askAgain(oauth, visit);
  return visitor ? consentPage(request, visitor, visit.url) : signInPage(state, here);
}

function decideAuthorize(state: State, oauth: OAuth, visit: Visit): Answer {
  const request = readAuthorize(state, visit.body);
  const visitor = visitorOf(state, oauth, visit);
  if (!visitor) return errorPage(401, 'You are signed out. Start again from the application.');
  if (textOf(visit.body, 'decision') !== 'authorize') {
    return redirect(backToApp(request, { error: 'access_denied' }));
  }
  return redirect(grantCode(state, oauth, request, visitor));
}

function device(state: State, oauth: OAuth, visit: Visit): Answer {
  const visitor = visitorOf(state, oauth, visit);
  if (!visitor) return signInPage(state, visit.url.pathname + visit.url.search);
  if (visit.method === 'GET') return devicePage(visitor, visit.url.searchParams.get('user_code') ?? '');
  const waiting = deviceWaiting(state, oauth, textOf(visit.body, 'user_code'));
  if (!waiting) return errorPage(400, 'The user code is invalid');
  if (visit.url.pathname !== '/oauth/device') return deviceConsentPage(visitor, waiting);
  waiting.decision = { userId: visitor.id };
  return deviceDonePage();
}

type Answering = (state: State, oauth: OAuth, visit: Visit) => Answer;

const ROUTES: Readonly<Record<string, Answering>> = {
  'GET /oauth/authorize': showAuthorize,
  'POST /oauth/authorize': decideAuthorize,
  'POST /oauth/token': tokenEndpoint,
  'POST /oauth/revoke': (state, _oauth, visit) => revokeEndpoint(state, visit),
  'GET /oauth/token/info': (state, _oauth, visit) => tokenInfo(state, visit),
  'GET /oauth/device': device,
  'POST /oauth/device/confirm': device,
  'POST /oauth/device': device,
  'POST /users/sign_in': signIn,
  'POST /users/sign_out': (_state, oauth, visit) => signOut(oauth, visit),
};
/** What a browser posts with its session; the others prove themselves by secrets. */
const BROWSER_FORMS = [
  '/oauth/authorize',
  '/oauth/device',
  '/oauth/device/confirm',
  '/users/sign_in',
  '/users/sign_out',
];

function startDeviceGrant(state: State, oauth: OAuth, visit: Visit): Answer | null {
  if (!state.version.atLeast('17.3')) return null;
  return startDevice(state, oauth, clientOf(state, visit), visit.body);
}

/**
 * Signing in and OAuth (doc: OAuth 2.0 identity provider API).
 * @returns null when the address is none of it
 */
export function answerOAuth(state: State, oauth: OAuth, visit: Visit): Answer | null {
  const { pathname } = visit.url;
  if (`${visit.method} ${pathname}` === 'POST /oauth/authorize_device')
    return startDeviceGrant(state, oauth, visit);
  const answering = ROUTES[`${visit.method} ${pathname}`];
  if (!answering) return null;
  if (visit.method === 'POST' && BROWSER_FORMS.includes(pathname) && isForeignForm(visit)) {
    throw oauthError(403, 'invalid_request', 'This form came from another site.');
  }
  try {
    return answering(state, oauth, visit);
  } catch (error) {
    const page = pathname === '/oauth/authorize' && error instanceof Refusal;
    if (page) return errorPage(error.status, error.message);
    throw error;
  }
}
