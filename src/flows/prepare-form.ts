import type { Environment } from '../core/deployment.ts';
import type { FormChoices, FormDraft, FormView } from '../core/forms.ts';
import type { ProjectId } from '../core/ids.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { parseProject } from '../core/references.ts';
import { asPerson } from './as-person.ts';
import { findProject } from './find-project.ts';

/** As many as a select of Slack's holds. */
const MOST = 100;

/** What can be taken away of an environment nothing is known of: anything it may have. */
const ANYTHING: FormChoices['removable'] = { url: '', description: '', agent: '', namespace: '', flux: '' };

const NOTHING: FormChoices = {
  environments: [],
  allEnvironments: false,
  refs: [],
  deployments: [],
  removable: ANYTHING,
};

/** The project a form is about, as it was entered, or as the address of a page in it says. */
export function projectEntered({ values }: Pick<FormDraft, 'values'>): string | undefined {
  const address = [values.deployment, values.environment].find((text) => /^https?:\/\//iu.test(text ?? ''));
  return address ?? values.project;
}

/** The form with nothing to choose from: the project is not known, or GitLab does not tell. */
export async function blankForm(ports: Pick<Ports, 'watches'>, draft: FormDraft): Promise<FormView> {
  const watched = await watchedIn(ports, draft);
  return { ...draft, turn: draft.turn ?? 0, project: undefined, watched, choices: NOTHING };
}

async function watchedIn(ports: Pick<Ports, 'watches'>, { person, channel }: FormDraft) {
  const watches = await ports.watches.ofChannel(person.team, channel);
  return watches.map(({ project, projectPath }) => ({ id: project, path: projectPath }));
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
  const watched = draft.turn === undefined ? [] : await watchedIn(ports, draft);
  return { ...draft, project: { id, path }, watched, choices: await choicesOf(api, id, draft) };
}

async function choicesOf(
  api: GitLabApi,
  project: ProjectId,
  { op, values }: FormDraft,
): Promise<FormChoices> {
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
  const named = environments?.items.find(({ name }) => name === values.environment);
  return {
    removable: named === undefined ? ANYTHING : removableOf(named),
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

/** What the environment has. GitLab tells of the agent and what belongs to it only to people who may see it. */
const removableOf = ({ externalUrl, description, ...rest }: Environment): FormChoices['removable'] => ({
  ...(externalUrl === null ? {} : { url: externalUrl }),
  ...(description === null || description === '' ? {} : { description }),
  agent: '',
  namespace: rest.kubernetesNamespace ?? '',
  flux: rest.fluxResourcePath ?? '',
});
