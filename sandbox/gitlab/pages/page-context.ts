import type { OAuth } from '../oauth/oauth.ts';
import type { Visit } from '../oauth/visit.ts';
import type { User } from '../state/people-records.ts';
import type { State } from '../state/state.ts';
import type { GitLabWorld } from '../world/world.ts';

/** What a page is made from. */
export interface PageContext {
  readonly state: State;
  readonly world: GitLabWorld;
  readonly oauth: OAuth;
}

/** One page view. */
export interface View extends PageContext {
  readonly visit: Visit;
  readonly visitor: User | undefined;
}
