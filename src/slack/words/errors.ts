import type { ErrorCode, ErrorFacts } from '../../core/errors.ts';
import { type CommandNames, commandNames } from './commands.ts';
import type { ErrorWords, ErrorWordsOf } from './error-words.ts';
import { CONFIRM_ERRORS } from './errors-confirm.ts';
import { DECISION_ERRORS } from './errors-decision.ts';
import { GITLAB_ERRORS } from './errors-gitlab.ts';
import { INPUT_ERRORS } from './errors-input.ts';
import { OPERATION_ERRORS } from './errors-operation.ts';
import { PERSON_ERRORS } from './errors-person.ts';
import { SERVICE_ERRORS } from './errors-service.ts';
import { TROUBLE_ERRORS } from './errors-trouble.ts';
import { readFacts } from './facts.ts';
import { HOOK_ERRORS } from './hook.ts';
import { MAP_ERRORS } from './maps.ts';

/** The words of every error; a code without words does not compile. */
const BY_CODE: ErrorWordsOf<ErrorCode> = {
  ...PERSON_ERRORS,
  ...CONFIRM_ERRORS,
  ...INPUT_ERRORS,
  ...DECISION_ERRORS,
  ...GITLAB_ERRORS,
  ...HOOK_ERRORS,
  ...MAP_ERRORS,
  ...OPERATION_ERRORS,
  ...SERVICE_ERRORS,
  ...TROUBLE_ERRORS,
};

/**
 * The words of an error for the person it happened to.
 * @param facts untrusted; escaped here
 */
export const errorWords = (
  code: ErrorCode,
  facts: ErrorFacts,
  commands: CommandNames = commandNames(),
): ErrorWords => BY_CODE[code](readFacts(facts), commands);
