import type { Arguments } from '../../../core/arguments.ts';
import { SlipwayError } from '../../../core/errors.ts';
import { groupNamed } from '../../../core/group-watch.ts';
import { FILTER_OPTIONS, readFilters } from '../../../core/watch-filters.ts';
import { watch as watchProject } from '../../../flows/watch.ts';
import { watchGroup } from '../../../flows/watch-group.ts';
import { defineCommand } from '../../define.ts';
import { namedProject } from '../../named-project.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';
import { askForProject } from '../../open-watch-form.ts';

const OPTIONS = [...FILTER_OPTIONS, 'confirm'] as const;

export const watch = defineCommand({
  root: 'slipway',
  name: 'watch',
  usage:
    '[project or group/*] [env:name,staging/*,!old] [tier:production] [ref:main,v*] [by:name] [on:approvals,manual,started,succeeded,failed,canceled] [confirm:browser]',
  summary:
    "Have this channel hear of a project's deployments; `group/*` means all projects of a group, and without a project a form asks",
  examples: ['acme/shop env:production', 'acme/shop tier:production,staging ref:v* on:approvals,failed'],
  options: OPTIONS,
  run: async (context, call) => {
    if (call.args.words.length === 0) {
      const { person, channel, args, triggerId } = call;
      const texts = Object.fromEntries(args.options);
      if (await askForProject(context, triggerId, { person, channel, texts })) return undefined;
      throw new SlipwayError('usage', { problem: 'the project is missing' });
    }
    const group = groupNamed(call.args.words[0] ?? '');
    if (group !== undefined) {
      assertNoMoreWords(call.args.words.slice(1), OPTIONS);
      const rule = { ...filtersIn(call.args), confirm: confirmIn(call.args.options.get('confirm')) };
      const { person, channel } = call;
      return { notice: await watchGroup(context.ports, { person, channel, group, ...rule }) };
    }
    const { project, rest } = await namedProject(context, call, call.args.words, 'project');
    assertNoMoreWords(rest, OPTIONS);
    const wish = {
      person: call.person,
      channel: call.channel,
      project,
      ...filtersIn(call.args),
      confirm: confirmIn(call.args.options.get('confirm')),
    };
    return { notice: await watchProject(context.ports, wish) };
  },
});

const filtersIn = ({ options }: Arguments) =>
  readFilters(Object.fromEntries(FILTER_OPTIONS.map((option) => [option, options.get(option)])));

function confirmIn(text: string | undefined): 'browser' | undefined {
  if (text === undefined) return undefined;
  if (text.toLowerCase() === 'browser') return 'browser';
  throw new SlipwayError('bad-value', { option: 'confirm', value: text, known: ['browser'] });
}
