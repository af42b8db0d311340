import { isError, SlipwayError } from '../core/errors.ts';
import { SlackPerson } from '../core/person.ts';
import { ConnectionRow, isCurrentRow, resealedRow } from './connection-row.ts';
import type { StoreContext } from './context.ts';
import { jsonOf } from './json.ts';
import { KEYS } from './keys.ts';

/** The kinds of records whose values are sealed, by their row in `KEYS`. */
export const SEALED_FAMILIES = [
  'connection',
  'linkAttempt',
  'linkPending',
  'linkDevice',
  'linkContinuation',
  'spentTokens',
  'stepUpAttempt',
  'stepUpQuestion',
] as const satisfies readonly (keyof typeof KEYS)[];
export type SealedFamily = (typeof SEALED_FAMILIES)[number];

/** How a stored value stands. `keyId` is the older or missing key; empty where the key is there and the value does not open. */
export type Verdict =
  | { readonly state: 'current' }
  | { readonly state: 'outdated'; readonly keyId: string; readonly next: string }
  | { readonly state: 'unreadable'; readonly keyId: string };

type Needs = Pick<StoreContext, 'sealer' | 'host'>;

/** Opens a value, whether or not it is current: a value that names a known key may still be somebody else's. */
export function judgeSealed(ctx: Needs, family: SealedFamily, relative: string, text: string): Verdict {
  try {
    return family === 'connection' ? judgeConnection(ctx, relative, text) : judgeText(ctx, relative, text);
  } catch (error) {
    if (!isError(error, 'secret-unreadable')) throw error;
    const { key } = error.facts;
    return { state: 'unreadable', keyId: typeof key === 'string' ? key : '' };
  }
}

function judgeConnection({ sealer, host }: Needs, relative: string, text: string): Verdict {
  const row = ConnectionRow.safeParse(jsonOf(text)).data;
  const person = connectedPerson(relative);
  if (row === undefined || person === undefined) throw new SlipwayError('secret-unreadable');
  const next = JSON.stringify(resealedRow(sealer, host, person, row));
  const older = [row.access, row.refresh ?? row.access].find((sealed) => !sealer.isCurrent(sealed));
  if (older === undefined || isCurrentRow(sealer, row)) return { state: 'current' };
  return { state: 'outdated', keyId: sealer.keyIdOf(older) ?? '', next };
}

/** A sign-in under way, or an act that waits for one: the whole value is sealed to its key. */
function judgeText({ sealer, host }: Needs, relative: string, text: string): Verdict {
  const context = `${host}|${relative}`;
  const opened = sealer.open(text, context);
  if (sealer.isCurrent(text)) return { state: 'current' };
  return { state: 'outdated', keyId: sealer.keyIdOf(text) ?? '', next: sealer.seal(opened, context) };
}

/** Whose connection a key holds. */
export function connectedPerson(relative: string): SlackPerson | undefined {
  const [team, user, ...rest] = relative.slice(KEYS.connection.family.length + 1).split(':');
  return rest.length > 0 ? undefined : SlackPerson.safeParse({ team, user }).data;
}
