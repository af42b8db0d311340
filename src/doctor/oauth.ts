import type { Config } from '../config.ts';
import { isError } from '../core/errors.ts';
import { createGitLabOAuth } from '../gitlab/oauth.ts';
import { systemClock } from '../real-world.ts';
import { redirectUriOf } from './callback.ts';
import { type Check, Finding } from './check.ts';

/** What no GitLab has ever handed out. */
const NO_TOKEN = 'slipway-doctor-asks-with-no-token';

/**
 * Whether GitLab knows the OAuth application. It is asked to renew a token it never gave: it looks at the application first,
 * so that the refusal tells which of the two it minds (RFC 6749, 5.2: `invalid_client`, `invalid_grant`).
 */
export function oauthCheck(config: Config): Check {
  const { url, clientId, clientSecret } = config.gitlab;
  const oauth = createGitLabOAuth({
    baseUrl: url,
    clientId,
    clientSecret,
    redirectUri: redirectUriOf(config),
    clock: systemClock,
  });
  const look = async (): Promise<string> => {
    try {
      await oauth.refresh(NO_TOKEN);
    } catch (error) {
      if (isError(error, 'connection-lost')) return 'GitLab accepts its id and secret';
      throw new Finding(
        isError(error, 'gitlab-unauthorized')
          ? 'GitLab refuses GITLAB_OAUTH_CLIENT_ID or GITLAB_OAUTH_CLIENT_SECRET: copy both anew from the application, which must be confidential'
          : 'GitLab does not answer as an OAuth server: check GITLAB_URL',
      );
    }
    throw new Finding('GitLab renewed a token it never gave: check GITLAB_URL');
  };
  return { name: 'OAuth application', look };
}
