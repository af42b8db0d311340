import type { KeyReport, KeyWalk } from './store/walk-keys.ts';

/**
 * What an operator reads of the keys: how many values stand how, and whether an older key may go. Keys are named by their
 * ids, never by what they are.
 * @param keyIds of TOKEN_KEYS, in order
 */
export function keyWords(report: KeyReport, keyIds: readonly string[], walk: KeyWalk): string[] {
  const [first = '', ...older] = keyIds;
  const { connections, underWay, forgotten } = report;
  const lines = [
    `TOKEN_KEYS holds ${[`${first} (seals)`, ...older].join(', ')}.`,
    counted(connections.current, 'connection', `sealed with ${first} already.`),
  ];
  if (walk !== 'look') {
    lines.push(counted(connections.resealed, 'connection', `re-encrypted with ${first} now.`));
    if (underWay.resealed > 0)
      lines.push(counted(underWay.resealed, 'sign-in under way', `re-encrypted with ${first} now.`));
  }
  const outdated = connections.outdated + underWay.outdated;
  if (outdated > 0)
    lines.push(counted(outdated, 'value', `sealed with an older key: ${[...report.stillUsed].join(', ')}.`));
  if (forgotten > 0)
    lines.push(counted(forgotten, 'unreadable connection', 'removed; those people connect again.'));
  return [...lines, ...unreadableWords(report), mayBeDropped(report, older)];
}

/** A line for each way connections do not open, with the way out. */
export function unreadableWords({ unreadable }: Pick<KeyReport, 'unreadable'>): string[] {
  return [...unreadable].map(([keyId, count]) =>
    keyId === ''
      ? `${counted(count, 'connection', 'unreadable though the key is there: changed in Redis, or sealed for another GITLAB_URL.')} ${FORGET}`
      : `${counted(count, 'connection', `sealed with the key ${keyId}, which TOKEN_KEYS does not hold.`)} Put that key behind the first one of TOKEN_KEYS. If it is lost: ${FORGET}`,
  );
}

const FORGET = '`slipway keys rotate --forget-unreadable` removes them, and those people connect again.';

function mayBeDropped({ stillUsed }: KeyReport, older: readonly string[]): string {
  if (older.length === 0) return 'There is no older key to drop.';
  const free = older.filter((id) => !stillUsed.has(id));
  const kept = older.filter((id) => stillUsed.has(id));
  const keep = kept.length === 0 ? [] : [`Keep ${kept.join(', ')} until \`slipway keys rotate\` has run.`];
  const drop = free.length === 0 ? [] : [`May be dropped from TOKEN_KEYS now: ${free.join(', ')}.`];
  return [...drop, ...keep].join(' ');
}

const counted = (count: number, noun: string, rest: string): string =>
  `${count} ${noun}${count === 1 ? ' is' : 's are'} ${rest}`.replace(
    'sign-in under ways',
    'sign-ins under way',
  );
