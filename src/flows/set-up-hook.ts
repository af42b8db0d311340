import type { HookAct } from '../core/acts.ts';
import { codeOf, isError, SlipwayError } from '../core/errors.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { ProjectId } from '../core/ids.ts';
import type { Notice } from '../core/notice.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { HookOwner, Webhook, WebhookWish } from '../core/ports/webhook-calls.ts';
import { asPerson } from './as-person.ts';
import { findProject } from './find-project.ts';
import type { Journal } from './journal.ts';
import { record } from './record.ts';

/** How long a test event may take from GitLab's saying that it was delivered. */
const ARRIVES_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 300;
/** How far the clocks of two processes of ours may differ. */
const CLOCKS_MS = 1_000;

/** Where a hook goes. */
interface Target {
  readonly owner: HookOwner;
  readonly where: string;
  /** GitLab's own page of its hooks. */
  readonly page: string;
  /** `undefined` for a group, whose test is sent in the name of any of its projects. */
  readonly project: ProjectId | undefined;
}

/**
 * Sets up, as the person, the webhook by which GitLab tells of deployments, and has GitLab test it. One that leads here
 * already is brought up to date instead.
 * @throws SlipwayError `hook-off`, `hook-address`, `hook-forbidden`, `hook-group-missing`, `hook-address-refused`,
 *   `hook-unsigned`, `not-connected`, `project-not-found`, GitLabError; `outcome-open` while the test is on its way
 */
export async function setUpHook(ports: Ports, act: HookAct, journal: Journal): Promise<Notice> {
  const where = 'project' in act.owner ? String(act.owner.project) : act.owner.group;
  try {
    return await setUp(ports, act, journal);
  } catch (error) {
    const isOpen = isError(error, 'outcome-open', 'store-unavailable', 'not-connected', 'connection-lost');
    if (!isOpen) await recordHook(ports, act, journal, where, error);
    throw error;
  }
}

async function setUp(ports: Ports, act: HookAct, journal: Journal): Promise<Notice> {
  const wish = wishOf(ports);
  const { api } = await asPerson(ports, act.person);
  const target = await targetOf(ports, api, act);
  if (journal.sentAt !== undefined) return conclude(ports, target, wish, journal.sentAt);
  const hook = await put(api, target, wish);
  await recordHook(ports, act, journal, target.where);
  const sentAt = ports.clock.now();
  await journal.write({ sentAt });
  const failure = await testFailure(api, target, hook);
  if (failure !== undefined) return { kind: 'hook-set', ...shownOf(target, wish), test: failure };
  return conclude(ports, target, wish, sentAt);
}

/** @throws SlipwayError `hook-off` without a secret, `hook-address` where GitLab can surely not reach us */
function wishOf({ settings, gitlab }: Ports): WebhookWish {
  const [secret] = settings.webhook.secrets;
  const [signingToken] = settings.webhook.signingTokens;
  if (secret === undefined && signingToken === undefined) throw new SlipwayError('hook-off');
  const url = `${settings.publicUrl}/gitlab/webhook`;
  if (isLoopback(url) && !isLoopback(gitlab.baseUrl))
    throw new SlipwayError('hook-address', { address: url });
  return { url, secret, signingToken };
}

const isLoopback = (url: string): boolean =>
  /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u.test(new URL(url).hostname);

async function targetOf(ports: Ports, api: GitLabApi, { owner }: HookAct): Promise<Target> {
  if ('group' in owner) {
    const page = `${ports.gitlab.baseUrl}/groups/${owner.group}/-/hooks`;
    return { owner, where: owner.group, page, project: undefined };
  }
  const { id, path, webUrl } = await findProject(api, owner.project);
  return { owner: { project: id }, where: path, page: `${webUrl}/-/hooks`, project: id };
}

/** Creates the hook, or brings the one with our address up to date. */
async function put(api: GitLabApi, target: Target, wish: WebhookWish): Promise<Webhook> {
  const isGroup = target.project === undefined ? 'true' : undefined;
  const facts = { where: target.where, address: wish.url, url: target.page, group: isGroup };
  try {
    const known = (await api.hooks.list(target.owner)).find((hook) => hook.url === wish.url);
    const hook = await (known === undefined
      ? api.hooks.create(target.owner, wish)
      : api.hooks.update(target.owner, known.id, wish));
    if (wish.secret !== undefined || hook.signed === true) return hook;
    // It would be refused here each time, and switched off by GitLab.
    await api.hooks.delete(target.owner, hook.id);
    throw new SlipwayError('hook-unsigned', facts);
  } catch (error) {
    if (isError(error, 'gitlab-forbidden')) throw new SlipwayError('hook-forbidden', facts, { cause: error });
    if (isError(error, 'gitlab-not-found'))
      throw new SlipwayError('hook-group-missing', facts, { cause: error });
    if (isError(error, 'gitlab-refused'))
      throw new SlipwayError('hook-address-refused', { ...facts, said: error.facts.said }, { cause: error });
    throw error;
  }
}

type TestEnd = Extract<Notice, { kind: 'hook-set' }>['test'];

/** GitLab answers its test when we have answered it: whatever else it says, the hook stands. */
async function testFailure(api: GitLabApi, { owner }: Target, hook: Webhook): Promise<TestEnd | undefined> {
  try {
    await api.hooks.test(owner, hook.id);
    return undefined;
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    if (error.code !== 'gitlab-refused') return { end: 'untested' };
    return { end: 'not-delivered', said: error.said };
  }
}

/** @throws SlipwayError `outcome-open` while the event may still come */
async function conclude(ports: Ports, target: Target, wish: WebhookWish, sentAt: number): Promise<Notice> {
  const shown = shownOf(target, wish);
  const arrivedAt = await ports.hooks.lastAt(target.project);
  if (arrivedAt !== undefined && arrivedAt >= sentAt - CLOCKS_MS)
    return { kind: 'hook-set', ...shown, test: { end: 'arrived', afterMs: Math.max(0, arrivedAt - sentAt) } };
  if (ports.clock.now() - sentAt < ARRIVES_WITHIN_MS)
    throw new SlipwayError('outcome-open', {}, { retryAfterMs: LOOK_AGAIN_MS });
  return { kind: 'hook-set', ...shown, test: { end: 'not-arrived' } };
}

const shownOf = ({ where, page, project }: Target, { url }: WebhookWish) => ({
  where,
  isGroup: project === undefined,
  page,
  address: url,
});

async function recordHook(
  ports: Ports,
  act: HookAct,
  { id }: Journal,
  where: string,
  error?: unknown,
): Promise<void> {
  const connection = await ports.connections.get(act.person);
  const line = {
    act: 'hook',
    outcome: error === undefined ? 'done' : codeOf(error),
    person: act.person,
    gitlabUser: connection?.gitlabUser,
    project: where,
    channel: act.reply.channel,
    ...(error instanceof GitLabError ? { status: error.status, requestId: error.requestId } : {}),
  } as const;
  await record(ports, line, `${id}-hook`);
}
