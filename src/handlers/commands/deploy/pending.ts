import { parseProject } from '../../../core/references.ts';
import { defineCommand } from '../../define.ts';
import { pendingIn } from '../../deployment-page.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const pending = defineCommand({
  root: 'deploy',
  name: 'pending',
  usage: '[project]',
  summary: 'List what waits for approval or to be run, in a project or in all this channel watches',
  examples: ['', 'acme/shop'],
  options: [],
  run: async (context, call) => {
    const [named, ...rest] = call.args.words;
    assertNoMoreWords(rest, []);
    const project =
      named === undefined ? undefined : parseProject(named, context.ports.gitlab.baseUrl).project;
    const query = { kind: 'pending' as const, filters: {}, page: 1 };
    const message = await pendingIn(context, call, project === undefined ? query : { ...query, project });
    return { message };
  },
});
