import { defineCommand } from '../../define.ts';
import { shownEnvironment } from '../../environment-answers.ts';
import { namedEnvironment } from '../../named-environment.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const show = defineCommand({
  root: 'env',
  name: 'show',
  usage: '[project] <environment>',
  summary: 'Show one environment and what runs there',
  examples: ['production', 'acme/shop production public'],
  options: [],
  run: async (context, call) => {
    const named = await namedEnvironment(context, call);
    assertNoMoreWords(named.rest, []);
    return { message: await shownEnvironment(context, call.person, named) };
  },
});
