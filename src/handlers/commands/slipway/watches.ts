import { allWatches } from '../../../flows/all-watches.ts';
import { listWatches } from '../../../flows/list-watches.ts';
import { defineCommand } from '../../define.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';
import { asNumber } from '../../option-readers.ts';

const MOST_PAGES = 999_999;

export const watches = defineCommand({
  root: 'slipway',
  name: 'watches',
  usage: '[all [page:]]',
  summary:
    'List what this channel watches and what comes to you alone, in a direct message what you set up anywhere, or, for operators, what all channels watch',
  examples: ['', 'all'],
  options: ['page'],
  run: async ({ ports }, { person, channel, args }) => {
    const [first, ...rest] = args.words;
    if (first?.toLowerCase() === 'all') {
      assertNoMoreWords(rest, ['page']);
      const page = asNumber(1, MOST_PAGES)('page', args.options.get('page') ?? '1', 0);
      return { notice: await allWatches(ports, person, channel, page) };
    }
    assertNoMoreWords(args.words, []);
    return { notice: await listWatches(ports, person, channel, args.public ? 'by-all' : 'alone') };
  },
});
