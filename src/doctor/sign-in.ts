import type { Config } from '../config.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import { createGitLabOAuth } from '../gitlab/oauth.ts';
import { systemClock } from '../real-world.ts';
import { checkSignIn } from '../sign-in-check.ts';
import { redirectUriOf } from './callback.ts';
import { type Check, Finding } from './check.ts';
import { readerOf } from './reader.ts';

/** Whether people can sign in the way `SIGN_IN` says. */
export function signInCheck(config: Config): Check {
  const { url, clientId, clientSecret } = config.gitlab;
  const redirectUri = redirectUriOf(config);
  const oauth = createGitLabOAuth({ baseUrl: url, clientId, clientSecret, redirectUri, clock: systemClock });
  const watcher = readerOf(config);
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
