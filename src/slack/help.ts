import type { KnownBlock } from '@slack/types';
import { code, literal } from './escape.ts';
import { context, header, type Rendered, section } from './text-objects.ts';
import type { CommandNames } from './words/commands.ts';
import { HELP } from './words/help.ts';

/** What help says of a command; its spec provides it. */
export interface CommandHelp {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly examples: readonly string[];
}

const ROWS_PER_SECTION = 4;

/** Help for a root command: a line each; for a single sub-command: its usage and examples. */
export function helpMessage(
  root: keyof CommandNames,
  specs: readonly CommandHelp[],
  commands: CommandNames,
): Rendered {
  const command = commands[root];
  const [only, ...more] = specs;
  const blocks =
    only !== undefined && more.length === 0
      ? oneCommand(command, only)
      : allCommands(root, command, specs, commands);
  return { text: HELP.title(command), blocks };
}

function oneCommand(command: string, spec: CommandHelp): KnownBlock[] {
  const call = `${command} ${spec.name}`;
  const examples = callsOf(command, spec).map((example) => code(example));
  return [
    header(call),
    section(`${literal(spec.summary)}.`),
    section(`*${HELP.usage}*\n${code(`${call} ${spec.usage}`.trim(), 500)}`),
    section(`*${HELP.examples}*\n${examples.join('\n')}`),
  ];
}

function allCommands(
  root: keyof CommandNames,
  command: string,
  specs: readonly CommandHelp[],
  commands: CommandNames,
): KnownBlock[] {
  const rows = specs.map((spec) => `${code(callsOf(command, spec)[0] ?? command)}\n${literal(spec.summary)}`);
  const groups: KnownBlock[] = [];
  for (let at = 0; at < rows.length; at += ROWS_PER_SECTION) {
    groups.push(section(rows.slice(at, at + ROWS_PER_SECTION).join('\n')));
  }
  return [
    header(HELP.title(command)),
    section(root === 'slipway' ? `${HELP.intro[root]}\n${HELP.start(commands)}` : HELP.intro[root]),
    ...groups,
    context(`${HELP.more(command)} ${HELP.private} ${HELP.threads}`),
  ];
}

/** The examples in full, each once. */
const callsOf = (command: string, spec: CommandHelp): string[] => [
  ...new Set(spec.examples.map((example) => `${command} ${spec.name} ${example}`.trim())),
];
