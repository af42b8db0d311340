import type { CommandAct } from '../core/acts.ts';
import { parseArguments } from '../core/arguments.ts';
import { isError, SlipwayError } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';
import { noticeOf, offerConnection } from '../flows/perform-act.ts';
import type { Answer, CommandCall, CommandSpec, HandlerContext, Root } from './define.ts';
import type { Registry } from './registry.ts';
import { runForm } from './run-form.ts';

/** A sub-command found in a command's text, with its arguments. */
export interface ParsedCommand {
  readonly spec: CommandSpec;
  readonly call: CommandCall;
}

/**
 * Finds the sub-command and parses what follows it. No text at all means `help`.
 * @param triggerId opens a form; none for a command that waited for its author to connect
 * @throws SlipwayError `unknown-subcommand` with a suggestion, `usage`, `unknown-filter`
 */
export function parseCommand(
  registry: Registry,
  root: Root,
  act: CommandAct,
  triggerId?: string,
): ParsedCommand {
  const text = act.text.trim();
  const [name = ''] = text.split(/\s/u, 1);
  const known = registry.commandsOf(root);
  const spec = name === '' ? registry.command(root, 'help') : registry.command(root, name.toLowerCase());
  if (spec === undefined) {
    const suggestion = suggest(
      name,
      known.map((one) => one.name),
    );
    throw new SlipwayError('unknown-subcommand', { typed: name, suggestion, command: act.command });
  }
  const { person, reply } = act;
  try {
    // An act is told to its author alone, and its words are a comment: `public` among them is one of them.
    const { options, flags = [], removable = [] } = spec;
    const args = parseArguments(text.slice(name.length), options, flags, !writes(spec), removable);
    return { spec, call: { person, reply, channel: reply.channel, args, triggerId } };
  } catch (error) {
    throw withUsage(error, act.command, spec);
  }
}

/**
 * Runs a sub-command and turns whatever comes out of it into an answer. One whose author is not connected is kept, and
 * continues after connecting.
 */
export async function runCommand(
  context: HandlerContext,
  { spec, call }: ParsedCommand,
  act: CommandAct,
): Promise<Answer | undefined> {
  try {
    if (spec.act !== undefined) {
      await context.ports.jobs.act(await spec.act(context, call));
      return undefined;
    }
    if (spec.form !== undefined) {
      await runForm(context, spec.form, call, act);
      return undefined;
    }
    return await spec.run?.(context, call);
  } catch (error) {
    if (isError(error, 'not-connected', 'connection-lost'))
      return { notice: await offerConnection(context.ports, act) };
    return { notice: noticeOf(context.ports, withUsage(error, act.command, spec)) };
  }
}

/** Whether a command makes something durable before it is acknowledged. */
export const writes = (spec: CommandSpec): boolean => spec.run === undefined;

/** A usage error shows the usage of that one sub-command. */
function withUsage(error: unknown, command: string, spec: CommandSpec): unknown {
  if (!isError(error, 'usage', 'unknown-filter', 'bad-value', 'reason-missing', 'project-missing'))
    return error;
  const usage = `${command} ${spec.name} ${spec.usage}`.trim();
  const named = spec.examples.find((one) => one.includes('/')) ?? spec.examples[0];
  const example = `${command} ${spec.name} ${named}`.trim();
  return new SlipwayError(error.code, { ...error.facts, usage, example });
}
