import type { Answer } from '../api/route.ts';
import { html, type Markup, page } from '../pages/html.ts';
import type { User } from '../state/people-records.ts';
import type { State } from '../state/state.ts';
import type { AuthorizeRequest } from './authorize.ts';
import type { DeviceRequest } from './oauth.ts';

const SCOPE_WORDS: Readonly<Record<string, string>> = {
  api: 'Read and write everything you can reach through the API',
  read_api: 'Read everything you can reach through the API',
  read_user: 'Read your profile',
  openid: 'Authenticate using OpenID Connect',
};

/** Everybody in this GitLab as a button; there are no passwords here. */
export function signInPage(state: State, returnTo: string): Answer {
  const people = [...state.users.values()].map(
    (
      user,
    ) => html`<form method="post" action="/users/sign_in"><input type="hidden" name="return_to" value="${returnTo}">
<button name="username" value="${user.username}"><b>${user.name}</b> <span class="soft">@${user.username}</span></button></form>`,
  );
  return page(
    'Sign in',
    html`<div class="card center"><h1>Sign in as</h1><div class="people">${people}</div></div>`,
  );
}

function decisionButtons(appName: string): Markup {
  return html`<div class="row"><button class="primary" name="decision" value="authorize">Authorize ${appName}</button>
<button name="decision" value="deny">Cancel</button></div>`;
}

function otherAccount(returnTo: string): Markup {
  return html`<form method="post" action="/users/sign_out"><input type="hidden" name="return_to" value="${returnTo}">
<p class="soft">Not you? <button>Use another account</button></p></form>`;
}

/** What the application will be able to do, and one button each way. */
export function consentPage(request: AuthorizeRequest, visitor: User, url: URL): Answer {
  const fields = [...url.searchParams].map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const scopes = request.scopes.map(
    (scope) => html`<li><code>${scope}</code> ${SCOPE_WORDS[scope] ?? ''}</li>`,
  );
  const main = html`<div class="card center"><h1>Authorize ${request.app.name}?</h1>
<p>You are <b>${visitor.name}</b> (@${visitor.username}). ${request.app.name} will act as you:</p><ul>${scopes}</ul>
<form method="post" action="/oauth/authorize">${fields}${decisionButtons(request.app.name)}</form>
${otherAccount(url.pathname + url.search)}</div>`;
  return page(`Authorize ${request.app.name}`, main);
}

/** Where a person types in the code of the device grant. */
export function devicePage(visitor: User, userCode: string): Answer {
  const main = html`<div class="card center"><h1>Authorize device to access to your GitLab account.</h1>
<form method="post" action="/oauth/device/confirm"><p><input name="user_code" value="${userCode}" aria-label="User code"></p>
<button class="primary">Authorize</button></form>${otherAccount(`/oauth/device?user_code=${encodeURIComponent(userCode)}`)}</div>`;
  return page(`Authorize device · ${visitor.name}`, main);
}

/** What they agree to. As in GitLab it names neither the application nor a way to refuse. */
export function deviceConsentPage(visitor: User, { userCode, scopes }: DeviceRequest): Answer {
  const main = html`<div class="card center"><h1>Authorize device to access to your GitLab account.</h1>
<p>Please make sure that you intended to authorize this device.</p>
<p><b>${visitor.name}</b> · @${visitor.username}</p><p>Scopes associated with this request: ${scopes.join(' ')}</p>
<form method="post" action="/oauth/device"><input type="hidden" name="user_code" value="${userCode}">
<button class="primary">Confirm</button></form></div>`;
  return page('Authorize device', main);
}

/** The last page of the device grant. */
export function deviceDonePage(): Answer {
  return page(
    'Authorize device',
    html`<div class="card center"><h1>Device successfully authorized</h1></div>`,
  );
}

/** A page that only says what went wrong; nobody is sent anywhere. */
export function errorPage(status: number, message: string): Answer {
  return page(
    'Error',
    html`<div class="card center"><h1>An error has occurred</h1><p>${message}</p></div>`,
    html``,
    status,
  );
}
