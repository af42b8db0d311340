import type { FormChoices, FormDraft, FormView } from '../core/forms.ts';
import type { ProjectId } from '../core/ids.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { parseProject } from '../core/references.ts';
import { asPerson } from './as-person.ts';
import { findProject } from './find-project.ts';

/** As many as a select of Slack's holds. */
const MOST = 100;

const NOTHING: FormChoices = { environments: [], allEnvironments: false, refs: [], deployments: [] };

/** The project a form is about, as it was entered, or as the address of a page in it says. */
export function projectEntered({ values }: Pick<FormDraft, 'values'>): string | undefined {
  const address = [values.deployment, values.environment].find((text) => /^https?:\/\//iu.test(text ?? ''));
  return address ?? values.project;
}

/** The form with nothing to choose from: the project is not known, or GitLab does not tell. */
export async function blankForm(ports: Pick<Ports, 'watches'>, draft: FormDraft): Promise<FormView> {
  const watches = await ports.watches.ofChannel(draft.person.team, draft.channel);
  const watched = watches.map(({ project, projectPath }) => ({ id: project, path: projectPath }));
  return { ...draft, project: undefined, watched, choices: NOTHING };
}

/**
 * The form with the project's own environments, refs and deployments, read with the person's own rights.
 * @throws SlipwayError `not-connected`, `bad-project`, `foreign-url`, `project-not-found`; GitLabError
 */
export async function prepareForm(ports: Ports, draft: FormDraft): Promise<FormView> {
  const entered = projectEntered(draft);
  if (entered === undefined) return blankForm(ports, draft);
  const { project: ref } = parseProject(entered, ports.gitlab.baseUrl);
  const { api } = await asPerson(ports, draft.person);
  const { id, path } = await findProject(api, ref);
  return { ...draft, project: { id, path }, watched: [], choices: await choicesOf(api, id, draft.op) };
}

async function choicesOf(api: GitLabApi, project: ProjectId, op: FormDraft['op']): Promise<FormChoices> {
  if (op === 'create-environment') return NOTHING;
  const needsEnvironments = op !== 'update-deployment';
  const needsDeployments = op !== 'update-environment';
  const [environments, deployments] = await Promise.all([
    needsEnvironments ? api.environments.list(project, { perPage: MOST }) : undefined,
    needsDeployments
      ? api.deployments.list(project, { orderBy: 'id', sort: 'desc', perPage: MOST })
      : undefined,
  ]);
  const rows = deployments?.items ?? [];
  return {
    environments: (environments?.items ?? []).map(({ name }) => name),
    allEnvironments: environments !== undefined && environments.next === undefined,
    refs: [...new Set(rows.map(({ ref }) => ref))],
    // GitLab lets nobody set the status of what a job deployed.
    deployments: rows
      .filter(({ job }) => job === null)
      .map(({ id, environment, ref, sha, status }) => ({
        id,
        environment: environment.name,
        ref,
        sha,
        status,
      })),
  };
}
