import type { Answer } from '../api/route.ts';
import type { OAuth } from '../oauth/oauth.ts';
import type { Visit } from '../oauth/visit.ts';
import type { State } from '../state/state.ts';

/** placeholder */
export function answerPage(_state: State, _oauth: OAuth, _visit: Visit): Answer | null {
  return null;
}
