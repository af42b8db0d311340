import { SlipwayError } from '../../../core/errors.ts';
import { defineCommand } from '../../define.ts';
import { HISTORY_OPTIONS, historyPage, settledFilters } from '../../history-page.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const history = defineCommand({
  root: 'slipway',
  name: 'history',
  usage:
    '[project or group/*] [env:] [by:me,@somebody,gitlab-user] [after:] [before:] [act:] [outcome:done,refused]',
  summary: 'Show who did what, and how it ended',
  examples: ['acme/shop env:production after:7d', 'acme/shop by:me outcome:refused'],
  options: HISTORY_OPTIONS,
  run: async (context, { person, args }) => {
    // What one person may see of it another may not.
    if (args.public) throw new SlipwayError('usage', { problem: 'the history is shown to you alone' });
    const [project, ...rest] = args.words;
    assertNoMoreWords(rest, HISTORY_OPTIONS);
    const filters = settledFilters(args.options, context.ports.clock.now());
    return { message: await historyPage(context, person, { project, filters }) };
  },
});
