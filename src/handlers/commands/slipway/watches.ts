import { defineCommand } from '../../define.ts';

export const watches = defineCommand({
  root: 'slipway',
  name: 'watches',
  usage: '',
  summary: 'List what this channel watches',
  examples: ['', 'public'],
  options: [],
  run: async ({ ports }, { person, channel }) => ({
    notice: { kind: 'watches', channel, watches: await ports.watches.ofChannel(person.team, channel) },
  }),
});
