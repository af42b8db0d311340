import type { Act } from '../core/acts.ts';
import type { LinkNews } from '../core/link-news.ts';
import type { Ports } from '../core/ports/ports.ts';
import { record } from './record.ts';

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
 * whoever lost the account to them. May be repeated: each step is noted once it is done.
 * @throws SlipwayError `store-unavailable`
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
    if (act !== undefined) await ports.jobs.act(act);
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

const tellNew = (ports: Ports, { person, gitlabUser, from }: LinkNews, continues: boolean): Promise<void> =>
  tell(ports, person, { kind: 'connected', username: gitlabUser.username, continues, from });

async function tellOther(ports: Ports, { person, gitlabUser, from }: LinkNews): Promise<void> {
  if (from === undefined) return;
  const other = { team: person.team, user: from };
  await tell(ports, other, { kind: 'connection-moved', username: gitlabUser.username, to: person.user });
}

/** The accounts are linked whether or not Slack takes the message; the page says so too. */
async function tell(
  ports: Ports,
  ...[person, notice]: Parameters<Ports['notices']['direct']>
): Promise<void> {
  await ports.notices.direct(person, notice).catch((error: unknown) => {
    ports.log.warn(
      { user: person.user, err: error },
      'news of a connection could not be told by direct message',
    );
  });
}
