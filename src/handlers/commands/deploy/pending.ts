import { SlipwayError } from '../../../core/errors.ts';
import { parseProject } from '../../../core/references.ts';
import { defineCommand } from '../../define.ts';
import { pendingPage } from '../../deployment-page.ts';
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
    const watches = await context.ports.watches.ofChannel(call.person.team, call.channel);
    const projects =
      named === undefined
        ? watches.map((watch) => watch.project)
        : [parseProject(named, context.ports.gitlab.baseUrl).project];
    if (projects.length === 0) throw new SlipwayError('project-missing', { watched: [] });
    return { message: await pendingPage(context, call.person, projects) };
  },
});
