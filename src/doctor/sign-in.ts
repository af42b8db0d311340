import type { Config } from '../config.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import { createGitLab } from '../gitlab/gitlab.ts';
import { createGitLabOAuth } from '../gitlab/oauth.ts';
import { staticCredential } from '../gitlab/static-credential.ts';
import { createLog } from '../log.ts';
import { systemClock } from '../real-world.ts';
import { checkSignIn } from '../sign-in-check.ts';
import { redirectUriOf } from './callback.ts';
import { type Check, Finding } from './check.ts';

/** Whether people can sign in the way `SIGN_IN` says. */
export function signInCheck(config: Config): Check {
  const { url, token, tokenType, clientId, clientSecret } = config.gitlab;
  const redirectUri = redirectUriOf(config);
  const oauth = createGitLabOAuth({ baseUrl: url, clientId, clientSecret, redirectUri, clock: systemClock });
  const gitlab = createGitLab({ baseUrl: url, log: createLog('silent'), clock: systemClock });
  const watcher = gitlab.as(staticCredential({ kind: tokenType, token }));
  const look = async () => {
    try {
      return await checkSignIn(config, new URL(redirectUri).origin, {
        version: () => watcher.version(),
        oauth,
      });
    } catch (error) {
      if (!(error instanceof GitLabError)) throw error;
      throw new Finding('GitLab does not answer: see the line about GitLab');
    }
  };
  return { name: 'signing in', look };
}
