import { type ErrorCode, type ErrorFacts, isError } from '../core/errors.ts';
import { type AnyWatch, isGroupWatch } from '../core/group-watch.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import { isLasting, type Trouble, type TroubledPlace } from '../core/trouble.ts';
import { makerOf } from '../core/watch.ts';

/**
 * What keeps watches from showing anything new, as it was told to those who set them up: the channel's trouble before the
 * project's.
 * @returns no entry for a watch that is well
 * @throws SlipwayError `store-unavailable`
 */
export async function troublesOf(
  { troubles }: Pick<Ports, 'troubles'>,
  watches: readonly AnyWatch[],
): Promise<ReadonlyMap<AnyWatch, Trouble>> {
  const places = watches.map(placesOf);
  const all = await troubles.of(places.flat());
  const found = new Map<AnyWatch, Trouble>();
  let at = 0;
  for (const [index, watch] of watches.entries()) {
    const count = places[index]?.length ?? 0;
    const trouble = all.slice(at, at + count).find(isLasting);
    if (trouble !== undefined) found.set(watch, trouble);
    at += count;
  }
  return found;
}

function placesOf(watch: AnyWatch): readonly TroubledPlace[] {
  const { team, channel } = watch;
  if (isGroupWatch(watch)) return [{ team, channel }, { group: watch.group }];
  return [{ team, channel }, { project: watch.project }, { archived: watch.project }];
}

/** Whom to tell, and how. */
type Tellers = Pick<Ports, 'log'> & {
  readonly notices: Pick<Ports['notices'], 'direct'>;
  readonly settings: Pick<Ports['settings'], 'operators' | 'team'>;
};

/**
 * Tells whoever set these watches up what is wrong and how to mend it, each person once. Of those from the file the
 * operators are told, or the log where none are named.
 * @throws SlipwayError where Slack may take it later; somebody who cannot be told any more is left out
 */
export async function tellMakers(
  ports: Tellers,
  watches: readonly AnyWatch[],
  code: ErrorCode,
  facts: ErrorFacts,
): Promise<void> {
  for (const watch of new Map(watches.map((one) => [one.madeBy, one])).values()) {
    const maker = makerOf(watch);
    const about = { ...facts, project: watch.projectPath };
    if (maker === undefined) await tellOperators(ports, code, about);
    else await tell(ports, maker, code, about);
  }
}

/**
 * Tells the operators what is wrong with a watch from the file, or the log where none are named.
 * @throws SlipwayError as `tellMakers`
 */
export async function tellOperators(ports: Tellers, code: ErrorCode, facts: ErrorFacts): Promise<void> {
  const { operators, team } = ports.settings;
  ports.log.warn({ code, ...facts }, 'a watch from the file is in trouble');
  for (const user of operators) await tell(ports, { team, user }, code, { ...facts, file: 'yes' });
}

async function tell(
  ports: Omit<Tellers, 'settings'>,
  person: SlackPerson,
  code: ErrorCode,
  facts: ErrorFacts,
): Promise<void> {
  try {
    await ports.notices.direct(person, { kind: 'error', code, facts, reference: '' });
  } catch (error) {
    if (!isError(error, 'channel-unreachable', 'slack-refused')) throw error;
    ports.log.warn({ user: person.user, err: error }, 'the trouble of a watch could not be told');
  }
}
