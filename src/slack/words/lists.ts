import type { CommandNames } from './commands.ts';

/** Which list is shown. */
export type ListKind = 'list' | 'pending' | 'show';

/** Strings of the deployment lists; `where` is mrkdwn, escaped. */
export const LIST = {
  title: (kind: ListKind, where: string): string => {
    const what = { list: 'Deployments', pending: 'Waiting deployments', show: 'Deployment' }[kind];
    return where === '' ? `*${what}*` : `*${what}* in ${where}`;
  },
  page: (page: number): string => `Page ${page}`,
  next: 'Next',
  previous: 'Previous',
  by: (name: string): string => `by ${name}`,
  empty: (kind: ListKind, commands: CommandNames): string => {
    if (kind === 'pending')
      return `Nothing waits right now.\n\`${commands.deploy} list\` shows what was deployed lately.`;
    return `GitLab has no deployments that fit.\nLoosen the filters, or see \`${commands.deploy} help\` for how they work.`;
  },
  emptyPage: 'This page is empty: the list has become shorter. Go back one page.',
} as const;
