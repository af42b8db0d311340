import type { Answer } from '../api/route.ts';
import type { User } from '../state/people-records.ts';
import type { Project } from '../state/project-records.ts';
import type { DeploymentView } from '../world/deployment-view.ts';
import { html, type Markup, page } from './html.ts';
import type { View } from './page-context.ts';

/** What the status means to a person; `blocked` alone does not tell an approval from a plain manual job. */
function statusWords(one: DeploymentView): string {
  if (one.status !== 'blocked') return one.failureReason === 'deployment_rejected' ? 'rejected' : one.status;
  if (one.jobStatus === 'pending') return 'queued';
  if (one.pendingApprovals > 0) return `waiting for ${one.pendingApprovals} approval(s)`;
  return 'ready to run';
}

/** The status as a coloured word. */
export function badge(one: DeploymentView): Markup {
  return html`<span class="badge ${one.status}">${statusWords(one)}</span>`;
}

/** A choice of all people; the visitor is chosen already. */
export function userSelect(view: View, label: string): Markup {
  const options = [...view.state.users.values()].map((user: User) =>
    user.id === view.visitor?.id
      ? html`<option value="${user.username}" selected>${user.name}</option>`
      : html`<option value="${user.username}">${user.name}</option>`,
  );
  return html`<label>${label} <select name="user">${options}</select></label>`;
}

/** A form to `POST /-/act` that comes back to this page. */
export function actForm(
  view: View,
  fields: Readonly<Record<string, string | number>>,
  inside: Markup,
): Markup {
  const hidden = Object.entries({ ...fields, return_to: view.visit.url.pathname }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="/-/act" class="row">${hidden}${inside}</form>`;
}

function button(act: string, words: string, kind = ''): Markup {
  return html`<button name="act" value="${act}" class="${kind}">${words}</button>`;
}

/** Every act that makes sense now, done as the person chosen beside it. */
export function deploymentActs(view: View, one: DeploymentView): Markup {
  const buttons: Markup[] = [];
  const waits = one.jobStatus === 'manual';
  if (waits && one.pendingApprovals > 0)
    buttons.push(button('approve', 'Approve'), button('reject', 'Reject', 'danger'));
  if (waits) buttons.push(button('play', 'Run job', 'primary'));
  if (one.jobStatus === 'pending') buttons.push(button('run', 'Mark running'));
  if (one.jobStatus === 'running' || one.jobStatus === 'pending') {
    buttons.push(
      button('succeed', 'Mark succeeded'),
      button('fail', 'Mark failed', 'danger'),
      button('cancel', 'Cancel'),
    );
  }
  if (['success', 'failed', 'canceled'].includes(one.jobStatus ?? ''))
    buttons.push(button('retry', 'Run again'));
  if (buttons.length === 0) return html``;
  const comment = waits ? html`<input name="comment" placeholder="Comment" aria-label="Comment">` : html``;
  return actForm(view, { deployment: one.id }, html`${userSelect(view, 'as')}${comment}${buttons}`);
}

/** A page with the switch of person on top and, after a refused act, GitLab's reason. */
export function sitePage(view: View, title: string, main: Markup): Answer {
  const notice = view.visit.url.searchParams.get('notice');
  const back = view.visit.url.pathname;
  const header = html`<form method="post" action="/users/sign_in" class="row"><input type="hidden" name="return_to" value="${back}">
<label>Signed in as <select name="username">${view.visitor ? html`` : html`<option disabled selected>nobody</option>`}${[
    ...view.state.users.values(),
  ].map((user) =>
    user.id === view.visitor?.id
      ? html`<option value="${user.username}" selected>${user.name}</option>`
      : html`<option value="${user.username}">${user.name}</option>`,
  )}</select></label><button>Switch</button></form>`;
  const told = notice ? html`<div class="notice" role="alert">${notice}</div>` : html``;
  return page(title, html`${told}${main}`, header);
}

/** The address of a project’s page, or of one below it. */
export function projectPath(project: Project, rest = ''): string {
  return `/${project.path}${rest}`;
}
