import { SlipwayError } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';
import { helpMessage } from '../slack/help.ts';
import type { Rendered } from '../slack/text-objects.ts';
import type { CommandSpec, HandlerContext, Root } from './define.ts';

/**
 * Help for a root, or for the one sub-command named.
 * @throws SlipwayError `unknown-subcommand`
 */
export function helpFor(
  context: HandlerContext,
  root: Root,
  specs: readonly CommandSpec[],
  word: string | undefined,
): Rendered {
  const command = context.words.commands[root];
  if (word === undefined) return helpMessage(root, specs, context.words.commands);
  const spec = specs.find((one) => one.name === word.toLowerCase());
  if (spec === undefined) {
    const suggestion = suggest(
      word,
      specs.map((one) => one.name),
    );
    throw new SlipwayError('unknown-subcommand', { typed: word, suggestion, command });
  }
  return helpMessage(root, [spec], context.words.commands);
}
