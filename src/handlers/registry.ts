import { type ActionSpec, type CommandSpec, ROOTS, type Root, type ViewSpec } from './define.ts';

/** All capabilities, checked and found by the words Slack sends. */
export interface Registry {
  readonly commands: readonly CommandSpec[];
  command(root: Root, name: string): CommandSpec | undefined;
  commandsOf(root: Root): readonly CommandSpec[];
  action(actionId: string): ActionSpec | undefined;
  view(callbackId: string): ViewSpec | undefined;
}

/**
 * @throws Error naming the capability that is declared twice, has no way to run, has no usable name or options, or can
 *   never be reached: a bad one stops the start
 */
export function createRegistry(capabilities: {
  commands: readonly CommandSpec[];
  actions: readonly ActionSpec[];
  views: readonly ViewSpec[];
}): Registry {
  const { commands, actions, views } = capabilities;
  for (const spec of commands) assertCommand(spec);
  assertUnique(
    'command',
    commands.map((spec) => `${spec.root} ${spec.name}`),
  );
  assertUnique(
    'action',
    actions.map((spec) => spec.actionId),
  );
  assertApart(actions.map((spec) => spec.actionId));
  assertUnique(
    'view',
    views.map((spec) => spec.callbackId),
  );
  return {
    commands,
    command: (root, name) => commands.find((spec) => spec.root === root && spec.name === name),
    commandsOf: (root) => commands.filter((spec) => spec.root === root),
    action: (actionId) => actions.find((spec) => covers(spec.actionId, actionId)),
    view: (callbackId) => views.find((spec) => spec.callbackId === callbackId),
  };
}

const covers = (declared: string, actual: string): boolean =>
  declared.endsWith(':') ? actual.startsWith(declared) : actual === declared;

function assertCommand(spec: CommandSpec): void {
  const name = `${spec.root} ${spec.name}`;
  if (!ROOTS.includes(spec.root)) throw new Error(`command "${name}": unknown root`);
  if (!/^[a-z][a-z-]*$/u.test(spec.name))
    throw new Error(`command "${name}": the name must be lower-case letters and dashes`);
  const option = spec.options.find((key) => !/^[a-z][a-z-]*$/u.test(key));
  if (option !== undefined) throw new Error(`command "${name}": nobody can type the option "${option}"`);
  if ([spec.run, spec.act, spec.form].filter((way) => way !== undefined).length !== 1)
    throw new Error(`command "${name}": exactly one of run, act and form`);
  const [one, other] = spec.examples;
  if (spec.usage !== '' && one === other)
    throw new Error(`command "${name}": two examples that differ, since it takes words`);
  if (spec.summary === '' || spec.summary.endsWith('.'))
    throw new Error(`command "${name}": the summary is one sentence without a full stop`);
}

function assertUnique(what: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${what} "${twice}" is declared twice`);
}

/** A control that stands in another one's family would be answered by whichever was declared first. */
function assertApart(actionIds: readonly string[]): void {
  for (const one of actionIds) {
    const family = actionIds.find((other) => other !== one && covers(other, one));
    if (family !== undefined) throw new Error(`action "${one}" stands in the family "${family}"`);
  }
}
