import { WATCH_EVENTS, type Watch, type WatchEvent } from '../../core/watch.ts';
import { code, literal } from '../escape.ts';
import { both } from './counts.ts';

/** What a watch can ask for, in words. */
const EVENT_WORDS: Record<WatchEvent, string> = {
  approvals: 'approvals needed',
  manual: 'deployments waiting to be run',
  started: 'starts',
  succeeded: 'successes',
  failed: 'failures',
  canceled: 'cancellations',
};

/** The rule a watch states, in mrkdwn: what comes, for which environments, of which project, and what does not. */
export function watchRule(watch: Watch): string {
  const wanted = WATCH_EVENTS.filter((event) => watch.on.includes(event)).map((event) => EVENT_WORDS[event]);
  const unwanted = WATCH_EVENTS.filter((event) => !watch.on.includes(event)).map(
    (event) => EVENT_WORDS[event],
  );
  const rest = unwanted.length === 0 ? '' : ` Not: ${both(unwanted)}.`;
  return `You will get: ${both(wanted)}, for ${environmentsOf(watch)}, in ${literal(watch.projectPath)}.${rest}`;
}

/** The same as a line of a list: `acme/shop: approvals needed and failures, for every environment`. */
export function watchSummary(watch: Watch): string {
  const wanted = WATCH_EVENTS.filter((event) => watch.on.includes(event)).map((event) => EVENT_WORDS[event]);
  return `*${literal(watch.projectPath)}*: ${both(wanted)}, for ${environmentsOf(watch)}`;
}

function environmentsOf(watch: Watch): string {
  const included = watch.environments.filter((pattern) => !pattern.startsWith('!'));
  const excluded = watch.environments.filter((pattern) => pattern.startsWith('!'));
  const spans = (patterns: readonly string[]): string => both(patterns.map((pattern) => code(pattern)));
  const base =
    included.length === 0
      ? 'every environment'
      : `${included.length === 1 ? 'environment' : 'environments'} ${spans(included)}`;
  return excluded.length === 0
    ? base
    : `${base} except ${spans(excluded.map((pattern) => pattern.slice(1)))}`;
}
