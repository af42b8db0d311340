import { describe, expect, it } from 'vitest';
import type { ActionSpec, CommandSpec, Root, ViewSpec } from '../../../src/handlers/define.ts';
import { createRegistry } from '../../../src/handlers/registry.ts';

const answer = () =>
  Promise.resolve({ notice: { kind: 'watch-removed', projectPath: 'acme/shop' } as const });

const aCommand = (changes: Partial<CommandSpec> = {}): CommandSpec => ({
  root: 'deploy',
  name: 'list',
  usage: '[project]',
  summary: 'List deployments',
  examples: ['acme/shop', 'acme/shop env:production'],
  options: ['env', 'finished-after'],
  run: answer,
  ...changes,
});
const anAction = (actionId = 'approve'): ActionSpec => ({ actionId, accept: () => Promise.resolve() });
const aView = (callbackId = 'reject'): ViewSpec => ({ callbackId, submit: () => Promise.resolve(undefined) });

const registryOf = (changes: Partial<Parameters<typeof createRegistry>[0]> = {}) =>
  createRegistry({ commands: [aCommand()], actions: [anAction()], views: [aView()], ...changes });

describe('what Slack sends', () => {
  const list = aCommand();
  const help = aCommand({ name: 'help' });
  const slipwayHelp = aCommand({ root: 'slipway', name: 'help' });
  const approve = anAction('approve');
  const pages = anAction('page:');
  const reject = aView('reject');
  const registry = registryOf({
    commands: [list, help, slipwayHelp],
    actions: [approve, pages],
    views: [reject],
  });

  it('finds the sub-command of its root', () => {
    expect(registry.command('deploy', 'list')).toBe(list);
    expect(registry.command('deploy', 'help')).toBe(help);
    expect(registry.command('slipway', 'help')).toBe(slipwayHelp);
    expect(registry.commandsOf('deploy')).toEqual([list, help]);
    expect(registry.commandsOf('slipway')).toEqual([slipwayHelp]);
    expect(registry.commands).toEqual([list, help, slipwayHelp]);
  });

  it.each<[Root, string]>([
    ['slipway', 'list'],
    ['deploy', 'List'],
    ['deploy', ''],
    ['deploy', 'constructor'],
  ])('finds no /%s %s', (root, name) => {
    expect(registry.command(root, name)).toBeUndefined();
  });

  it('finds a control by its id, and a family of controls by how its id begins', () => {
    expect(registry.action('approve')).toBe(approve);
    expect(registry.action('page:next')).toBe(pages);
    expect(registry.action('page:')).toBe(pages);
  });

  it.each(['approved', 'approv', 'page', 'pages:next', '', 'Approve'])('finds no control %j', (id) => {
    expect(registry.action(id)).toBeUndefined();
  });

  it('finds a modal by its id alone', () => {
    expect(registry.view('reject')).toBe(reject);
    expect(registry.view('reject:1')).toBeUndefined();
  });
});

describe('a bad capability stops the start, by name', () => {
  it.each<[string, CommandSpec[], string]>([
    ['declared twice', [aCommand(), aCommand()], 'command "deploy list" is declared twice'],
    ['without a name', [aCommand({ name: '' })], 'command "deploy "'],
    ['with capitals', [aCommand({ name: 'List' })], 'command "deploy List"'],
    ['with a blank', [aCommand({ name: 'list all' })], 'command "deploy list all"'],
    [
      'with both ways to run',
      [aCommand({ act: () => Promise.reject(new Error('never')) })],
      'exactly one of run, act and form',
    ],
    [
      'that takes words and shows only one example',
      [aCommand({ usage: '[project]', examples: ['acme/shop', 'acme/shop'] })],
      'two examples that differ',
    ],
    ['without a summary', [aCommand({ summary: '' })], 'command "deploy list": the summary'],
    ['with a full stop', [aCommand({ summary: 'List deployments.' })], 'without a full stop'],
    [
      'with an option nobody can type',
      [aCommand({ options: ['env', 'Page'] })],
      'nobody can type the option "Page"',
    ],
  ])('a command %s', (_what, commands, problem) => {
    expect(() => registryOf({ commands })).toThrow(problem);
  });

  it('a command without any way to run', () => {
    const { run: _run, ...spec } = aCommand();
    expect(() => registryOf({ commands: [spec] })).toThrow(
      'command "deploy list": exactly one of run, act and form',
    );
  });

  it('a command of a root that Slack does not send', () => {
    // The type forbids it; a root that was renamed would look like this.
    const root = 'release' as Root;
    expect(() => registryOf({ commands: [aCommand({ root })] })).toThrow(
      'command "release list": unknown root',
    );
  });

  it.each<[string, string[], string]>([
    ['declared twice', ['run', 'run'], 'action "run" is declared twice'],
    ['in the family of another', ['page:', 'page:next'], 'action "page:next" stands in the family "page:"'],
    [
      'in the family of a later one',
      ['page:next', 'page:'],
      'action "page:next" stands in the family "page:"',
    ],
  ])('a control %s', (_what, ids, problem) => {
    expect(() => registryOf({ actions: ids.map(anAction) })).toThrow(problem);
  });

  it('a modal declared twice', () => {
    expect(() => registryOf({ views: [aView(), aView()] })).toThrow('view "reject" is declared twice');
  });

  it('two roots may have a command of the same name', () => {
    expect(() => registryOf({ commands: [aCommand(), aCommand({ root: 'slipway' })] })).not.toThrow();
  });
});
