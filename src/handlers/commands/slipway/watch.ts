import type { Arguments } from '../../../core/arguments.ts';
import { SlipwayError } from '../../../core/errors.ts';
import { groupNamed } from '../../../core/group-watch.ts';
import { WATCH_OPTIONS } from '../../../core/watch-command.ts';
import { readDelivery } from '../../../core/watch-delivery.ts';
import { readFilters } from '../../../core/watch-filters.ts';
import { watch as watchProject } from '../../../flows/watch.ts';
import { watchGroup } from '../../../flows/watch-group.ts';
import { defineCommand } from '../../define.ts';
import { namedProject } from '../../named-project.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';
import { askForProject } from '../../open-watch-form.ts';

export const watch = defineCommand({
  root: 'slipway',
  name: 'watch',
  usage:
    '[project or group/*] [env:name,staging/*,!old] [tier:production] [ref:main,v*] [by:name] [on:approvals,manual,started,succeeded,failed,canceled] [confirm:browser] [mention:@group,@person] [mode:message|thread|dm]',
  summary:
    "Have this channel, or with `mode:dm` you alone, hear of a project's deployments; `group/*` means all projects of a group, and without a project a form asks",
  examples: ['acme/shop env:production', 'acme/shop tier:production,staging ref:v* mode:thread'],
  options: WATCH_OPTIONS,
  run: async (context, call) => {
    if (call.args.words.length === 0) {
      const { person, channel, args, triggerId } = call;
      const texts = Object.fromEntries(args.options);
      if (await askForProject(context, triggerId, { person, channel, texts })) return undefined;
      throw new SlipwayError('usage', { problem: 'the project is missing' });
    }
    const group = groupNamed(call.args.words[0] ?? '');
    if (group !== undefined) {
      assertNoMoreWords(call.args.words.slice(1), WATCH_OPTIONS);
      const { person, channel } = call;
      return { notice: await watchGroup(context.ports, { person, channel, group, ...ruleIn(call.args) }) };
    }
    const { project, rest } = await namedProject(context, call, call.args.words, 'project');
    assertNoMoreWords(rest, WATCH_OPTIONS);
    const wish = { person: call.person, channel: call.channel, project, ...ruleIn(call.args) };
    return { notice: await watchProject(context.ports, wish) };
  },
});

/** What a watch says, as it was typed. @throws SlipwayError `bad-value` */
function ruleIn({ options }: Arguments) {
  const texts = Object.fromEntries(options);
  return { ...readFilters(texts), ...readDelivery(texts), confirm: confirmIn(texts.confirm) };
}

function confirmIn(text: string | undefined): 'browser' | undefined {
  if (text === undefined) return undefined;
  if (text.toLowerCase() === 'browser') return 'browser';
  throw new SlipwayError('bad-value', { option: 'confirm', value: text, known: ['browser'] });
}
