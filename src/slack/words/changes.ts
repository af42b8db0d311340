/** Strings of `/deploy changes`; `project` is mrkdwn, escaped. */
export const CHANGES = {
  title: (deployment: number, project: string): string => `*What ships* with #${deployment} of ${project}`,
  expected: 'It has not succeeded yet, so this is what it would bring; filters apply after that.',
  none: 'GitLab links no merge requests to this deployment that fit.',
  emptyPage: 'This page is empty.',
  more: (page: number): string => `There is more: add \`page:${page}\`.`,
} as const;
