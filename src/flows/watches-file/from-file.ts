import type { DeclaredWatch } from '../../core/declared-watch.ts';
import type { AnyWatch } from '../../core/group-watch.ts';
import { unmarks } from '../../core/step-up.ts';
import { type FromFile, isFromFile, makerOf } from '../../core/watch.ts';

/** What is kept of a watch the file sets up or changes: whom it replaced, and what is still to be told. */
export function fromFile(before: AnyWatch | undefined, rule: DeclaredWatch['rule']): FromFile {
  const instead = before === undefined ? undefined : (makerOf(before)?.user ?? before.file?.instead);
  const isChange = before !== undefined && isFromFile(before) && before.file?.news !== 'added';
  const drops = before !== undefined && (unmarks(before, rule) || before.file?.unmarks === true);
  return {
    ...(instead === undefined ? {} : { instead }),
    news: isChange ? 'changed' : 'added',
    ...(drops ? { unmarks: true } : {}),
  };
}
