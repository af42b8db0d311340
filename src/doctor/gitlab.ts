import type { Config } from '../config.ts';
import { isError } from '../core/errors.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import { systemClock } from '../real-world.ts';
import { type Check, Finding, type Hint } from './check.ts';
import { readerOf } from './reader.ts';

/** GitLab, and what the watcher's token may do there: enough, and not more. */
export function gitlabChecks(config: Config): Check[] {
  const { gitlab } = config;
  const watcher = readerOf(config);
  const look = async (): Promise<string> => {
    const version = await readGitLab(watcher).catch((error: unknown) => {
      throw new Finding(remedyOf(error, gitlab.url));
    });
    return `version ${version} at ${gitlab.url}`;
  };
  const checks: Check[] = [{ name: 'GitLab', look }];
  // Of the other kinds GitLab does not tell.
  if (gitlab.tokenType === 'private') checks.push({ name: 'GITLAB_TOKEN', look: () => lookAtToken(watcher) });
  return checks;
}

/** A path no project has. */
const NO_PROJECT = 'slipway/no-such-project';

/**
 * GitLab's version. It is told to narrower scopes too, so a project is asked for as well: GitLab checks the scope before
 * it finds that there is none.
 */
async function readGitLab(watcher: GitLabApi): Promise<string> {
  const version = await watcher.version();
  await watcher.projects.get(NO_PROJECT).catch((error: unknown) => {
    if (!isError(error, 'gitlab-not-found')) throw error;
  });
  return version;
}

function remedyOf(error: unknown, url: string): string {
  if (error instanceof GitLabError && error.code === 'gitlab-unauthorized') {
    return 'GitLab refuses GITLAB_TOKEN: it expired or was revoked; make a new one with scope read_api';
  }
  if (error instanceof GitLabError && error.code === 'gitlab-forbidden') {
    return 'GITLAB_TOKEN lacks the scope read_api';
  }
  return `${url} does not answer like a GitLab: check GITLAB_URL, its certificate and the way there`;
}

const SOON_MS = 14 * 24 * 60 * 60 * 1_000;

/** Slipway never writes with it, but whoever steals it could. */
async function lookAtToken(watcher: GitLabApi): Promise<string | Hint> {
  const token = await watcher.users.ownToken().catch((error: unknown) => {
    if (error instanceof GitLabError) return undefined;
    throw error;
  });
  if (token === undefined) return 'GitLab does not tell its scopes';
  const more = token.scopes.filter((scope) => !scope.startsWith('read_'));
  if (more.length > 0)
    return {
      hint: `may do more than read (${more.join(', ')}): make one with the scope read_api alone, so that it is worth less to a thief`,
    };
  const end = Date.parse(token.expiresAt ?? '');
  if (end - systemClock.now() < SOON_MS)
    return { hint: `ends on ${token.expiresAt}: rotate it in GitLab before, or no card will come` };
  return `reads only${token.expiresAt === undefined ? ', without an end' : `, until ${token.expiresAt}`}`;
}
