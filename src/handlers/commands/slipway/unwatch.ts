import { SlipwayError } from '../../../core/errors.ts';
import { ChannelId } from '../../../core/ids.ts';
import { parseSubject } from '../../../core/watch-subject.ts';
import { unwatch as endWatch } from '../../../flows/unwatch.ts';
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
    const subject = named === undefined ? undefined : parseSubject(named, ports.gitlab.baseUrl);
    const elsewhere = channelIn(args.options.get('channel'));
    return { notice: await endWatch(ports, { person, here: channel, elsewhere, named: subject }) };
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
