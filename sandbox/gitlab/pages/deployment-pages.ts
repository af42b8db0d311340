import type { Answer } from '../api/route.ts';
import { accessLabel, approvalRules } from '../rules/protection.ts';
import type { Job } from '../state/delivery-records.ts';
import { environmentById } from '../state/find.ts';
import type { Project } from '../state/project-records.ts';
import type { DeploymentView } from '../world/deployment-view.ts';
import { html, type Markup } from './html.ts';
import type { View } from './page-context.ts';
import { badge, deploymentActs, projectPath, sitePage } from './parts.ts';

function rulesCard(view: View, one: DeploymentView): Markup {
  const rules = approvalRules(view.state, environmentById(view.state, one.environmentId));
  if (rules.length === 0) return html``;
  const given = (ruleId: number) =>
    view.state.approvals.filter(
      (row) => row.deploymentId === one.id && row.ruleId === ruleId && row.status === 'approved',
    ).length;
  const rows = rules.map(
    (rule) =>
      html`<tr><td>${accessLabel(view.state, rule)}</td><td>${given(rule.id)} of ${rule.required}</td></tr>`,
  );
  return html`<section class="card"><h2>Approval rules</h2><table>${rows}</table></section>`;
}

function approvalsCard(one: DeploymentView): Markup {
  if (one.approvals.length === 0) return html``;
  const rows = one.approvals.map(
    (row) => html`<tr><td>@${row.username}</td><td>${row.status}</td><td>${row.comment}</td></tr>`,
  );
  return html`<section class="card"><h2>Approvals</h2><table>${rows}</table></section>`;
}

/** One deployment: version, people, rules, approvals and what can be done now. */
export function deploymentPage(view: View, project: Project, one: DeploymentView): Answer {
  const environment = projectPath(project, `/-/environments/${one.environmentId}`);
  const job = one.jobUrl ? html` · <a href="${one.jobUrl}">job ${one.jobId}</a>` : html``;
  const main = html`<p><a href="${projectPath(project)}">${project.path}</a> › <a href="${environment}">${one.environment}</a></p>
<h1>Deployment #${one.iid} ${badge(one)}</h1>
<section class="card"><p>${one.ref} · <a href="${projectPath(project, `/-/commit/${one.sha}`)}"><code>${one.sha.slice(0, 8)}</code></a> · by @${one.username}${job}</p>
${deploymentActs(view, one)}</section>${rulesCard(view, one)}${approvalsCard(one)}`;
  return sitePage(view, `Deployment #${one.iid}`, main);
}

/** One job with its log. */
export function jobPage(view: View, project: Project, job: Job): Answer {
  const one = view.world.deployments(project.path).find((row) => row.jobId === job.id);
  const link = one
    ? html`<p>Deployment <a href="${one.webUrl}">#${one.iid}</a> ${badge(one)}</p>${deploymentActs(view, one)}`
    : html``;
  const main = html`<p><a href="${projectPath(project)}">${project.path}</a></p><h1>Job ${job.name}</h1>
<section class="card"><p><span class="badge ${job.status}">${job.status}</span> ${job.failureReason}</p>${link}</section><pre>${job.trace.join('\n')}</pre>`;
  return sitePage(view, `Job ${job.name}`, main);
}
