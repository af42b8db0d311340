import type { CommandNames } from './commands.ts';

/** Strings of the environment lists; `where` and `name` are mrkdwn, escaped. */
export const ENVIRONMENT = {
  title: (where: string): string => `*Environments* of ${where}`,
  empty: (commands: CommandNames): string =>
    `GitLab has no environments that fit.\nLoosen the filters, or make one with \`${commands.env} create\`.`,
  header: (name: string, project: string): string => `${name} · ${project}`,
  /** @param host where it leads */
  openSite: (host: string): string => `Open site (${host})`,
  neverDeployed: 'Nothing has been deployed there yet.',
  state: 'State',
  tier: 'Tier',
  runs: 'Runs now',
  autoStop: 'Stops by itself',
  changed: 'Changed',
  fallback: (name: string, project: string, state: string): string =>
    `Environment ${name} of ${project}: ${state}`,
  unknownState: 'state unknown',
} as const;
