import { marks } from '../../core/step-up.ts';
import { type Maker, type Pause, WATCH_EVENTS, type Watch, type WatchEvent } from '../../core/watch.ts';
import { asWritten, type Mention, type MentionNames } from '../../core/watch-delivery.ts';
import { slackDate } from '../dates.ts';
import { code, literal } from '../escape.ts';
import { both } from './counts.ts';

/** What a watch can ask for, in words. */
export const EVENT_WORDS: Record<WatchEvent, string> = {
  approvals: 'approvals needed',
  manual: 'deployments waiting to be run',
  started: 'starts',
  succeeded: 'successes',
  failed: 'failures',
  canceled: 'cancellations',
};

/** Who set a watch up: a mention, or what stands where nobody does. */
export const makerInWords = (maker: Maker): string =>
  maker === 'file' ? "the operators' file" : `<@${maker}>`;

/** What the words go by: the watch of a project, or of a group. */
type Rule = Omit<Watch, 'project'>;

/** What a watch is about, escaped: `acme/shop`, or `all projects of acme`. */
export const watched = (projectPath: string): string =>
  projectPath.endsWith('/*') ? `all projects of ${literal(projectPath.slice(0, -2))}` : literal(projectPath);

/** What somebody has to be able to read in GitLab to answer for a watch. */
export const sourceOf = ({ projectPath }: Pick<Watch, 'projectPath'>): 'group' | 'project' =>
  projectPath.endsWith('/*') ? 'group' : 'project';

/**
 * The rule a watch states, in mrkdwn: what comes, for which environments, of which project, what does not, where and whom
 * it calls.
 * @param names of those it calls, where others than the reader see it: a mention would ring
 */
export function watchRule(watch: Rule, names?: MentionNames): string {
  const wanted = WATCH_EVENTS.filter((event) => watch.on.includes(event)).map((event) => EVENT_WORDS[event]);
  const unwanted = WATCH_EVENTS.filter((event) => !watch.on.includes(event)).map(
    (event) => EVENT_WORDS[event],
  );
  const rest = unwanted.length === 0 ? '' : ` Not: ${both(unwanted)}.`;
  // The mark goes by names alone, whatever else the watch is narrowed to.
  const marked = marks(watch)
    ? ` Approvals for ${environmentsOf(watch)} are confirmed in the browser, after a fresh sign-in to GitLab.`
    : '';
  return `You will get: ${both(wanted)}, for ${scopeOf(watch)}, in ${watched(watch.projectPath)}.${rest}${WHERE[watch.mode ?? 'message']}${callsOf(watch, names)}${marked}`;
}

const WHERE = {
  message: '',
  thread: ' They come into one thread a day.',
  dm: ' They come to you alone, as direct messages.',
} as const;

function callsOf({ mention = [] }: Rule, names: MentionNames | undefined): string {
  return mention.length === 0
    ? ''
    : ` The first message about each deployment calls ${calledIn(mention, names)}.`;
}

/** Those a watch calls, by mention or by name. */
const calledIn = (mention: readonly Mention[], names: MentionNames | undefined): string =>
  both(
    mention.map((one) => (names === undefined ? asWritten(one) : literal(names.get(one) ?? 'somebody', 80))),
  );

/**
 * The same as a line of a list: `acme/shop: approvals needed and failures, for every environment`.
 * @param names of those it calls
 */
export function watchSummary(watch: Rule, names?: MentionNames): string {
  const wanted = WATCH_EVENTS.filter((event) => watch.on.includes(event)).map((event) => EVENT_WORDS[event]);
  const calls = watch.mention?.length ? `, calling ${calledIn(watch.mention, names)}` : '';
  const paused = watch.paused !== undefined ? ` – paused until ${slackDate(watch.paused.until)}` : '';
  return `*${watched(watch.projectPath)}*: ${both(wanted)}, for ${scopeOf(watch)}${marks(watch) ? ', approvals confirmed in the browser' : ''}${watch.mode === 'thread' ? ', in one thread a day' : ''}${calls}${paused}`;
}

/** Why a watch is paused, as a sentence about its maker; `subject` is `you`, `who` or a mention. */
export function lossInWords(
  { paused, projectPath }: { readonly paused: Pause; readonly projectPath: string },
  subject: string,
): string {
  const [is, has] = subject === 'you' ? ['are', 'have'] : ['is', 'has'];
  switch (paused.why) {
    case 'left':
      return `${subject} ${is} no longer a full member of this Slack workspace`;
    case 'disconnected':
      return `${subject} ${has} no GitLab account connected any more`;
    case 'no-access':
      return `${subject} can no longer read ${watched(projectPath)} in GitLab`;
  }
}

/** Which deployments a watch is about: `environments production and staging, of tier production, deployed by dana`. */
function scopeOf(watch: Rule): string {
  const environments = environmentsOf(watch);
  const narrower = [
    watch.tiers?.length ? selection(watch.tiers, ['of tier', 'of tiers'], 'of every tier') : '',
    watch.refs?.length ? selection(watch.refs, ['from', 'from'], 'from every branch or tag') : '',
    watch.by?.length ? selection(watch.by, ['deployed by', 'deployed by'], 'deployed by anybody') : '',
  ];
  return [environments, ...narrower.filter((part) => part !== '')].join(', ');
}

const environmentsOf = ({ environments }: Rule): string =>
  selection(environments, ['environment', 'environments'], 'every environment');

/** Patterns in words: `environments a and b except c`. */
function selection(patterns: readonly string[], [one, many]: readonly [string, string], all: string): string {
  const included = patterns.filter((pattern) => !pattern.startsWith('!'));
  const excluded = patterns.filter((pattern) => pattern.startsWith('!'));
  const spans = (names: readonly string[]): string => both(names.map((name) => code(name)));
  const base = included.length === 0 ? all : `${included.length === 1 ? one : many} ${spans(included)}`;
  return excluded.length === 0
    ? base
    : `${base} except ${spans(excluded.map((pattern) => pattern.slice(1)))}`;
}
