import { SlipwayError } from '../../../core/errors.ts';
import { askFirst } from '../../../flows/write.ts';
import { defineCommand } from '../../define.ts';
import { momentOption } from '../../moment-option.ts';
import { namedProject } from '../../named-project.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const stopStale = defineCommand({
  root: 'env',
  name: 'stop-stale',
  usage: '[project] before:<date>',
  summary: 'Stop every environment nothing happened in since a date, after showing which',
  examples: ['before:30d', 'acme/shop before:2026-01-31'],
  options: ['before'],
  run: async (context, call) => {
    const { project, rest } = await namedProject(context, call, call.args.words, 'project');
    assertNoMoreWords(rest, ['before']);
    const before = momentOption(context, call, 'before');
    if (before === undefined) throw new SlipwayError('usage', { problem: '`before` is missing' });
    const operation = { op: 'stop-stale-environments' as const, project, before };
    const { person, reply } = call;
    return { notice: await askFirst(context.ports, { kind: 'write', person, reply, operation }) };
  },
});
