import { defineCommand } from '../../define.ts';
import { envCommands } from '../../env-commands.ts';
import { helpFor } from '../../help-for.ts';

export const help = defineCommand({
  root: 'env',
  name: 'help',
  usage: '[command]',
  summary: 'Show what there is, or how one of the commands is used',
  examples: ['', 'stop'],
  options: [],
  run: (context, { args }) =>
    Promise.resolve({ message: helpFor(context, 'env', [...envCommands, help], args.words[0]) }),
});
