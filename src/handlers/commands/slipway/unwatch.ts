import { SlipwayError } from '../../../core/errors.ts';
import { groupNamed } from '../../../core/group-watch.ts';
import { ChannelId } from '../../../core/ids.ts';
import { parseProject } from '../../../core/references.ts';
import { unwatch as endWatch } from '../../../flows/unwatch.ts';
import { unwatchGroup } from '../../../flows/watch-group.ts';
import { defineCommand } from '../../define.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

const OPTIONS = ['channel'] as const;

export const unwatch = defineCommand({
  root: 'slipway',
  name: 'unwatch',
  usage: '[project or group/*] [channel:#channel]',
  summary:
    "End a watch of this channel, or, for operators, another channel's; cards already posted still follow their deployments",
  examples: ['', 'acme/shop'],
  options: OPTIONS,
  run: async ({ ports }, { person, channel, args }) => {
    const [named, ...rest] = args.words;
    assertNoMoreWords(rest, OPTIONS);
    const group = groupNamed(named ?? '');
    if (group !== undefined) return { notice: await unwatchGroup(ports, person, channel, group) };
    const project = named === undefined ? undefined : parseProject(named, ports.gitlab.baseUrl).project;
    const elsewhere = channelIn(args.options.get('channel'));
    return { notice: await endWatch(ports, { person, here: channel, elsewhere, project }) };
  },
});

/** Slack writes a channel somebody names as `<#C012AB3CD|name>`; of a private one people may have the id alone. */
function channelIn(text: string | undefined): ChannelId | undefined {
  if (text === undefined) return undefined;
  const id = /^(?:<#)?([CGD][A-Z0-9]{2,40})(?:\|[^<>]*)?>?$/u.exec(text)?.[1];
  if (id === undefined)
    throw new SlipwayError('bad-value', {
      option: 'channel',
      value: text,
      takes: 'a channel picked from the list Slack offers after #, or its id such as C012AB3CD',
    });
  return ChannelId.parse(id);
}
