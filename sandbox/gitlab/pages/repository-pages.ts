import { commitFor } from '../api/refs.ts';
import type { Answer } from '../api/route.ts';
import type { Commit, MergeRequest, Project } from '../state/project-records.ts';
import { html, type Markup } from './html.ts';
import type { View } from './page-context.ts';
import { projectPath, sitePage } from './parts.ts';

function crumbs(project: Project): Markup {
  return html`<p><a href="${projectPath(project)}">${project.path}</a></p>`;
}

function commitRow(project: Project, commit: Commit): Markup {
  const href = projectPath(project, `/-/commit/${commit.sha}`);
  return html`<tr><td><a href="${href}"><code>${commit.sha.slice(0, 8)}</code></a></td><td>${commit.title}</td><td>${commit.authorName}</td></tr>`;
}

/** One merge request: title, author, description. */
export function mergeRequestPage(view: View, project: Project, row: MergeRequest): Answer {
  const author = view.state.users.get(row.authorId);
  const main = html`${crumbs(project)}<h1>${row.title} <span class="soft">!${row.iid}</span></h1>
<section class="card"><p><span class="badge">${row.state}</span> by @${author?.username}</p><p>${row.description}</p></section>`;
  return sitePage(view, row.title, main);
}

/** One commit with its whole message. */
export function commitPage(view: View, project: Project, commit: Commit): Answer {
  const main = html`${crumbs(project)}<h1>${commit.title}</h1><section class="card"><p><code>${commit.sha}</code> by ${commit.authorName}</p>
<pre>${commit.message}</pre></section>`;
  return sitePage(view, commit.title, main);
}

/** `from...to`, the commits between. Unknown names make an empty list, as an old link would. */
export function comparePage(view: View, project: Project, range: string): Answer {
  const [from = '', to = ''] = range.split('...');
  const index = (name: string) => {
    const commit = commitFor(project, name);
    return commit ? project.commits.indexOf(commit) : -1;
  };
  const commits = project.commits.slice(index(from) + 1, index(to) + 1);
  const main = html`${crumbs(project)}<h1>Compare <code>${from.slice(0, 12)}</code> … <code>${to.slice(0, 12)}</code></h1>
<section class="card"><table>${commits.map((commit) => commitRow(project, commit))}</table>${commits.length === 0 ? 'Nothing between them.' : ''}</section>`;
  return sitePage(view, 'Compare', main);
}
