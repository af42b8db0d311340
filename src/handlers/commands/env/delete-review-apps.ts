import { SlipwayError } from '../../../core/errors.ts';
import { askFirst } from '../../../flows/write.ts';
import { defineCommand } from '../../define.ts';
import { momentOption } from '../../moment-option.ts';
import { namedProject } from '../../named-project.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const deleteReviewApps = defineCommand({
  root: 'env',
  name: 'delete-review-apps',
  usage: '[project] [before:<date>] [limit:1–1000]',
  summary: 'Schedule stopped review apps for deletion, after a dry run that shows which',
  examples: ['acme/shop', 'acme/shop before:60d limit:50'],
  options: ['before', 'limit'],
  run: async (context, call) => {
    const { project, rest } = await namedProject(context, call, call.args.words, 'project');
    assertNoMoreWords(rest, ['before', 'limit']);
    const before = momentOption(context, call, 'before');
    const limit = limitOf(call.args.options.get('limit'));
    const operation = {
      op: 'delete-review-apps' as const,
      project,
      ...(before === undefined ? {} : { before }),
      ...(limit === undefined ? {} : { limit }),
    };
    const { person, reply } = call;
    return { notice: await askFirst(context.ports, { kind: 'write', person, reply, operation }) };
  },
});

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const limit = /^\d{1,4}$/u.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > 1000)
    throw new SlipwayError('bad-value', { option: 'limit', value: text, known: ['1', '1000'] });
  return limit;
}
