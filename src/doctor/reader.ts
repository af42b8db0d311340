import type { Config } from '../config.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import { createGitLab } from '../gitlab/gitlab.ts';
import { staticCredential } from '../gitlab/static-credential.ts';
import { createLog } from '../log.ts';
import { systemClock } from '../real-world.ts';

/** GitLab as the bot's own token sees it. */
export function readerOf({ gitlab }: Config): GitLabApi {
  const host = createGitLab({ baseUrl: gitlab.url, log: createLog('silent'), clock: systemClock });
  return host.as(staticCredential({ kind: gitlab.tokenType, token: gitlab.token }));
}
