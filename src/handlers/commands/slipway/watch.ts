import { listOf } from '../../../core/arguments.ts';
import { SlipwayError } from '../../../core/errors.ts';
import { DEFAULT_WATCH_EVENTS, WATCH_EVENTS, type WatchEvent } from '../../../core/watch.ts';
import { watch as watchProject } from '../../../flows/watch.ts';
import { defineCommand } from '../../define.ts';
import { namedProject } from '../../named-project.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

const OPTIONS = ['env', 'on', 'confirm'] as const;
const MOST_PATTERNS = 20;

export const watch = defineCommand({
  root: 'slipway',
  name: 'watch',
  usage: '<project> [env:name,staging/*,!old] [on:approvals,manual,started,succeeded,failed,canceled] [confirm:browser]',
  summary: "Have this channel hear of a project's deployments",
  examples: ['acme/shop', 'acme/shop env:production,staging/* on:approvals,failed'],
  options: OPTIONS,
  run: async (context, call) => {
    if (call.args.words.length === 0) throw new SlipwayError('usage', { problem: 'the project is missing' });
    const { project, rest } = await namedProject(context, call, call.args.words, 'project');
    assertNoMoreWords(rest, OPTIONS);
    const environments = listOf(call.args.options.get('env'));
    if (environments.length > MOST_PATTERNS || environments.some((pattern) => pattern.length > 255)) {
      throw new SlipwayError('bad-value', { option: 'env', value: environments.join(',').slice(0, 80) });
    }
    const wish = {
      person: call.person,
      channel: call.channel,
      project,
      environments,
      on: eventsIn(call.args.options.get('on')),
      confirm: confirmIn(call.args.options.get('confirm')),
    };
    return { notice: await watchProject(context.ports, wish) };
  },
});

function confirmIn(text: string | undefined): 'browser' | undefined {
  if (text === undefined) return undefined;
  if (text.toLowerCase() === 'browser') return 'browser';
  throw new SlipwayError('bad-value', { option: 'confirm', value: text, known: ['browser'] });
}

function eventsIn(text: string | undefined): readonly WatchEvent[] {
  if (text === undefined) return DEFAULT_WATCH_EVENTS;
  return listOf(text.toLowerCase()).map((word) => {
    const event = WATCH_EVENTS.find((known) => known === word);
    if (event === undefined)
      throw new SlipwayError('bad-value', { option: 'on', value: word, known: [...WATCH_EVENTS] });
    return event;
  });
}
