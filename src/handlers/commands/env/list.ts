import { defineCommand } from '../../define.ts';
import { pageNumber } from '../../deployment-query.ts';
import { environmentPage } from '../../environment-page.ts';
import { namedProject } from '../../named-project.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const list = defineCommand({
  root: 'env',
  name: 'list',
  usage: '[project] [name:] [search:] [state:available|stopping|stopped] [page:] [per-page:]',
  summary: "List a project's environments",
  examples: ['acme/shop', 'acme/shop search:review state:stopped'],
  options: ['name', 'search', 'state', 'page', 'per-page'],
  run: async (context, call) => {
    const { project, rest } = await namedProject(context, call, call.args.words, 'project');
    assertNoMoreWords(rest, list.options);
    const { page, ...filters } = Object.fromEntries(call.args.options);
    const query = { kind: 'environments' as const, project, filters, page: pageNumber(page) };
    return { message: await environmentPage(context, call.person, query) };
  },
});
