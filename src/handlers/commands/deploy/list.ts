import { defineCommand } from '../../define.ts';
import { deploymentPage } from '../../deployment-page.ts';
import { LIST_OPTIONS, pageNumber } from '../../deployment-query.ts';
import { namedProject } from '../../named-project.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const list = defineCommand({
  root: 'deploy',
  name: 'list',
  usage:
    '[project] [env:] [status:] [order:] [sort:] [after:] [before:] [finished-after:] [finished-before:] [page:] [per-page:]',
  summary: "List a project's deployments, newest first",
  examples: ['acme/shop', 'acme/shop env:production status:success after:7d'],
  options: LIST_OPTIONS,
  run: async (context, call) => {
    const { project, rest } = await namedProject(context, call, call.args.words, 'project');
    assertNoMoreWords(rest, LIST_OPTIONS);
    const { page, ...filters } = Object.fromEntries(call.args.options);
    const query = { kind: 'list' as const, project, filters, page: pageNumber(page) };
    return { message: await deploymentPage(context, call.person, query) };
  },
});
