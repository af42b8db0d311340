import { status as statusOf } from '../../../flows/status.ts';
import { defineCommand } from '../../define.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const status = defineCommand({
  root: 'slipway',
  name: 'status',
  usage: '',
  summary: 'Show operators how Slipway fares: processes, queues, polls, GitLab, Slack, records',
  examples: ['', ''],
  options: [],
  run: async ({ ports }, { person, channel, args }) => {
    assertNoMoreWords(args.words, []);
    return { notice: await statusOf(ports, person, channel) };
  },
});
