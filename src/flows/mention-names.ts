import type { Ports } from '../core/ports/ports.ts';
import { isUserGroup, type Mention, type MentionNames } from '../core/watch-delivery.ts';

/**
 * Names of those some watches call, for words a whole channel sees: written as mentions they would ring. Whoever Slack does
 * not tell of is missing.
 */
export async function mentionNames(
  { people, userGroups }: Pick<Ports, 'people' | 'userGroups'>,
  watches: readonly { readonly mention?: readonly Mention[] | undefined }[],
): Promise<MentionNames> {
  const wanted = [...new Set(watches.flatMap(({ mention = [] }) => mention))];
  const rows = await Promise.all(
    wanted.map(async (one): Promise<[Mention, string | undefined]> => {
      if (!isUserGroup(one)) return [one, await people.displayName(one)];
      const sight = await userGroups.look(one);
      return [one, sight.state === 'there' ? sight.handle : undefined];
    }),
  );
  return new Map(rows.filter((row): row is [Mention, string] => row[1] !== undefined));
}
