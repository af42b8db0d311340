import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { SlipwayError } from '../core/errors.ts';
import type { ChannelId, SlackUserId } from '../core/ids.ts';
import type { SlackPerson } from '../core/person.ts';
import type { SlackPeople } from '../core/ports/slack.ts';
import type { Clock } from '../core/ports/time.ts';
import { isDirect } from '../core/watch-delivery.ts';
import { platformCode, slackReadFailure } from './failure.ts';

/** Long enough to spare Slack, short enough that a deactivated account loses its say within minutes. */
const KEPT_MS = 5 * 60_000;
const KEPT_USERS = 5_000;

const flag = z.boolean().optional();
const User = z.object({
  team_id: z.string().optional(),
  name: z.string().optional(),
  real_name: z.string().optional(),
  profile: z.object({ display_name: z.string().optional(), real_name: z.string().optional() }).optional(),
  enterprise_user: z.object({ teams: z.array(z.string()).optional() }).optional(),
  deleted: flag,
  is_bot: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_stranger: flag,
  is_admin: flag,
  is_owner: flag,
});
type User = z.infer<typeof User>;
const UserAnswer = z.object({ user: User });

const Conversation = z.object({
  channel: z.object({ is_member: flag, is_im: flag, is_mpim: flag, is_archived: flag }),
});

/** What Slack says of a user: a record, a clear no, or that it does not know the question (a stand-in). */
type Known = { readonly user: User } | { readonly user: undefined; readonly why: 'not-found' | 'unasked' };

const NO_SUCH_USER: ReadonlySet<string> = new Set(['user_not_found', 'user_not_visible', 'users_not_found']);

/**
 * Slack accounts (https://docs.slack.dev/reference/methods/users.info). Whoever cannot be checked may not act.
 * @param deps.client the interactive client: a person waits
 */
export function createSlackPeople(deps: { readonly client: WebClient; readonly clock: Clock }): SlackPeople {
  const { client, clock } = deps;
  const kept = new Map<SlackUserId, { known: Known; until: number }>();
  const asking = new Map<SlackUserId, Promise<Known>>();
  const ask = async (user: SlackUserId): Promise<Known> => {
    const known = await askSlack(client, user);
    const [oldest] = kept.keys();
    if (kept.size >= KEPT_USERS && oldest !== undefined) kept.delete(oldest);
    kept.delete(user);
    kept.set(user, { known, until: clock.now() + KEPT_MS });
    return known;
  };
  const lookUp = async (user: SlackUserId): Promise<Known> => {
    const entry = kept.get(user);
    if (entry !== undefined && entry.until > clock.now()) return entry.known;
    const question = asking.get(user) ?? ask(user).finally(() => asking.delete(user));
    asking.set(user, question);
    return question;
  };
  return {
    assertMayAct: async (person) => {
      const refusal = refusalFor(await lookUp(person.user), person);
      if (refusal !== undefined) throw refusal;
    },
    knownRefusal: (person) => {
      const entry = kept.get(person.user);
      if (entry !== undefined && entry.until > clock.now()) return refusalFor(entry.known, person);
      // Whoever asks next finds the answer; this request asks for itself where it matters.
      lookUp(person.user).catch(() => undefined);
      return undefined;
    },
    isAdmin: async ({ user }) => {
      const known = (await lookUp(user)).user;
      return known?.is_admin === true || known?.is_owner === true;
    },
    assertReachable: async () => {
      try {
        await client.auth.test();
      } catch (error) {
        throw slackReadFailure(error);
      }
    },
    // Slack tells of direct messages only for one more scope, and nobody has to be invited to them.
    canPost: async (channel) => isDirect(channel) || canPost(client, channel),
    displayName: async (user) => {
      try {
        return nameOf(await lookUp(user));
      } catch {
        return undefined;
      }
    },
  };
}

async function askSlack(client: WebClient, user: SlackUserId): Promise<Known> {
  try {
    return UserAnswer.parse(await client.users.info({ user }));
  } catch (error) {
    const code = platformCode(error) ?? '';
    if (NO_SUCH_USER.has(code)) return { user: undefined, why: 'not-found' };
    if (code === 'unknown_method') return { user: undefined, why: 'unasked' };
    throw new SlipwayError('account-unchecked', { reason: code === '' ? 'no answer' : code });
  }
}

/** The one place that says which accounts may act. */
function refusalFor(known: Known, person: SlackPerson): SlipwayError | undefined {
  const why = known.user === undefined ? known.why : refusalOf(known.user, person);
  return why === undefined || why === 'unasked' ? undefined : new SlipwayError('account-refused', { why });
}

function refusalOf(user: User, person: SlackPerson): string | undefined {
  if (user.deleted === true) return 'deactivated';
  if (user.is_bot === true) return 'bot';
  if (user.is_stranger === true || !belongsTo(user, person)) return 'stranger';
  return user.is_restricted === true || user.is_ultra_restricted === true ? 'guest' : undefined;
}

/** On Enterprise Grid a person has one home workspace and is a member of others. */
const belongsTo = (user: User, person: SlackPerson): boolean =>
  user.team_id === undefined ||
  user.team_id === person.team ||
  (user.enterprise_user?.teams ?? []).includes(person.team);

function nameOf({ user }: Known): string | undefined {
  const names = [user?.profile?.display_name, user?.profile?.real_name, user?.real_name, user?.name];
  return names.find((name) => name !== undefined && name.trim() !== '');
}

async function canPost(client: WebClient, channel: ChannelId): Promise<boolean> {
  try {
    const { channel: info } = Conversation.parse(await client.conversations.info({ channel }));
    if (info.is_archived === true) return false;
    return info.is_im === true || info.is_mpim === true || info.is_member !== false;
  } catch (error) {
    const code = platformCode(error);
    if (code === 'unknown_method') return true;
    if (code === 'channel_not_found') return false;
    throw new SlipwayError('slack-unreachable', { reason: code ?? 'no answer' });
  }
}
