import type { Arguments } from '../../../core/arguments.ts';
import { SlipwayError } from '../../../core/errors.ts';
import { ChannelId } from '../../../core/ids.ts';
import type { SlackPerson } from '../../../core/person.ts';
import type { Ports } from '../../../core/ports/ports.ts';
import { parseSubject } from '../../../core/watch-subject.ts';
import { unwatch as endWatch } from '../../../flows/unwatch.ts';
import { defineCommand } from '../../define.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

const OPTIONS = ['channel', 'mode'] as const;

export const unwatch = defineCommand({
  root: 'slipway',
  name: 'unwatch',
  usage: '[project or group/*] [mode:dm] [channel:#channel]',
  summary:
    "End a watch of this channel, with `mode:dm` what comes to you alone, or, for operators, another channel's; cards already posted still follow their deployments",
  examples: ['', 'acme/shop'],
  options: OPTIONS,
  run: async ({ ports }, { person, channel, args }) => {
    const [named, ...rest] = args.words;
    assertNoMoreWords(rest, OPTIONS);
    const subject = named === undefined ? undefined : parseSubject(named, ports.gitlab.baseUrl);
    const wish = { person, named: subject, elsewhere: channelIn(args.options.get('channel')) };
    return { notice: await endWatch(ports, { ...wish, here: await hereIn(ports, person, channel, args) }) };
  },
});

/** What comes to somebody alone stands in their direct messages, wherever they end it. */
async function hereIn(
  { messages }: Pick<Ports, 'messages'>,
  { user }: SlackPerson,
  channel: ChannelId,
  { options }: Arguments,
): Promise<ChannelId> {
  const mode = options.get('mode');
  if (mode === undefined) return channel;
  if (mode.toLowerCase() !== 'dm' || options.has('channel'))
    throw new SlipwayError('bad-value', {
      option: 'mode',
      value: mode,
      ...(options.has('channel') ? { with: 'channel' } : { known: ['dm'] }),
    });
  return messages.directChannel(user);
}

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
