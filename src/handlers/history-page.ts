import { listOf } from '../core/arguments.ts';
import { AUDIT_ACTS } from '../core/audit.ts';
import { ERROR_TABLE, isError, SlipwayError } from '../core/errors.ts';
import { groupPattern } from '../core/group-watch.ts';
import { SlackUserId } from '../core/ids.ts';
import type { SlackPerson } from '../core/person.ts';
import type { ProjectRef } from '../core/ports/gitlab.ts';
import { parseSubject } from '../core/watch-subject.ts';
import { asPerson } from '../flows/as-person.ts';
import { findGroup } from '../flows/find-group.ts';
import { findProject } from '../flows/find-project.ts';
import { sightOf } from '../flows/history-sight.ts';
import { isOperator } from '../flows/operators.ts';
import { type HistoryWish, readHistory } from '../flows/read-history.ts';
import { type HistoryQuery, historyMessage } from '../slack/history.ts';
import type { Rendered } from '../slack/text-objects.ts';
import type { HandlerContext } from './define.ts';
import { asMoment, oneOf } from './option-readers.ts';

/** Option keys of `/slipway history`. */
export const HISTORY_OPTIONS = ['env', 'by', 'after', 'before', 'act', 'outcome'] as const;

/** What becomes of nothing, besides the error codes. */
const OUTCOMES = ['done', 'refused', ...Object.keys(ERROR_TABLE)];

/**
 * One page of the audit trail, as far as the person may see it.
 * @throws SlipwayError `not-connected`, `bad-value`, `bad-project`, `foreign-url`; GitLabError
 */
export async function historyPage(
  context: HandlerContext,
  person: SlackPerson,
  query: HistoryQuery,
): Promise<Rendered> {
  const { ports, words } = context;
  const wish = { ...wishOf(query.filters, person, ports.clock.now()), beyond: query.beyond };
  const sight = await sightOf(ports, person);
  const project = query.project === undefined ? undefined : await namesOf(context, person, query.project);
  const page = await readHistory(ports, { ...wish, project }, sight);
  const to = (towards: 'older' | 'newer', place: string | undefined): HistoryQuery | undefined =>
    place === undefined ? undefined : { ...query, beyond: { towards, place } };
  const { workspaceUrl } = ports.settings;
  return historyMessage(
    {
      entries: page.lines.map(({ entry }) => entry),
      older: to('older', page.older),
      newer: to('newer', page.newer),
      searchedTo: page.searchedTo,
      seesAll: await isOperator(ports, person),
    },
    {
      gitlabHost: words.gitlabHost,
      slackHost: workspaceUrl === undefined ? undefined : new URL(workspaceUrl).host,
    },
  );
}

/** The names a project or group may have on a line. One that cannot be seen any more goes by what was typed. */
async function namesOf(
  { ports }: HandlerContext,
  person: SlackPerson,
  typed: string,
): Promise<readonly ProjectRef[]> {
  const subject = parseSubject(typed, ports.gitlab.baseUrl);
  const asTyped = 'group' in subject ? groupPattern(String(subject.group)) : subject.project;
  try {
    const { api } = await asPerson(ports, person);
    if ('group' in subject) {
      const { id, path } = await findGroup(api, subject.group);
      return [asTyped, groupPattern(String(id)), groupPattern(path)];
    }
    const { id, path } = await findProject(api, subject.project);
    return [asTyped, id, path];
  } catch (error) {
    if (isError(error, 'project-not-found', 'gitlab-forbidden', 'not-connected', 'connection-lost'))
      return [asTyped];
    throw error;
  }
}

function wishOf(filters: HistoryQuery['filters'], person: SlackPerson, now: number): HistoryWish {
  const { env, by, after, before, act, outcome } = filters;
  return {
    environments: listOf(env),
    by: by === undefined ? undefined : whom(by, person),
    after: after === undefined ? undefined : Date.parse(asMoment('after', after, now)),
    before: before === undefined ? undefined : Date.parse(asMoment('before', before, now)),
    act: act === undefined ? undefined : oneOf(AUDIT_ACTS)('act', act, now),
    outcome: outcome === undefined ? undefined : outcomeIn(outcome),
  };
}

/** `me`, a mention of somebody in Slack, or a GitLab user name. @throws SlipwayError `bad-value` */
function whom(text: string, person: SlackPerson): HistoryWish['by'] {
  if (text.toLowerCase() === 'me') return { slack: person.user };
  const mention = /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/u.exec(text)?.[1];
  if (mention !== undefined) return { slack: SlackUserId.parse(mention) };
  const username = text.replace(/^@/u, '');
  if (!/^[\p{L}\p{N}_.-]{1,255}$/u.test(username))
    throw new SlipwayError('bad-value', {
      option: 'by',
      value: text,
      known: ['me', '@somebody', 'a-gitlab-user'],
    });
  return { gitlab: username };
}

function outcomeIn(text: string): string {
  const outcome = text.toLowerCase();
  if (OUTCOMES.includes(outcome)) return outcome;
  throw new SlipwayError('bad-value', { option: 'outcome', value: text, known: ['done', 'refused'] });
}

/** The filters with moments in place of durations: every page is of the same time. @throws SlipwayError `bad-value` */
export function settledFilters(options: ReadonlyMap<string, string>, now: number): HistoryQuery['filters'] {
  const filters = Object.fromEntries(options);
  for (const option of ['after', 'before']) {
    const text = filters[option];
    if (text !== undefined) filters[option] = asMoment(option, text, now);
  }
  return filters;
}
