import type { CommandNames } from './commands.ts';

/** The words about the end of one's own deployment. */
export const ENDS = {
  stop: 'Stop these messages',
  /** Both are mrkdwn, escaped. */
  yours: (headline: string, what: string): string => `${headline}: ${what}`,
  /** What is said of the choice in `/slipway me`. */
  choice: (wanted: boolean, commands: CommandNames): string =>
    wanted
      ? `You get a direct message when a deployment you asked for ends. To end that, use \`${commands.slipway} me dm:off\`.`
      : `You get no direct messages when your deployments end. To get them, use \`${commands.slipway} me dm:on\`.`,
  changed: (wanted: boolean, commands: CommandNames): string =>
    wanted
      ? `From now on you get a direct message when a deployment you asked for ends.\nTo end that, use \`${commands.slipway} me dm:off\`.`
      : `You will get no more direct messages when your deployments end. Cards in channels still show it.\nTo get them again, use \`${commands.slipway} me dm:on\`.`,
} as const;
