import type { ErrorCode } from '../../core/errors.ts';
import type { CommandNames } from './commands.ts';
import type { FactReader } from './facts.ts';

/** One sentence that says what happened, one that says what to do; mrkdwn, escaped. */
export interface ErrorWords {
  readonly say: string;
  readonly next?: string;
}

/** How a group of errors is put into words. */
export type ErrorWordsOf<Code extends ErrorCode> = Record<
  Code,
  (facts: FactReader, commands: CommandNames) => ErrorWords
>;
