import { decodedSegment } from '../api/decoded-segment.ts';
import { commitFor } from '../api/refs.ts';
import type { Answer } from '../api/route.ts';
import { isForeignForm, visitorOf } from '../oauth/session.ts';
import type { Visit } from '../oauth/visit.ts';
import { projectAt } from '../state/find.ts';
import type { Project } from '../state/project-records.ts';
import { actAndReturn } from './act.ts';
import { deploymentPage, jobPage } from './deployment-pages.ts';
import { html } from './html.ts';
import type { PageContext, View } from './page-context.ts';
import { sitePage } from './parts.ts';
import { environmentPage, homePage, projectPage } from './project-pages.ts';
import { commitPage, comparePage, mergeRequestPage } from './repository-pages.ts';

type ProjectPages = readonly [
  RegExp,
  (view: View, project: Project, key: string, second: string) => Answer | null,
][];

/** Below `/group/project/-/`. Every address an API answer links to has its page here. */
const PROJECT_PAGES: ProjectPages = [
  [/^environments\/(\d+)\/deployments\/(\d+)$/, deploymentAt],
  [/^environments\/(\d+)$/, environmentAt],
  [/^jobs\/(\d+)$/, jobAt],
  [/^pipelines\/(\d+)$/, pipelineAt],
  [/^merge_requests\/(\d+)$/, mergeRequestAt],
  [/^commit\/([0-9a-f]+)$/, commitAt],
  [/^compare\/(.+)$/, comparePage],
  [/^(?:environments|deployments|pipelines|merge_requests|jobs)\/?$/, projectPage],
];

function deploymentAt(view: View, project: Project, environmentId: string, iid: string): Answer | null {
  const one = view.world
    .deployments(project.path)
    .find((row) => row.iid === Number(iid) && row.environmentId === Number(environmentId));
  return one ? deploymentPage(view, project, one) : null;
}

function environmentAt(view: View, project: Project, id: string): Answer | null {
  const row = view.state.environments.get(Number(id));
  return row?.projectId === project.id ? environmentPage(view, project, row) : null;
}

function jobAt(view: View, project: Project, id: string): Answer | null {
  const job = view.state.jobs.get(Number(id));
  return job?.projectId === project.id ? jobPage(view, project, job) : null;
}

function pipelineAt(view: View, project: Project, id: string): Answer | null {
  const job = [...view.state.jobs.values()].find((row) => row.pipelineId === Number(id));
  return job?.projectId === project.id ? jobPage(view, project, job) : null;
}

function mergeRequestAt(view: View, project: Project, iid: string): Answer | null {
  const row = [...view.state.mergeRequests.values()].find(
    (one) => one.projectId === project.id && one.iid === Number(iid),
  );
  return row ? mergeRequestPage(view, project, row) : null;
}

function commitAt(view: View, project: Project, sha: string): Answer | null {
  const commit = commitFor(project, sha);
  return commit ? commitPage(view, project, commit) : null;
}

function projectAnswer(view: View, path: string): Answer | null {
  const [projectPath = '', rest] = path.split('/-/');
  const project = projectAt(view.state, projectPath);
  if (!project) return null;
  if (rest === undefined) return projectPage(view, project);
  for (const [pattern, make] of PROJECT_PAGES) {
    const match = pattern.exec(rest);
    if (match) return make(view, project, match[1] ?? '', match[2] ?? '');
  }
  return null;
}

/** Profiles and groups are only ever linked to; a name is enough there. */
function nameAnswer(view: View, path: string): Answer | null {
  const user = [...view.state.users.values()].find((one) => one.username === path);
  const group = [...view.state.groups.values()].find(
    (one) => path === one.path || path === `groups/${one.path}`,
  );
  const name = user?.name ?? group?.name;
  return name === undefined ? null : sitePage(view, name, html`<h1>${name}</h1><p class="soft">${path}</p>`);
}

/**
 * The small web interface, open to everybody who reaches the port.
 * @returns null when there is no such page
 */
export function answerPage(context: PageContext, visit: Visit): Answer | null {
  const view: View = { ...context, visit, visitor: visitorOf(context.state, context.oauth, visit) };
  if (visit.method === 'POST') {
    const act = visit.url.pathname === '/-/act' && !isForeignForm(visit);
    return act ? actAndReturn(view) : null;
  }
  if (visit.url.pathname === '/') return homePage(view);
  const path = decodedSegment(visit.url.pathname).slice(1);
  return projectAnswer(view, path) ?? nameAnswer(view, path);
}
