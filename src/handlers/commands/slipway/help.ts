import { defineCommand } from '../../define.ts';
import { helpFor } from '../../help-for.ts';
import { slipwayCommands } from '../../slipway-commands.ts';

export const help = defineCommand({
  root: 'slipway',
  name: 'help',
  usage: '[command]',
  summary: 'Show what there is, or how one of the commands is used',
  examples: ['', 'watch'],
  options: [],
  run: (context, { args }) =>
    Promise.resolve({ message: helpFor(context, 'slipway', [...slipwayCommands, help], args.words[0]) }),
});
