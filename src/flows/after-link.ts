import type { Act } from '../core/acts.ts';
import { isError } from '../core/errors.ts';
import type { SlackUserId } from '../core/ids.ts';
import type { LinkNews } from '../core/link-news.ts';
import type { Notice } from '../core/notice.ts';
import type { Ports } from '../core/ports/ports.ts';
import { postOnce } from './post-once.ts';
import { record } from './record.ts';

const LOCK_WAIT_MS = 15_000;

/** Notes of what has been done already, for when it is tried again. */
export interface LinkNotes {
  readonly done: readonly Step[];
  /** What the person was doing, once it is no longer kept anywhere else. */
  readonly act?: Act | undefined;
  note(notes: { done: readonly Step[]; act?: Act | undefined }): Promise<void>;
}

export type Step = 'recorded' | 'continued' | 'told' | 'told-other';

/**
 * What follows a new connection: the audit trail has it, what the person was doing continues, and they are told, as is
 * whoever lost the account to them. May be repeated, also by two at a time: each step is noted once it is done, and one
 * that was done without being noted is not done again.
 * @throws SlipwayError `store-unavailable`, and `slack-ambiguous` where another try has to look for a message
 */
export async function afterLink(ports: Ports, news: LinkNews, notes: LinkNotes): Promise<void> {
  let { done, act } = notes;
  const step = async (name: Step, work: () => Promise<void>): Promise<void> => {
    if (done.includes(name)) return;
    await work();
    done = [...done, name];
    await notes.note({ done, act });
  };
  await step('recorded', () => recordLink(ports, news));
  if (!done.includes('continued') && act === undefined) {
    act = await ports.links.getContinuation(news.person);
    await notes.note({ done, act });
  }
  await step('continued', async () => {
    await ports.links.takeContinuation(news.person);
    if (act !== undefined) await ports.jobs.act(act, `continued-${news.id}`);
  });
  await step('told', () => tellNew(ports, news, act !== undefined));
  await step('told-other', () => tellOther(ports, news));
}

async function recordLink(ports: Ports, { id, person, gitlabUser, from }: LinkNews): Promise<void> {
  const act = from === undefined ? 'connect' : 'move-connection';
  const entry = { act, outcome: 'done', gitlabUser } as const;
  await record(ports, { ...entry, person }, `linked-${id}`);
  if (from !== undefined)
    await record(ports, { ...entry, person: { team: person.team, user: from } }, `unlinked-${id}`);
}

function tellNew(
  ports: Ports,
  { id, person, gitlabUser, from }: LinkNews,
  continues: boolean,
): Promise<void> {
  const notice = { kind: 'connected', username: gitlabUser.username, continues, from } as const;
  return tell(ports, `linked-${id}`, person.user, notice);
}

async function tellOther(ports: Ports, { id, person, gitlabUser, from }: LinkNews): Promise<void> {
  if (from === undefined) return;
  const notice = { kind: 'connection-moved', username: gitlabUser.username, to: person.user } as const;
  await tell(ports, `unlinked-${id}`, from, notice);
}

/**
 * The accounts are linked whether or not Slack takes the message; the page says so too. One that may have been posted is
 * looked for by a later try.
 */
async function tell(ports: Ports, id: string, user: SlackUserId, notice: Notice): Promise<void> {
  try {
    await ports.locks.hold(id, LOCK_WAIT_MS, async () => {
      const channel = await ports.messages.directChannel(user);
      await postOnce(ports, id, { channel }, { kind: 'notice', notice });
    });
  } catch (error) {
    if (isError(error, 'slack-ambiguous', 'slack-rate-limited', 'store-unavailable', 'busy-elsewhere'))
      throw error;
    ports.log.warn({ user, err: error }, 'news of a connection could not be told by direct message');
  }
}
