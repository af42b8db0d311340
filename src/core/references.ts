import { SlipwayError } from './errors.ts';
import { DeploymentId, EnvironmentId, JobId, ProjectId } from './ids.ts';

/** What a person named: a project by id or path, and within a pasted address perhaps more. */
export interface ProjectReference {
  readonly project: ProjectId | string;
  /** `iid` of a deployment whose page was pasted. */
  readonly deploymentIid?: number;
  readonly environmentId?: number;
  readonly jobId?: number;
}

/**
 * Reads `group/app`, a numeric id, or a pasted address of the project, one of its deployments, environments or jobs; the
 * address may lack its `https://`.
 * @param baseUrl the configured GitLab; addresses of any other host are refused, never fetched
 * @throws SlipwayError `bad-project`, `foreign-url`
 */
export function parseProject(text: string, baseUrl: string): ProjectReference {
  if (/^https?:\/\//iu.test(text)) return parseProjectUrl(text, baseUrl);
  const { host, protocol } = new URL(baseUrl);
  if (text.toLowerCase().startsWith(`${host}/`)) return parseProjectUrl(`${protocol}//${text}`, baseUrl);
  if (/^\d+$/u.test(text)) {
    const id = ProjectId.safeParse(Number(text));
    if (!id.success) throw new SlipwayError('bad-project', { text });
    return { project: id.data };
  }
  return { project: assertPath(text.replace(/^\/+|\/+$/gu, ''), text) };
}

/** A path of at least two segments in GitLab's own alphabet, no `.` or `..` among them. */
function assertPath(path: string, typed: string): string {
  const segments = path.split('/');
  const fine = segments.every(
    (segment) =>
      /^[\p{L}\p{N}_.][\p{L}\p{N}_.-]*$/u.test(segment) && segment !== '.' && !segment.includes('..'),
  );
  if (segments.length < 2 || !fine || path.length > 500)
    throw new SlipwayError('bad-project', { text: typed });
  return path;
}

function parseProjectUrl(text: string, baseUrl: string): ProjectReference {
  const base = new URL(baseUrl);
  const root = base.pathname.replace(/\/+$/u, '');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    url.host !== base.host ||
    url.username !== '' ||
    !url.pathname.startsWith(`${root}/`)
  ) {
    throw new SlipwayError('foreign-url', { host: base.host });
  }
  const [path = '', rest = ''] = decodePath(url.pathname.slice(root.length + 1)).split('/-/', 2);
  const number = numberIn(text);
  const deployment = /^environments\/\d+\/deployments\/(\d+)(?:\/|$)/u.exec(rest);
  const environment = /^environments\/(\d+)(?:\/|$)/u.exec(rest);
  const job = /^jobs\/(\d+)(?:\/|$)/u.exec(rest);
  return {
    project: assertPath(path.replace(/\/+$/u, ''), text),
    ...(deployment?.[1] === undefined ? {} : { deploymentIid: number(DeploymentId, deployment[1]) }),
    ...(environment?.[1] === undefined ? {} : { environmentId: number(EnvironmentId, environment[1]) }),
    ...(job?.[1] === undefined ? {} : { jobId: number(JobId, job[1]) }),
  };
}

/** Reads a number of an address; one that GitLab cannot have given makes the whole address a wrong one. */
const numberIn =
  (typed: string) =>
  (id: typeof DeploymentId | typeof EnvironmentId | typeof JobId, digits: string): number => {
    const number = id.safeParse(Number(digits));
    if (!number.success) throw new SlipwayError('bad-project', { text: typed });
    return number.data;
  };

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * Reads the API id of a deployment, with or without a leading `#`.
 * @throws SlipwayError `bad-deployment`
 */
export function parseDeploymentId(text: string): DeploymentId {
  const id = /^#?\d+$/u.test(text) ? DeploymentId.safeParse(Number(text.replace('#', ''))) : undefined;
  if (id?.success !== true) throw new SlipwayError('bad-deployment', { text });
  return id.data;
}

/** Whether a word looks like a project rather than like a deployment id or plain text. */
export const looksLikeProject = (word: string): boolean =>
  /^https?:\/\//iu.test(word) || /^[^\s/]+(?:\/[^\s/]+)+$/u.test(word);
