import type { CommandNames } from './commands.ts';

/** The frame around the commands, which describe themselves. */
export const HELP = {
  title: (command: string): string => `What ${command} can do`,
  intro: {
    deploy: 'Deployments: see what waits, approve it, run it.',
    env: 'Environments: see, create, change and stop them.',
    slipway: 'Your GitLab account, and what this channel watches.',
  } satisfies Record<keyof CommandNames, string>,
  usage: 'Usage',
  examples: 'Examples',
  private: 'Only you see the answers. Add `public` at the end to show one to the channel.',
  more: (command: string): string => `\`${command} help <word>\` tells more about one of them.`,
  others: (commands: CommandNames): string =>
    `Also: \`${commands.deploy} help\`, \`${commands.env} help\`, \`${commands.slipway} help\`.`,
  threads: 'Slack does not run slash commands in threads; send them in the channel.',
  start: (commands: CommandNames): string =>
    `New here? Connect your GitLab account with \`${commands.slipway} connect\`, then let a channel watch a project with \`${commands.slipway} watch group/app\`.`,
} as const;
