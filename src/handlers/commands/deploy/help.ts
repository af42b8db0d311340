import { defineCommand } from '../../define.ts';
import { deployCommands } from '../../deploy-commands.ts';
import { helpFor } from '../../help-for.ts';

export const help = defineCommand({
  root: 'deploy',
  name: 'help',
  usage: '[command]',
  summary: 'Show what there is, or how one of the commands is used',
  examples: ['', 'approve'],
  options: [],
  run: (context, { args }) =>
    Promise.resolve({ message: helpFor(context, 'deploy', [...deployCommands, help], args.words[0]) }),
});
