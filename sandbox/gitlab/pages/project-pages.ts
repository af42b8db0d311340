import type { Answer } from '../api/route.ts';
import type { Environment } from '../state/delivery-records.ts';
import type { Project } from '../state/project-records.ts';
import type { DeploymentView } from '../world/deployment-view.ts';
import { html, type Markup } from './html.ts';
import type { View } from './page-context.ts';
import { actForm, badge, deploymentActs, projectPath, sitePage, userSelect } from './parts.ts';

function environmentsOf(view: View, project: Project): Environment[] {
  return [...view.state.environments.values()].filter((row) => row.projectId === project.id);
}

function deploymentsOf(view: View, environment: Environment, project: Project): DeploymentView[] {
  return view.world.deployments(project.path).filter((one) => one.environmentId === environment.id);
}

function deploymentRow(one: DeploymentView): Markup {
  return html`<tr><td><a href="${one.webUrl}">#${one.iid}</a></td><td>${badge(one)}</td>
<td>${one.ref} · <code>${one.sha.slice(0, 8)}</code></td><td>@${one.username}</td><td class="soft">${one.updatedAt}</td></tr>`;
}

function startForm(view: View, project: Project, environment: Environment): Markup {
  const fields = { project: project.path, environment: environment.name };
  const words = `Start a pipeline to ${environment.name}`;
  return actForm(
    view,
    fields,
    html`${userSelect(view, 'as')}<button class="primary" name="act" value="start">${words}</button>`,
  );
}

function environmentCard(view: View, project: Project, environment: Environment): Markup {
  const last = deploymentsOf(view, environment, project).at(-1);
  const href = projectPath(project, `/-/environments/${environment.id}`);
  const state = last
    ? html`<a href="${last.webUrl}">#${last.iid}</a> ${badge(last)} <span class="soft">by @${last.username}</span>`
    : html`<span class="soft">nothing deployed yet</span>`;
  return html`<section class="card"><div class="row"><h2><a href="${href}">${environment.name}</a></h2>
<span class="badge">${environment.tier}</span>${state}</div>${last ? deploymentActs(view, last) : html``}
<p></p>${startForm(view, project, environment)}</section>`;
}

/** All projects with their environments. */
export function homePage(view: View): Answer {
  const projects = [...view.state.projects.values()].map(
    (project) => html`<h1><a href="${projectPath(project)}">${project.path}</a></h1>
${environmentsOf(view, project).map((row) => environmentCard(view, project, row))}`,
  );
  return sitePage(view, 'Projects', html`${projects.length > 0 ? projects : html`<p>No projects yet.</p>`}`);
}

/** One project: its environments, then all deployments, newest first. */
export function projectPage(view: View, project: Project): Answer {
  const rows = view.world.deployments(project.path).reverse().map(deploymentRow);
  const main = html`<h1>${project.path}</h1>${environmentsOf(view, project).map((row) => environmentCard(view, project, row))}
<section class="card"><h2>Deployments</h2><table><tr><th>No.</th><th>Status</th><th>Version</th><th>By</th><th>Changed</th></tr>${rows}</table></section>`;
  return sitePage(view, project.path, main);
}

/** One environment and its history. */
export function environmentPage(view: View, project: Project, environment: Environment): Answer {
  const rows = deploymentsOf(view, environment, project).reverse().map(deploymentRow);
  const main = html`<p><a href="${projectPath(project)}">${project.path}</a></p><h1>${environment.name}</h1>
<p class="row"><span class="badge">${environment.tier}</span><span class="badge">${environment.state}</span>
${environment.externalUrl ?? ''}</p>${startForm(view, project, environment)}<p></p>
<section class="card"><table><tr><th>No.</th><th>Status</th><th>Version</th><th>By</th><th>Changed</th></tr>${rows}</table></section>`;
  return sitePage(view, environment.name, main);
}
