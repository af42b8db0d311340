import { describe, expect, it } from 'vitest';
import type { CommandAct } from '../../../src/core/acts.ts';
import { SlackUserId } from '../../../src/core/ids.ts';
import type { CommandSpec } from '../../../src/handlers/define.ts';
import { createRegistry } from '../../../src/handlers/registry.ts';
import { parseCommand } from '../../../src/handlers/run-command.ts';
import { CHANNEL, TEAM } from '../../support/builders.ts';
import { refusalOf } from '../../support/refusal.ts';

const never = () => Promise.reject(new Error('is not run here'));
const shared = {
  root: 'deploy',
  summary: 'Does it',
  examples: ['4711', '4712'],
  usage: '[project] [env:…]',
} as const;
const list: CommandSpec = { ...shared, name: 'list', options: ['env'], run: never };
const approve: CommandSpec = { ...shared, name: 'approve', options: ['as'], act: never };
const help: CommandSpec = { ...shared, name: 'help', usage: '', options: [], run: never };
const registry = createRegistry({ commands: [list, approve, help], actions: [], views: [] });

const person = { team: TEAM, user: SlackUserId.parse('U0KIM') };
const reply = { ...person, channel: CHANNEL };
const act = (text: string): CommandAct => ({ kind: 'command', person, reply, command: '/gl-deploy', text });
const parse = (text: string) => parseCommand(registry, 'deploy', act(text));

describe('the text of a command', () => {
  it.each<[string, CommandSpec, string[], Record<string, string>, boolean]>([
    ['list', list, [], {}, false],
    ['  LIST  acme/shop env:production public', list, ['acme/shop'], { env: 'production' }, true],
    ['list\nacme/shop', list, ['acme/shop'], {}, false],
    ['approve 4711 make it public', approve, ['4711', 'make', 'it', 'public'], {}, false],
    ['approve 4711 as:Security', approve, ['4711'], { as: 'Security' }, false],
    ['', help, [], {}, false],
    ['   ', help, [], {}, false],
    ['help list', help, ['list'], {}, false],
  ])('%j', (text, spec, words, options, isPublic) => {
    const parsed = parse(text);
    expect(parsed.spec).toBe(spec);
    expect(parsed.call).toMatchObject({ person, reply, channel: CHANNEL });
    expect(parsed.call.args).toEqual({ words, options: new Map(Object.entries(options)), public: isPublic });
  });

  it.each([
    ['lst', 'list'],
    ['aprove 4711', 'approve'],
    ['frobnicate', undefined],
    ['4711', undefined],
    ['constructor', undefined],
  ])('%j is no sub-command, and may have meant %s', (text, suggestion) => {
    expect(refusalOf(() => parse(text))).toEqual({
      code: 'unknown-subcommand',
      facts: { typed: text.split(' ')[0], suggestion, command: '/gl-deploy' },
    });
  });

  it.each([
    ['list "acme', 'usage'],
    ['list env:', 'usage'],
    ['list --envv x', 'unknown-filter'],
  ])('%j is refused with the usage of that one sub-command', (text, code) => {
    expect(refusalOf(() => parse(text))).toMatchObject({
      code,
      facts: { usage: '/gl-deploy list [project] [env:…]', example: '/gl-deploy list 4711' },
    });
  });
});
