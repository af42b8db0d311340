import { atLeast } from './at-least.ts';
import type { Config } from './config.ts';
import { isError, SlipwayError } from './core/errors.ts';
import type { GitLabOAuth } from './core/ports/gitlab.ts';
import { StartError } from './open-store.ts';

/** The first GitLab whose device grant is on unless an administrator turned it off. */
const NEEDED = [17, 3] as const;

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u;

/** Nothing is broken, but something may be better. */
interface Hint {
  readonly hint: string;
}

/** What the check needs of GitLab. */
interface Needs {
  readonly version: () => Promise<string>;
  readonly oauth: Pick<GitLabOAuth, 'startDevice'>;
}

/**
 * Whether people can sign in the way `SIGN_IN` says. The codes asked for here are never used, and end within minutes.
 * @param publicUrl where people's browsers are sent
 * @returns what was seen, or a hint
 * @throws StartError how to mend it, where GitLab surely cannot; GitLabError where it does not answer
 */
export async function checkSignIn(config: Config, publicUrl: string, gitlab: Needs): Promise<string | Hint> {
  if (config.signIn === 'browser') return checkBrowser(config, publicUrl);
  const version = await gitlab.version();
  if (!atLeast(version, NEEDED))
    throw new StartError(
      `SIGN_IN is device, which GitLab can since ${NEEDED.join('.')}; this one is ${version}.\nSet SIGN_IN=browser and a PUBLIC_URL that people's browsers reach, or update GitLab.`,
    );
  try {
    await gitlab.oauth.startDevice();
  } catch (error) {
    if (!(error instanceof SlipwayError)) throw error;
    throw isError(error, 'gitlab-not-found')
      ? new StartError(
          'SIGN_IN is device, but this GitLab has no device authorization: an administrator may have turned the feature flag oauth2_device_grant_flow off.\nHave it turned on, or set SIGN_IN=browser.',
        )
      : asRemedy(error);
  }
  return `people enter a code at ${config.gitlab.url}/oauth/device`;
}

function checkBrowser({ gitlab }: Config, publicUrl: string): string | Hint {
  const isLocal = (url: string): boolean => LOOPBACK.test(new URL(url).hostname);
  if (!isLocal(publicUrl) || isLocal(gitlab.url)) return `people are sent to ${publicUrl}`;
  return {
    hint: `people are sent to PUBLIC_URL, ${publicUrl}, which only a browser on this machine reaches: set an address all of them reach, or SIGN_IN=device`,
  };
}

/** A refusal is for the operator to mend; an outage passes. */
function asRemedy(error: SlipwayError): Error {
  if (!['gitlab-unauthorized', 'gitlab-refused'].includes(error.code)) return error;
  return new StartError(
    'SIGN_IN is device, but GitLab refuses to begin a device authorization for this OAuth application.\nCheck GITLAB_OAUTH_CLIENT_ID and GITLAB_OAUTH_CLIENT_SECRET, and that the application has the scope api.',
  );
}
